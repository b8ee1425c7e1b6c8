import { holdsReplica, replicasPerMachine } from "../../cost/monthly.ts";
import { calibrated } from "../calibrated-plan.ts";
import { priceOfCapacity } from "../price-of.ts";
import type { PlanRequest } from "../request.ts";
import { resolve } from "../resolve.ts";
import { hardwareOf } from "../setting.ts";
import type { Arm, Space } from "./arm.ts";
import { type Line, lineOfScaling } from "./fleets.ts";

/** The file's own plan as a line of one fleet, so that nothing dearer is recommended than what stands there and holds. None where
 *  its machine, price or speed is not known or it does not fit. */
export function ownLine(request: PlanRequest, space: Space): readonly Line[] {
  const { deployment } = request;
  const resolved = resolve(deployment);
  if (resolved.kind !== "resolved" || !resolved.plan.memory.fits || !isAllowed(resolved.plan.weights, space)) return [];
  const usd = priceOfCapacity(resolved, deployment.platform);
  const predicted = hardwareOf(resolved);
  if (usd === null || predicted.kind === "refused") return [];
  const { hardware, used } = calibrated(predicted, resolved.plan, request);
  if (used === null && deployment.engine.calibration !== null) return [];
  const { gpusPerReplica: gpus, memory } = resolved.plan;
  const needs = { gpus, memory: memory.host.request };
  const { platform, shape } = resolved;
  // One replica at least is what nobody asked for: a file may sleep.
  const isTooFew = space.minReplicas > 1 && resolved.plan.replicas.min < space.minReplicas;
  if (isTooFew || !holdsReplica(platform, shape, needs)) return [];
  const perNode = replicasPerMachine(platform, shape, needs);
  const arm: Arm = {
    ...{ index: -1, deployment, resolved, hardware, perNode },
    ...{ nodeUsdPerHour: usd, sharesNodes: space.sharesNodes, mostPerReplica: Infinity, changes: -1 },
  };
  return lineOfScaling(arm, deployment.scaling, space);
}

const isAllowed = (weights: NonNullable<Space["weights"]>[number], space: Space): boolean =>
  space.weights === null || space.weights.includes(weights);
