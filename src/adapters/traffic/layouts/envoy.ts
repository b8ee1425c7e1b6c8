import type { RequestLayout } from "../layout.ts";

/** Envoy's access log as JSON lines, with the token counts that Envoy AI Gateway puts into dynamic metadata. The operator names the
 *  fields: its examples write `gen_ai.usage.*`, the metadata are called `llm_*_token`. Health checks and other routes have "-". */
export const envoy: RequestLayout = {
  kind: "requests",
  id: "envoy",
  arrival: { start_time: "instant", timestamp: "instant", "@timestamp": "instant" },
  input: ["gen_ai.usage.input_tokens", "llm_input_token", "dynamic_metadata.io.envoy.ai_gateway.llm_input_token"],
  output: ["gen_ai.usage.output_tokens", "llm_output_token", "dynamic_metadata.io.envoy.ai_gateway.llm_output_token"],
  requestId: null,
  prefix: null,
  leftOut: {
    noUsage: "lines without token usage (health checks, other routes, failures)",
    noOutput: "lines without output tokens (embeddings, failures)",
  },
  stampSeconds: null,
  document: null,
  note: null,
};
