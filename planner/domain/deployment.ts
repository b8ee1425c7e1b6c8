import type { Seconds, UsDollars } from "../units/index.ts";
import type { Architecture, KvFormat, WeightFormat } from "./model.ts";
import type { Capacity } from "./platform.ts";
import type { ScalingMetric } from "./scaling.ts";
import type { TokenLengths } from "./workload.ts";

/** A moment each week when a minimum applies (a cron expression in a named time zone, for a duration). */
export interface ScheduledMinimum {
  readonly cron: string;
  readonly timezone: string;
  readonly duration: Seconds;
  readonly minReplicas: number;
}

export type Scaling =
  | { readonly mode: "fixed"; readonly replicas: number; readonly headroom: number }
  | {
      readonly mode: "hpa" | "keda" | "scheduled";
      readonly minReplicas: number;
      readonly maxReplicas: number;
      /** Extra share of replicas kept above what the metric asks for; 0.25 = 25 %. */
      readonly headroom: number;
      readonly target: { readonly metric: ScalingMetric; readonly value: number } | null;
      readonly schedule: readonly ScheduledMinimum[];
      /** A PromQL query that is above zero while somebody asks: it wakes a fleet at zero, whose own metrics are gone. */
      readonly wakeUp?: string;
    };

/** A named stretch of time in which traffic is multiplied. `start` is RFC 3339 with an offset. */
export interface TrafficEvent {
  readonly name: string;
  readonly start: string;
  readonly duration: Seconds;
  readonly multiplier: number;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** A date (YYYY-MM-DD, in a time zone of the IANA database) whose traffic is that of another day of the week. */
export interface Holiday {
  readonly date: string;
  readonly like: Weekday;
  readonly timezone: string;
}

export type TrafficSource =
  | { readonly kind: "file"; readonly file: string }
  | {
      readonly kind: "prometheus";
      readonly server: string;
      readonly rate: string;
      readonly inputTokens: string | null;
      readonly outputTokens: string | null;
      readonly window: Seconds;
    };

export interface Traffic {
  readonly source: TrafficSource;
  /** RFC 3339: dates a log that has only relative times. */
  readonly start: string | null;
  /** For a file of rates that tells no lengths. */
  readonly lengths: { readonly input: TokenLengths; readonly output: TokenLengths } | null;
  /** Coefficient of variation of the times between arrivals, for rates that do not tell it; null = not said. */
  readonly burstiness: number | null;
  /** 0.08 = 8 % a month, compounding. */
  readonly growthPerMonth: number;
  readonly events: readonly TrafficEvent[];
  readonly holidays: readonly Holiday[];
}

export type LatencyMetric = "ttft" | "tpot" | "e2e";

/** One promise: the percentile (0..100) of a latency stays at or below a limit. */
export interface LatencyTarget {
  readonly metric: LatencyMetric;
  readonly percentile: number;
  readonly limit: Seconds;
}

export interface Slo {
  readonly latency: readonly LatencyTarget[];
  /** Largest share of requests that may fail; null = no target. */
  readonly errorRate: number | null;
  /** Wanted probability that a target is met; 0.9 = 90 %. */
  readonly confidence: number;
}

export interface SecretReference {
  readonly name: string;
  readonly store: string;
  readonly key: string;
}

export interface Gateway {
  readonly kind: "langchain";
  readonly image: string;
  readonly pins: Readonly<Record<string, string>>;
  /** Share of requests traced; null = no tracing. */
  readonly langsmith: number | null;
}

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Where weights and compiled kernels lie: on the node's own disk, on a disk of each pod's own, or on one that all pods share. */
export type ModelCache =
  | { readonly kind: "node" }
  | { readonly kind: "ephemeral" | "shared"; readonly storageClass: string };

/** How the pods run, where that is not for the forecast to say. */
export interface PodChoices {
  /** User and group of the server's process; never 0. */
  readonly runAsUser: number;
  /** Whether the image's own file system may not be written. */
  readonly readOnlyRoot: boolean;
  /** Name of a PriorityClass of the cluster; null = the cluster's default. */
  readonly priorityClass: string | null;
  readonly cache: ModelCache;
}

/** What holds where the file says nothing. */
export const DEFAULT_POD: PodChoices = {
  runAsUser: 1000,
  readOnlyRoot: true,
  priorityClass: null,
  cache: { kind: "node" },
};

/** An image of the user's own that carries the model; `registry` is its name without a tag. */
export interface Build {
  readonly registry: string;
}

/** What a managed platform wants to know that the deployment itself does not say; absent = not said. No secrets: they are names. */
export interface Account {
  /** ARN of the IAM role that SageMaker or Lambda takes on. */
  readonly executionRole?: string;
  /** Google Cloud project. */
  readonly project?: string;
  /** Address of the Google service account that the server runs as. */
  readonly serviceAccount?: string;
  /** Azure Resource Manager id of the managed environment of Container Apps. */
  readonly environment?: string;
  /** User or organisation at Hugging Face that owns the endpoint. */
  readonly organization?: string;
  /** Region of the cloud that Hugging Face rents from: `platform.region` names only the cloud. */
  readonly cloudRegion?: string;
}

/** The user's file, read and normalised: seconds, dollars, fractions; null = not said. CONTRACT.md section 3. */
export interface ModelDeployment {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly model: {
    readonly id: string;
    readonly revision: string | null;
    readonly weights: WeightFormat | null;
    readonly kvCache: KvFormat;
    readonly maxContext: number | null;
    readonly architecture: Architecture | null;
  };
  readonly engine: {
    /** Id of a file in `planner/engines`. */
    readonly name: string;
    /** `major.minor[.patch]`, from `name@version` or the image's tag. */
    readonly version: string | null;
    readonly image: string | null;
    readonly maxSequences: number | null;
    readonly maxBatchedTokens: number | null;
    readonly gpuMemoryUtilization: number | null;
    readonly prefixCaching: boolean | null;
    /** Path of a Calibration of this engine. */
    readonly calibration: string | null;
    /** How much the engine says; null = its own default. */
    readonly logLevel: LogLevel | null;
  };
  readonly platform: {
    /** Id of a file in `planner/platforms`. */
    readonly name: string;
    readonly region: string;
    readonly instance: string;
    readonly tensorParallel: number;
    readonly capacity: Capacity;
    /** Left out: not said. */
    readonly account?: Account;
  };
  readonly scaling: Scaling;
  readonly traffic: Traffic | null;
  readonly slo: Slo;
  readonly budget: { readonly monthlyUsd: UsDollars } | null;
  readonly maintenance: { readonly restartEvery: Seconds } | null;
  readonly access: { readonly ingressFrom: readonly string[]; readonly secrets: readonly SecretReference[] };
  readonly gateway: Gateway | null;
  readonly pod: PodChoices;
  readonly build: Build | null;
}
