import type { Seconds } from "../units/index.ts";

/** What an autoscaler can follow. */
export type ScalingMetric = "requests-waiting" | "requests-running" | "kv-use" | "concurrency" | "gpu-utilization";

/** The rule by which a place adds and removes replicas itself, where the user sets no more than bounds. */
export interface OwnScaling {
  readonly metric: ScalingMetric;
  /** Load per replica that it keeps; null = a share of what the plan lets one replica take at once, `shareOfLimit`. */
  readonly target: number | null;
  readonly shareOfLimit: number | null;
  /** How often it looks. */
  readonly interval: Seconds;
  /** For how long more, and less, must have been wanted before it acts. */
  readonly upAfter: Seconds;
  readonly downAfter: Seconds;
  /** Idle time after which the last replica goes; null = one always stays. */
  readonly toZeroAfter: Seconds | null;
  /** What becomes of requests that find no replica: held until one is ready, or answered with an error at once. */
  readonly atZero: "wait" | "refuse";
}
