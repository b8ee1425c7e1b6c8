import type { RequestLayout } from "../layout.ts";

/** What the simulator Vidur reads and writes (microsoft/vidur, data/processed_traces). */
export const vidur: RequestLayout = {
  kind: "requests",
  id: "vidur",
  arrival: { arrived_at: "seconds" },
  input: ["num_prefill_tokens"],
  output: ["num_decode_tokens"],
  requestId: "request_id",
  prefix: null,
  leftOut: { noUsage: null, noOutput: null },
  stampSeconds: null,
  document: null,
  note: null,
};
