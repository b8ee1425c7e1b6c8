import { TRAFFIC } from "../../../mistakes/traffic.ts";
import type { RequestLayout } from "../layout.ts";

/** What `vllm bench serve --save-result --save-detailed` writes: lists by request. */
export const vllmBench: RequestLayout = {
  kind: "requests",
  id: "vllm-bench",
  arrival: { start_times: "seconds" },
  input: ["input_lens"],
  output: ["output_lens"],
  requestId: null,
  prefix: null,
  leftOut: { noUsage: "requests without tokens", noOutput: "failed requests (no output)" },
  stampSeconds: null,
  document: {
    keys: ["num_prompts", "completed"],
    types: { start_times: "VARCHAR[]", input_lens: "VARCHAR[]", output_lens: "VARCHAR[]" },
    rows: `select unnest(start_times), unnest(input_lens), unnest(output_lens) from document
      where start_times is not null`,
    columns: ["start_times", "input_lens", "output_lens"],
    advice: TRAFFIC.vllmWithoutRequests,
  },
  note: "Arrivals are those of a benchmark's load generator, on the clock of its machine.",
};
