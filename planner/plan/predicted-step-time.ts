import type { KvFormat } from "../domain/index.ts";
import { kvBytesPerToken } from "../memory/kv-cache.ts";
import { weightBytes } from "../memory/weights.ts";
import { type HardwareQuestion, type HardwareStepTime, rooflineStepTime } from "../steps/roofline.ts";

type Served = Omit<HardwareQuestion, "weightBytesPerGpu" | "kvBytesPerTokenPerGpu"> & { readonly kvCache: KvFormat };

/** The roofline of a model on its GPUs, with the bytes that the memory law says each of them holds. */
export function predictedStepTime({ kvCache, ...served }: Served): HardwareStepTime {
  const { architecture, weights, tensorParallel } = served;
  return rooflineStepTime({
    ...served,
    weightBytesPerGpu: weightBytes(architecture, weights, tensorParallel),
    kvBytesPerTokenPerGpu: kvBytesPerToken(architecture, kvCache, tensorParallel),
  });
}
