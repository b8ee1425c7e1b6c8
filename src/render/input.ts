import type { Engine, ModelDeployment, ResolvedPlan, Settings } from "../../planner/index.ts";
import type { Problem } from "../ports/failure.ts";
import type { Origin } from "../ports/origin.ts";

/** The forecast in numbers, rounded to two digits so that noise makes no commit. */
export interface ForecastFigures {
  readonly hourlyUsdPerReplica: number | null;
  readonly replicas: { readonly min: number; readonly mean: number; readonly max: number } | null;
  /** P10 of the quietest hour of the week. */
  readonly leastRequestsPerSecond: number | null;
}

/** Everything a manifest may depend on. Same input, same bytes. */
export interface RenderInput {
  readonly deployment: ModelDeployment;
  readonly plan: ResolvedPlan;
  readonly engine: Engine;
  readonly settings: Settings;
  /** What the forecast says, as short texts; each becomes the annotation `loadline/<key>` of the Application. */
  readonly forecast: Readonly<Record<string, string>>;
  /** What alerts and dashboards compare with; null or left out = not forecast. */
  readonly figures?: ForecastFigures | null;
  /** Where the ModelDeployment came from, and the GitHub Deployment that follows it to the cluster; absent outside of the App. */
  readonly source: Origin & { readonly deploymentId?: string };
  /** File, line and column of a key of the ModelDeployment, for mistakes; left out where nobody knows. */
  readonly stands?: (at: string) => Pick<Problem, "file" | "line" | "column">;
  /** Address of Prometheus as seen from inside the cluster; the operator's, never the pull request's. */
  readonly prometheusUrl?: string | null;
}

/** Data of one template: prepared values, nothing left to decide. */
export type View = Readonly<Record<string, unknown>>;
