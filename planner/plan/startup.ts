import type { Fact, Platform, ResolvedPlan, Spread } from "../domain/index.ts";
import { seconds } from "../units/index.ts";
import { STARTUP } from "./startup.generated.ts";

/** What the engine's own start takes, fitted by `.github/scripts/fit/startup.ts`; the platform adds the node and the image. */
export const STARTUP_FACTS = STARTUP;

/** What a start depends on. */
export interface StartedModel {
  readonly layers: number;
  readonly weightBytesOfReplica: number;
  /** Sequences of the largest CUDA graph. */
  readonly largestGraph: number;
}

/** Fresh: a new pod reads weights over network or disk and compiles. Warm: page cache and compile cache hold both. */
export type Caches = "fresh" | "warm";

type Phase = { readonly name: string; readonly p50: number; readonly p99: number };
type StartupFacts = { readonly [name in keyof typeof STARTUP]: Fact<number> };

/** From the pod being created to the first request it can answer, phase by phase. The phases are taken to be late together,
 *  so the p99 of the whole is the sum of theirs: an upper estimate. */
export function startupOf(platform: Platform, model: StartedModel): ResolvedPlan["startup"] {
  const phases = [
    phase("node", platform.provisioning.node.value),
    phase("image pull", platform.provisioning.imagePull.value),
    ...engineStart({ model, caches: "fresh" }, STARTUP).map(({ name, p50, p99 }) => ({
      ...{ name, p50: seconds(p50), p99: seconds(p99) },
    })),
  ];
  const total = (pick: (spread: Spread) => number) => seconds(phases.reduce((sum, p) => sum + pick(p), 0));
  return { phases, p50: total((p) => p.p50), p99: total((p) => p.p99) };
}

const phase = (name: string, spread: Spread) => ({ name, p50: spread.p50, p99: spread.p99 });

/** The engine's own phases in seconds, the median and what one start in a hundred exceeds. */
export function engineStart(
  { model, caches }: { readonly model: StartedModel; readonly caches: Caches },
  f: StartupFacts,
): readonly Phase[] {
  const { layers, weightBytesOfReplica } = model;
  const fresh = caches === "fresh";
  const read = fresh
    ? f.loadSeconds.value + f.loadSecondsPerGigabyte.value * (weightBytesOfReplica / 1e9)
    : f.cachedLoadSecondsPerGigabyte.value * (weightBytesOfReplica / 1e9);
  const compile = fresh
    ? f.compileSeconds.value + f.compileSecondsPerLayer.value * layers
    : f.cachedCompileSeconds.value + f.cachedCompileSecondsPerLayer.value * layers;
  const profiling = fresh
    ? f.profilingSeconds.value + f.profilingSecondsPerLayer.value * layers
    : f.cachedProfilingSeconds.value + f.cachedProfilingSecondsPerLayer.value * layers;
  return [
    late("engine start", f.bootstrapSeconds.value + f.otherSeconds.value, f.startSlow.value),
    late("load weights", read, fresh ? f.loadSlow.value : f.cachedSlow.value),
    late("compile", compile, fresh ? f.compileSlow.value : f.cachedSlow.value),
    late(
      "KV profiling and graphs",
      profiling + graphSeconds(model, f),
      fresh ? f.profilingSlow.value : f.cachedSlow.value,
    ),
  ];
}

const late = (name: string, p50: number, slow: number): Phase => ({ name, p50, p99: p50 * slow });

/** Capturing costs a time for each graph, and a time that grows with the tokens of each: layer by layer. */
function graphSeconds({ layers, largestGraph }: StartedModel, f: StartupFacts): number {
  const { count, tokens } = capturedGraphs(largestGraph);
  return layers * (f.graphSecondsPerLayer.value * count + f.graphSecondsPerLayerAndToken.value * tokens);
}

/** Sizes that vLLM 0.10 captures: 1, 2, 4 and each 8 up to the largest; how many, and their sum. */
export function capturedGraphs(largest: number): { readonly count: number; readonly tokens: number } {
  const small = [1, 2, 4].filter((size) => size <= largest);
  const eights = Math.floor(largest / 8);
  return {
    count: small.length + eights,
    tokens: small.reduce((sum, size) => sum + size, 0) + 4 * eights * (eights + 1),
  };
}
