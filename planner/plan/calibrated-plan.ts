import type { Finding, ResolvedPlan, Workload } from "../domain/index.ts";
import { type CarriedLoad, calibrationMismatch, type NamedCalibration, withCalibration } from "./apply-calibration.ts";
import type { ServingByName } from "./by-name.ts";
import { type HardwareAnswer, hardwareByName } from "./hardware-question.ts";
import type { HardwareStepTime } from "./predicted-step-time.ts";
import type { PlanRequest } from "./request.ts";
import type { SimulatedHorizon } from "./simulate-design.ts";

interface CalibratedPlan {
  readonly hardware: HardwareStepTime;
  /** The calibration, where the deployment names one that holds for it. */
  readonly used: NamedCalibration | null;
  readonly mismatch: readonly Finding[];
}

/** The plan's step time with the calibration that the deployment names; without it, and saying so, where it does not fit. */
export function calibrated(
  hardware: HardwareStepTime,
  plan: ResolvedPlan,
  { calibration: named = null }: PlanRequest,
): CalibratedPlan {
  if (named === null) return { hardware, used: null, mismatch: [] };
  const { modelId: model, gpu, gpusPerReplica: tensorParallel, engine, weights } = plan;
  const message = calibrationMismatch(named, { model, gpu, tensorParallel, engine, weights });
  if (message === null) return { hardware: withCalibration(hardware, named), used: named, mismatch: [] };
  const finding: Finding = {
    id: "calibration-mismatch",
    severity: "blocking",
    path: ["spec", "engine", "calibration"],
    message: `${message}; it was not used`,
    action: "Calibrate on what is deployed, or remove spec.engine.calibration.",
  };
  return { hardware, used: null, mismatch: [finding] };
}

/** `hardwareByName` with a calibration on top; a reason where it was measured on something else. */
export function calibratedByName(
  question: ServingByName,
  named: NamedCalibration | null,
): HardwareAnswer | { readonly kind: "mismatch"; readonly message: string } {
  const answer = hardwareByName(question);
  if (named === null || answer.kind !== "known") return answer;
  const message = calibrationMismatch(named, answer.subject);
  if (message !== null) return { kind: "mismatch", message };
  return { ...answer, hardware: withCalibration(answer.hardware, named) };
}

/** What one replica carries in the window that holds most requests at once (Little's law), with the traffic's mean lengths. */
export function heaviestLoad(horizon: SimulatedHorizon, { inputTokens, outputTokens }: Workload): CarriedLoad {
  const inFlight = horizon.map(({ result }) => {
    const { throughput, e2e, replicas } = result;
    return (throughput.requestsPerSecond * (e2e.mean ?? 0)) / Math.max(1e-9, replicas.mean);
  });
  return { concurrency: Math.max(0, ...inFlight), inputTokens: mean(inputTokens), outputTokens: mean(outputTokens) };
}

const mean = (tokens: Int32Array): number => tokens.reduce((sum, count) => sum + count, 0) / Math.max(1, tokens.length);
