import type { RequestLayout } from "../layout.ts";

/** Spans by OpenTelemetry's conventions for generative AI, JSON lines: as the collector's file exporter writes them (OTLP, several
 *  spans a line, attributes as pairs), or a span a line with attributes as an object, flat or nested. Spans of tools, agents and
 *  everything else that used no tokens are no requests. */
export const otel: RequestLayout = {
  kind: "requests",
  id: "otel",
  arrival: {
    starttimeunixnano: "nanoseconds",
    start_time_unix_nano: "nanoseconds",
    start_time: "instant",
    starttime: "instant",
  },
  // The second of each are the names before 2024-10.
  input: ["attributes.gen_ai.usage.input_tokens", "attributes.gen_ai.usage.prompt_tokens"],
  output: ["attributes.gen_ai.usage.output_tokens", "attributes.gen_ai.usage.completion_tokens"],
  requestId: null,
  prefix: null,
  leftOut: { noUsage: "spans without token usage", noOutput: "spans without output tokens (embeddings, failures)" },
  stampSeconds: null,
  document: null,
  note: null,
};
