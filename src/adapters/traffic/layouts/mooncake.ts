import type { RequestLayout } from "../layout.ts";

/** Kimi traces of kvcache-ai/Mooncake (FAST '25), JSON lines. `hash_ids` name the blocks of 512 tokens a prompt is made of; an
 *  equal id is an equal beginning. A request can name one shared beginning only, so block-prefixes.ts chooses: of the published
 *  conversations 36.6 % of the blocks were there before, and 35.7 % by what is chosen; of the tokens 37.4 %, of which the simulator
 *  finds 36.4 % where nothing is evicted. */
export const mooncake: RequestLayout = {
  kind: "requests",
  id: "mooncake",
  arrival: { timestamp: "milliseconds" },
  input: ["input_length"],
  output: ["output_length"],
  requestId: null,
  prefix: { kind: "blocks", ids: "hash_ids", tokensPerBlock: 512 },
  leftOut: { noUsage: null, noOutput: null },
  stampSeconds: 3,
  document: null,
  note: "Mooncake stamps arrivals in batches of 3 s: shorter bursts cannot be told from it.",
};
