import type { Engine, KvFormat, WeightFormat } from "../domain/index.ts";

/** The format that keys and values are stored in: what was asked for, or with `auto` what the engine makes of these weights. */
export function servedKvCache(
  wanted: KvFormat,
  served: { readonly engine: Engine; readonly version: string; readonly weights: WeightFormat },
): KvFormat {
  return wanted === "auto" && served.engine.obeysKvCacheOf(served.weights, served.version) ? "fp8" : wanted;
}
