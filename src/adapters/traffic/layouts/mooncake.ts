import type { Layout } from "../layout.ts";

/** Kimi traces of kvcache-ai/Mooncake (FAST '25), JSON lines. Their hash_ids are not read yet. */
export const mooncake: Layout = {
  id: "mooncake",
  arrival: { timestamp: "milliseconds" },
  input: "input_length",
  output: "output_length",
  requestId: null,
  prefix: null,
  note: "Mooncake stamps arrivals in batches of 3 s: shorter bursts cannot be told from it, and its shared prefixes (hash_ids) are not read.",
};
