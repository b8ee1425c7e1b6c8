import { vllmReserve } from "../../../planner/engines/_vllm-memory.ts";
import { vllm } from "../../../planner/engines/vllm.ts";
import { fitMemory } from "../../../planner/memory/fit.ts";
import { gibibytes } from "../../../planner/units/index.ts";
import { asFacts, fitMemoryLaw, inputOf, type MemoryCoefficients } from "./memory-fit.ts";
import type { MemoryPoint } from "./memory-points.ts";

/** How far a prediction was from a log it had not seen. `error` is relative, `gib` absolute, both of the KV room. */
export interface Residual {
  readonly label: string;
  readonly version: string;
  readonly gpu: string;
  readonly error: number;
  readonly gib: number;
}

/** Each log predicted by a law fitted to all points of other groups: other models, or other versions. */
export function heldOut(points: readonly MemoryPoint[], groupOf: (point: MemoryPoint) => string): readonly Residual[] {
  const groups = [...new Set(points.filter(({ kv }) => kv !== null).map(groupOf))];
  return groups.flatMap((group) => {
    const law = fitMemoryLaw(points.filter((point) => groupOf(point) !== group));
    return residualsOf(
      points.filter((point) => groupOf(point) === group),
      law,
    );
  });
}

/** KV room that a law predicts for these logs against what they printed. */
export function residualsOf(points: readonly MemoryPoint[], law: MemoryCoefficients): readonly Residual[] {
  return points.flatMap((point) => {
    const input = inputOf(point);
    if (input === null || point.kv === null) return [];
    const reserve = {
      ...vllmReserve(input, asFacts(law)),
      coverage: { status: "measured", why: "" },
      roomError: null,
    } as const;
    const engine = { ...vllm, reserve: () => reserve };
    const fit = fitMemory({ ...input, engine, kvCache: "auto", maxContext: 2048 });
    const gib = fit.parts.kv / gibibytes(1) - point.kv;
    return [{ label: point.label, version: point.version, gpu: input.gpu.name, gib, error: gib / point.kv }];
  });
}

/** The error farthest from zero, with its sign. */
export const worstOf = (errors: readonly number[]): number =>
  errors.reduce((worst, error) => (Math.abs(error) > Math.abs(worst) ? error : worst), 0);
