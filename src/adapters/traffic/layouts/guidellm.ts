import { TRAFFIC } from "../../../mistakes/traffic.ts";
import type { RequestLayout } from "../layout.ts";

/** A report of GuideLLM as JSON, with its requests; releases up to 0.3 call the start `start_time`. */
export const guideLlm: RequestLayout = {
  kind: "requests",
  id: "guidellm",
  arrival: { start: "seconds" },
  input: ["prompt_tokens"],
  output: ["output_tokens"],
  requestId: null,
  prefix: null,
  leftOut: { noUsage: "requests without tokens", noOutput: "requests without output" },
  stampSeconds: null,
  document: {
    keys: ["benchmarks"],
    types: {
      benchmarks:
        "STRUCT(requests STRUCT(successful STRUCT(start_time VARCHAR, request_start_time VARCHAR, prompt_tokens VARCHAR, output_tokens VARCHAR)[]))[]",
    },
    rows: `select coalesce(r.start_time, r.request_start_time), r.prompt_tokens, r.output_tokens
      from (select unnest(b.requests.successful) as r from (select unnest(benchmarks) as b from document))`,
    columns: ["start", "prompt_tokens", "output_tokens"],
    advice: TRAFFIC.guidellmWithoutRequests,
  },
  note: "Arrivals are those of a benchmark's load generator; only requests that succeeded are in it.",
};
