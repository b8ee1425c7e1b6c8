import { gpus } from "../../../planner/gpus/index.generated.ts";
import { drawLengths, hardwareByName, ONE_REPLICA, type Simulation, simulate } from "../../../planner/index.ts";
import { findModel } from "../../../planner/models/lookup.ts";
import { entryNamed } from "../../../planner/plan/entry.ts";
import { type HardwareStepTime, hardwareQuestion } from "../../../planner/plan/predicted-step-time.ts";
import type { HardwareQuestion } from "../../../planner/steps/hardware.ts";
import { requestSecondsOf, type ServingLaw } from "../../../planner/steps/serving-law.ts";
import type { StepTime } from "../../../planner/steps/step-time.ts";
import type { SiliconRow } from "./silicon.ts";

/** Mean seconds of a closed loop. */
export interface Means {
  readonly ttft: number;
  readonly tpot: number;
}

/** What of a row does not change while laws are fitted. */
export interface PreparedRow {
  readonly kind: "prepared";
  readonly row: SiliconRow;
  readonly hardware: HardwareQuestion;
  /** What the committed laws say of it. */
  readonly committed: HardwareStepTime;
  readonly simulation: Omit<Simulation, "stepTime" | "meshSeconds">;
}

/** Ten rounds of the clients, as the measured runs have. */
const ROUNDS = 10;

/** A row made ready to be simulated, or why the catalogue refuses it. */
export function prepare(row: SiliconRow): PreparedRow | { readonly kind: "refused"; readonly message: string } {
  const { model, gpu, tensorParallel, engine, weights, kvCache, concurrency } = row;
  const answer = hardwareByName({
    ...{ model, gpu, tensorParallel, engine, weights, kvCache, maxContext: null, utilization: null },
    version: versionOf(row),
    maxSequences: null,
    maxBatchedTokens: row.maxBatchedTokens,
  });
  const known = findModel(model);
  const card = entryNamed(gpus, gpu);
  if (answer.kind === "refused") return answer;
  if (!known || !card) return { kind: "refused", message: `${model} on ${gpu} is not known` };
  const lengths = (tokens: number) =>
    row.spreadLengths
      ? ({
          kind: "quantiles",
          points: [
            [0, 0.8 * tokens],
            [1, tokens],
          ],
        } as const)
      : ({ kind: "fixed", tokens } as const);
  const drawn = drawLengths(
    {
      ...{ kind: "closedLoop", concurrency, requests: ROUNDS * concurrency },
      ...{ inputTokens: lengths(row.inputTokens), outputTokens: lengths(row.outputTokens) },
    },
    1,
  );
  return {
    kind: "prepared",
    row,
    hardware: hardwareQuestion({ architecture: known.architecture, gpu: card, tensorParallel, weights, kvCache }),
    committed: answer.hardware,
    simulation: {
      ...ONE_REPLICA,
      ...{ policy: answer.engine.policy, limits: answer.limits, load: { kind: "closed", concurrency, ...drawn } },
      keepRequests: false,
    },
  };
}

/** The engine's version where the row states one that the catalogue can know; null: its default. */
export function versionOf({ engine, version }: SiliconRow): string | null {
  if (engine !== "vllm") return null;
  return version.startsWith("nightly") ? NIGHTLY : (/^0\.\d+/.exec(version)?.[0] ?? null);
}

/** The builds between releases among the rows are of spring 2026. */
const NIGHTLY = "0.19";

/** Simulates a row with these steps. */
export function simulateRow({ simulation }: PreparedRow, stepTime: StepTime, serving: ServingLaw): Means {
  const requestSeconds = requestSecondsOf(serving);
  const answer = simulate({
    ...simulation,
    stepTime,
    meshSeconds: (_random, inFlight, inputTokens) => requestSeconds(inFlight, inputTokens),
  });
  if (answer.kind !== "simulated") throw new Error(answer.message);
  return { ttft: answer.result.ttft.mean ?? Number.NaN, tpot: answer.result.tpot.mean ?? Number.NaN };
}
