import { assumed, measured, type Platform, type ResolvedPlan, type Spread } from "../domain/index.ts";
import { seconds } from "../units/index.ts";

const STUDY = "arXiv 2606.07362, vLLM 0.10.1";

/** What the engine's own start takes; the platform adds the node and the image before it. */
export const STARTUP_FACTS = {
  bootstrapSeconds: measured(10.3, `${STUDY}: framework bootstrap 10.0-10.6 s`, "2026-11-23"),
  networkBytesPerSecond: assumed(500e6, "weights pulled over the network into a cold page cache", "2026-11-25"),
  compileSecondsPerLayer: measured(0.66, `${STUDY}: cold compile cache`, "2026-11-23"),
  compileSeconds: measured(2.8, `${STUDY}: cold compile cache`, "2026-11-23"),
  profilingSeconds: measured(11, `${STUDY}: cold, 6-16 s`, "2026-11-23"),
  graphSeconds: measured(1.6, `${STUDY}: 0.7-2.4 s at default sizes`, "2026-11-23"),
  otherSeconds: measured(7.5, `${STUDY}: process wall time less the phases`, "2026-11-23"),
  slowOverTypical: assumed(1.8, "p99 over p50 of the engine's phases", "2026-11-25"),
} as const;

/** From the pod being created to the first request it can answer, phase by phase. The phases are taken to be late together,
 *  so the p99 of the whole is the sum of theirs: an upper estimate. */
export function startupOf(
  platform: Platform,
  model: { layers: number; weightBytesOfReplica: number },
): ResolvedPlan["startup"] {
  const f = STARTUP_FACTS;
  const engine = (name: string, p50: number) => ({
    name,
    p50: seconds(p50),
    p99: seconds(p50 * f.slowOverTypical.value),
  });
  const phases = [
    phase("node", platform.provisioning.node.value),
    phase("image pull", platform.provisioning.imagePull.value),
    engine("engine start", f.bootstrapSeconds.value + f.otherSeconds.value),
    engine("load weights", model.weightBytesOfReplica / f.networkBytesPerSecond.value),
    engine("compile", f.compileSeconds.value + f.compileSecondsPerLayer.value * model.layers),
    engine("KV profiling and graphs", f.profilingSeconds.value + f.graphSeconds.value),
  ];
  const total = (pick: (spread: Spread) => number) => seconds(phases.reduce((sum, p) => sum + pick(p), 0));
  return { phases, p50: total((p) => p.p50), p99: total((p) => p.p99) };
}

const phase = (name: string, spread: Spread) => ({ name, p50: spread.p50, p99: spread.p99 });
