import type { ModelDeployment, Settings, TrafficHistory } from "../domain/index.ts";
import type { NamedCalibration } from "./apply-calibration.ts";
import type { Remembered } from "./remembered.ts";

/** One question to the planner. Everything that could change between two runs is an argument. */
export interface PlanRequest {
  readonly deployment: ModelDeployment;
  readonly settings: Settings | null;
  /** Null when the deployment names no traffic. */
  readonly history: TrafficHistory | null;
  /** What `spec.engine.calibration` names; left out or null = nothing. */
  readonly calibration?: NamedCalibration | null;
  /** Unix seconds of midnight UTC; decides where a relative log lies and how old prices and data are. */
  readonly now: number;
  readonly horizonSeconds: number;
  /** Multiplies the traffic (what-if). */
  readonly trafficScale: number;
  readonly seed: number;
  /** A search asks for the same windows many times. Left out: each is drawn and simulated anew. */
  readonly remembered?: Remembered;
  /** Called after each simulated window with the share that is done, 0..1. */
  readonly progress?: (share: number) => void;
}
