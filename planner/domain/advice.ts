import type { Range } from "./cost.ts";
import type { ModelDeployment } from "./deployment.ts";
import type { DeploymentForecast } from "./forecast.ts";
import type { Unknown } from "./unknown.ts";

/** A plan that a search proposes in the place of a deployment's own. */
export interface ProposedPlan {
  /** The file with what would replace its own sections. */
  readonly deployment: ModelDeployment;
  /** What `plan` would say about it. */
  readonly forecast: DeploymentForecast;
  /** "2 x g5.2xlarge, bf16 weights". */
  readonly text: string;
}

/** The cheapest plan that holds, and what to know about it. */
export interface Recommendation extends ProposedPlan {
  /** What keeps it from being cheaper. */
  readonly binding: string;
  readonly headroom: Headroom;
  /** Why replicas are of this size, and what its formats ask of people. */
  readonly remarks: readonly string[];
}

export interface Headroom {
  /** Times the forecast traffic that it carries before a target is missed as forecast. */
  readonly trafficFactor: number;
  /** More was not tried. */
  readonly isMore: boolean;
}

/** A plan that does not hold. */
export interface MissedPlan {
  readonly deployment: ModelDeployment;
  readonly text: string;
  readonly failsOn: string;
  /** US dollars a month, at least. */
  readonly monthlyUsd: number;
}

/** A plan by what people weigh against each other. Milliseconds; null where nothing completes. */
export interface FrontierPoint {
  readonly text: string;
  readonly monthlyUsd: number;
  readonly ttftP95Ms: number | null;
  readonly tpotP95Ms: number | null;
  readonly holds: boolean;
}

/** Why combinations were left out. */
export interface Discarded {
  readonly memory: number;
  readonly throughput: number;
  /** They cost more than what holds, or have no price. */
  readonly price: number;
  /** Hardware without measurements, or what a place refuses. */
  readonly unknown: number;
  /** The trials ended before them, though they may cost less than what was found. */
  readonly untried: number;
}

/** What stage one and two did with the combinations. The counts of the discarded and of the simulated add up to the considered. */
export interface CandidateCounts {
  readonly considered: number;
  readonly discarded: Discarded;
  readonly simulated: number;
}

/** The answer to "is there something better?". */
export interface Advice {
  readonly name: string;
  readonly deployment: ModelDeployment;
  /** The file's own plan as it stands. */
  readonly current: DeploymentForecast;
  readonly recommendation: Recommendation | null;
  /** Where nothing holds, what comes nearest. */
  readonly nearestMiss: MissedPlan | null;
  /** The dearest plan that is cheaper than the recommended one, and why it is not recommended. */
  readonly nextCheaper: MissedPlan | null;
  readonly runnersUp: readonly ProposedPlan[];
  /** Plans that no other beats in both cost and time to first token, the cheapest first. */
  readonly frontier: readonly FrontierPoint[];
  readonly candidates: CandidateCounts;
  readonly unknown: readonly Unknown[];
  /** Plans that are tried at most, where that ended the search; null where it came to its own end. */
  readonly endedAfter: number | null;
}

/** Several deployments that share nodes, a quota and a budget. */
export interface TogetherAdvice {
  readonly feasible: boolean;
  /** One for each deployment, in their order; none where no combination fits. */
  readonly plans: readonly ProposedPlan[];
  readonly nodes: readonly { readonly instance: string; readonly count: number; readonly monthlyUsd: number }[];
  readonly monthlyUsd: number | null;
  /** P10 to P90 of it, over traffic, model error and what prices move between; null where there is no combination. */
  readonly rangeUsd: Range | null;
  readonly budgetUsd: number | null;
  /** Null where it is feasible. */
  readonly failsOn: string | null;
}
