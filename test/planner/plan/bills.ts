import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { costForecast } from "../../../planner/plan/cost-forecast.ts";
import { always } from "../../../planner/plan/replica-shares.ts";
import type { PlanRequest } from "../../../planner/plan/request.ts";
import { type Resolved, resolve } from "../../../planner/plan/resolve.ts";
import { deployment as plain, question } from "./question.ts";

export const MONTH = 730;
/** EKS, us-east-1, US dollars an hour (planner/prices/eks.ts). */
export const G5_2XLARGE = 1.212;
export const G5_12XLARGE = 5.672;

export function on(instance: string, changes: Partial<ModelDeployment> = {}): ModelDeployment {
  return { ...plain, platform: { ...plain.platform, region: "us-east-1", instance }, ...changes };
}

export function resolved(deployment: ModelDeployment): Resolved {
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  return found;
}

export interface Share {
  readonly weight: number;
  readonly replicas: number;
}

export const sharesOf = (shares: readonly Share[]) =>
  shares.flatMap(({ weight, replicas }) => always(replicas).map((share) => ({ ...share, weight })));

/** The bill of a fleet that is the same at every design point. */
export function bill(deployment: ModelDeployment, given: readonly Share[], changes: Partial<PlanRequest> = {}) {
  const shares = sharesOf(given);
  const points = { nominal: shares, lowTraffic: shares, highTraffic: shares, fast: shares, slow: shares };
  const request = { ...question(), deployment, ...changes };
  return costForecast({ resolved: resolved(deployment), request, outlook: null }, points);
}
