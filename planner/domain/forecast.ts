import type { Bytes, Seconds } from "../units/index.ts";
import type { CostForecast, Range } from "./cost.ts";
import type { ModelDeployment } from "./deployment.ts";
import type { EngineLimits } from "./engine.ts";
import type { Coverage } from "./fact.ts";
import type { Finding, Verdict } from "./finding.ts";
import type { KvFormat, WeightFormat } from "./model.ts";

/** Where the bytes of one GPU go. `free` lies outside the utilisation share. Blocks and tokens are per replica. */
export interface MemoryFit {
  /** The engine would start: there is KV room for at least one sequence of full length. */
  readonly fits: boolean;
  readonly kvBlocks: number;
  /** Blocks in nine of ten start-ups where logs of this card and version are known; elsewhere as far off as the worst log that the
   *  law had not seen; null where no log says. */
  readonly kvBlocksRange: readonly [number, number] | null;
  readonly blockSize: number;
  readonly kvTokens: number;
  /** Bytes per GPU by which it misses; 0 when it fits. */
  readonly missingBytes: Bytes;
  readonly parts: {
    readonly weights: Bytes;
    readonly kv: Bytes;
    readonly activation: Bytes;
    readonly cudaGraphs: Bytes;
    readonly nonTorch: Bytes;
    readonly free: Bytes;
  };
  /** Host memory of the pod, what exit code 137 is about. */
  readonly host: { readonly request: Bytes; readonly limit: Bytes };
  /** Which part leaves the least room, in words. */
  readonly binding: string;
  readonly coverage: Coverage;
}

/** Milliseconds; null where no request had the quantity. */
export interface Percentiles {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** One target against the forecast. Latencies in milliseconds, errorRate as a fraction. */
export interface SloForecast {
  readonly metric: "ttft" | "tpot" | "e2e" | "errorRate";
  /** "p95"; null for errorRate. */
  readonly percentile: string | null;
  readonly unit: "ms" | "fraction";
  readonly target: number;
  readonly forecast: number | null;
  /** P10 and P90 over traffic and model error; null when nothing could be forecast. */
  readonly range: readonly [number, number] | null;
  /** Null, as `met`: no request of the traffic has what the target is about, so nobody can say. */
  readonly probability: number | null;
  readonly met: boolean | null;
}

/** For sorting: what nobody can check is the least sure. */
export const oddsOf = ({ probability }: Pick<SloForecast, "probability">): number => probability ?? 0;

/** A statement the forecast rests on, with who says so. */
export interface Assumption {
  readonly text: string;
  readonly basis: "datasheet" | "measured" | "assumed";
  readonly source: string;
  readonly date: string | null;
}

/** What would be deployed, resolved: every default filled in, with the engine version it holds for. */
export interface ResolvedPlan {
  readonly modelId: string;
  /** Catalogue id of the GPU; null on platforms without one. */
  readonly gpu: string;
  readonly gpusPerReplica: number;
  readonly engine: { readonly name: string; readonly version: string };
  readonly weights: WeightFormat;
  readonly kvCache: KvFormat;
  readonly maxContext: number;
  readonly limits: EngineLimits;
  readonly memory: MemoryFit;
  /** From the pod being created to the first request it can answer. */
  readonly startup: {
    readonly phases: readonly { readonly name: string; readonly p50: Seconds; readonly p99: Seconds }[];
    readonly p50: Seconds;
    readonly p99: Seconds;
  };
  readonly replicas: { readonly min: number; readonly max: number };
}

/** One simulated stretch of the horizon, for the report: its share of the month and what happened in it. */
export interface WindowForecast {
  readonly label: string;
  readonly weight: number;
  readonly requestsPerSecond: number;
  readonly meanReplicas: number;
  readonly maxReplicas: number;
  readonly ttftMs: Percentiles;
  readonly tpotMs: Percentiles;
  readonly e2eMs: Percentiles;
  readonly kvMeanUse: number;
  readonly maxWaiting: number;
  /** Which hours of the horizon, counted from 0, it stands for. */
  readonly hours: readonly number[];
}

/** The worst simulated hour, or as much of it as was measured, in even slices. */
export interface WorstHour {
  readonly label: string;
  readonly sliceSeconds: number;
  /** Means over each slice: requests that arrived a second; that waited, and that were being answered; replicas that took
   *  requests, and replicas that were paid for. */
  readonly slices: readonly {
    readonly requestsPerSecond: number;
    readonly waiting: number;
    readonly running: number;
    readonly ready: number;
    readonly replicas: number;
  }[];
}

/** Traffic as forecast over the horizon, one point an hour. Requests per second. */
export interface TrafficForecast {
  readonly history: {
    readonly format: string;
    readonly seconds: number;
    readonly requests: number;
    readonly end: string | null;
  };
  readonly horizonSeconds: number;
  readonly requestsPerMonth: Range;
  readonly meanInputTokens: number;
  readonly meanOutputTokens: number;
  readonly peakRequestsPerSecond: Range;
  /** Hourly points of the first forecast week, RFC 3339 start, P10/P50/P90 rates. */
  readonly week: readonly {
    readonly start: string;
    readonly p10: number;
    readonly p50: number;
    readonly p90: number;
  }[];
  /** Seasonality that the history is too short to show. */
  readonly assumedSeasonality: boolean;
}

/** The answer for one ModelDeployment. `plan` is null when something it rests on is unknown (see findings). */
export interface DeploymentForecast {
  readonly name: string;
  readonly deployment: ModelDeployment;
  readonly verdict: Verdict;
  readonly plan: ResolvedPlan | null;
  readonly traffic: TrafficForecast | null;
  readonly capacity: {
    /** Closed-form throughput of one replica and of the largest fleet, requests/s at this traffic's lengths. */
    readonly requestsPerSecondPerReplica: number | null;
    readonly fleetRequestsPerSecond: number | null;
    readonly kvTokens: number | null;
    readonly fullContexts: number | null;
    readonly meanKvUse: number | null;
    readonly peakUtilization: number | null;
  };
  readonly latency: { readonly ttftMs: Percentiles; readonly tpotMs: Percentiles; readonly e2eMs: Percentiles };
  readonly errorRate: number | null;
  /** Share of requests that find no replica ready. */
  readonly coldStartShare: number | null;
  readonly slo: readonly SloForecast[];
  readonly cost: CostForecast;
  readonly replicas: { readonly min: number; readonly mean: number; readonly max: number } | null;
  readonly windows: readonly WindowForecast[];
  /** Null where nothing was simulated. */
  readonly worstHour: WorstHour | null;
  readonly findings: readonly Finding[];
  readonly assumptions: readonly Assumption[];
  readonly coverage: Coverage;
}
