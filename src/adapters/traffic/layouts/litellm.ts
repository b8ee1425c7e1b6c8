import type { RequestLayout } from "../layout.ts";

/** LiteLLM's log of calls (StandardLoggingPayload, docs.litellm.ai/docs/proxy/logging_spec) and its table of spend logs, as JSON
 *  lines, CSV or Parquet. Unix seconds or dates. */
export const liteLlm: RequestLayout = {
  kind: "requests",
  id: "litellm",
  arrival: { starttime: "instant", start_time: "instant" },
  input: ["prompt_tokens", "usage.prompt_tokens", "response.usage.prompt_tokens"],
  output: ["completion_tokens", "usage.completion_tokens", "response.usage.completion_tokens"],
  requestId: null,
  prefix: null,
  leftOut: {
    noUsage: "calls without token usage (failures, other routes)",
    noOutput: "calls without completion tokens (embeddings, failures)",
  },
  stampSeconds: null,
  document: null,
  note: null,
};
