import type {
  Architecture,
  Fault,
  KvFormat,
  Processor,
  RandomLoad,
  ScalingMetric,
  SchedulerPolicy,
  Seconds,
  Spread,
  WeightFormat,
} from "../../planner/index.ts";

/** How steps are formed and what bounds them. Counts are per replica. */
export interface ScenarioScheduler {
  readonly policy: SchedulerPolicy;
  /** Null = no bound on tokens (orca, static). */
  readonly maxBatchedTokens: number | null;
  readonly maxSequences: number;
  /** Tokens per KV block. */
  readonly blockSize: number;
  readonly kvBlocks: number;
  /** Blocks kept free when requests are admitted. */
  readonly watermarkBlocks: number;
  /** Tokens; what `orca` reserves per request. */
  readonly maxContext: number;
  readonly prefixCaching: boolean;
}

/** Seconds. The calculation and its order of additions stand in CONTRACT.md section 5. */
export interface LinearStepTime {
  readonly kind: "linear";
  readonly base: number;
  readonly perPrefillToken: number;
  readonly perDecodeSequence: number;
  readonly perKvToken: number;
  readonly prefillStep: number;
}

/** Paths of CSV tables, relative to the scenario's folder. */
export interface TableStepTime {
  readonly kind: "table";
  readonly decode: string;
  readonly prefill: string;
  readonly mixed: string | null;
  readonly prefillMulti: string | null;
}

/** A model on a GPU, from the catalogue; null = what the engine or the model would choose. */
export interface HardwareStepTime {
  readonly kind: "hardware";
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly engine: { readonly name: string; readonly version: string | null };
  readonly weights: WeightFormat | null;
  readonly kvCache: KvFormat;
  readonly gpuMemoryUtilization: number | null;
  /** Shape of a model that is not in the catalogue. */
  readonly architecture: Architecture | null;
  /** What there is to compute on where no GPU of the catalogue is meant. */
  readonly processor: Processor | null;
  /** Path of a Calibration, relative to the scenario's folder. */
  readonly calibration: string | null;
}

export type Router = "round-robin" | "least-outstanding" | "least-waiting" | "prefix-aware";

export interface ScenarioFleet {
  readonly replicas: number;
  readonly router: Router;
  /** Requests that may wait before new ones are rejected; null = no limit. */
  readonly queueLimit: number | null;
  /** Null = clients wait for ever. */
  readonly timeout: Seconds | null;
  /** Further attempts after a rejection, a time-out or a lost replica. */
  readonly retries: number;
  /** Waits between attempts double from `first` to `longest`; a random share of up to `jitter` is taken off. */
  readonly retryBackoff: { readonly first: Seconds; readonly longest: Seconds; readonly jitter: number };
  /** Phases from the wish for a replica to its first answer; null = that phase takes no time. */
  readonly startup: {
    readonly provision: Spread | null;
    readonly pull: Spread | null;
    readonly load: Spread | null;
    readonly compile: Spread | null;
    readonly warmUp: Spread | null;
  };
  readonly restartEvery: Seconds | null;
  readonly restartStrategy: "rolling" | "recreate";
  /** Null = a replica that must go finishes what it has. */
  readonly gracePeriod: Seconds | null;
  /** Added to each request on its way in. */
  readonly meshLatency: Spread | null;
  /** Bytes of host memory a replica loses an hour, how many it may hold before it is killed, and holds at first. */
  readonly leakPerHour: number | null;
  readonly memoryLimit: number;
  readonly memoryAtStart: number | null;
}

export interface ScalingRule {
  readonly type: "pods" | "percent";
  /** Pods, or a fraction of the replicas. */
  readonly value: number;
  readonly period: Seconds;
}

export interface ScenarioAutoscaler {
  readonly kind: "hpa" | "keda" | "scheduled";
  readonly min: number;
  readonly max: number;
  readonly metric: ScalingMetric | null;
  readonly target: number | null;
  /** Share of replicas kept above what the metric asks for. */
  readonly headroom: number;
  readonly syncPeriod: Seconds;
  readonly tolerance: number;
  readonly scaleUp: { readonly stabilization: Seconds; readonly rules: readonly ScalingRule[] };
  readonly scaleDown: { readonly stabilization: Seconds; readonly rules: readonly ScalingRule[] };
  /** KEDA's activation threshold, its polling, and the time without load before the last replica goes. */
  readonly activation: number;
  readonly pollingInterval: Seconds;
  readonly cooldown: Seconds;
  /** Minimums on the scenario's own clock. */
  readonly schedule: readonly { readonly from: Seconds; readonly to: Seconds; readonly min: number }[];
}

interface ScenarioParts {
  /** As given; null = none. */
  readonly id: string | number | null;
  readonly fleet: ScenarioFleet;
  /** Null: the requests come from elsewhere (`--requests`). */
  readonly load: RandomLoad | null;
  readonly autoscaler: ScenarioAutoscaler | null;
  readonly faults: readonly Fault[];
  /** Null: `--seed` decides. */
  readonly seed: number | null;
}

/** A simulation, read and normalised. With `hardware`, what `scheduler` leaves out is what the engine would choose. */
export type Scenario =
  | (ScenarioParts & {
      readonly kind: "explicit";
      readonly stepTime: LinearStepTime | TableStepTime;
      readonly scheduler: ScenarioScheduler;
    })
  | (ScenarioParts & {
      readonly kind: "hardware";
      readonly stepTime: HardwareStepTime;
      readonly scheduler: Partial<ScenarioScheduler>;
    });
