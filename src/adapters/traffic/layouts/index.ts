import type { Layout } from "../layout.ts";
import { azureLlm2023 } from "./azure-llm-2023.ts";
import { burstGpt } from "./burstgpt.ts";
import { envoy } from "./envoy.ts";
import { guideLlm } from "./guidellm.ts";
import { liteLlm } from "./litellm.ts";
import { mooncake } from "./mooncake.ts";
import { otel } from "./otel.ts";
import { plain } from "./plain.ts";
import { servegen } from "./servegen.ts";
import { vidur } from "./vidur.ts";
import { vllmBench } from "./vllm-bench.ts";
import { windows } from "./windows.ts";

/** Tried in this order; a new layout is one new file and one line here. Windows stand before requests: a file that counts
 *  requests holds none, whatever else its columns are called. */
export const layouts: readonly Layout[] = [
  servegen,
  windows,
  plain,
  vidur,
  azureLlm2023,
  mooncake,
  burstGpt,
  otel,
  liteLlm,
  envoy,
  vllmBench,
  guideLlm,
];
