import {
  drawSpread,
  horizontalPodAutoscaler,
  keda,
  type Random,
  type RequestSeconds,
  type Simulation,
  scheduled,
} from "../../../planner/index.ts";
import type { Scenario, ScenarioAutoscaler, ScenarioFleet } from "../../config/index.ts";

type FleetQuestion = Pick<
  Simulation,
  | "router"
  | "replicas"
  | "autoscaler"
  | "startupSeconds"
  | "queueLimit"
  | "timeout"
  | "retries"
  | "meshSeconds"
  | "gracePeriod"
  | "upkeep"
>;

/** The fleet part of a simulation. `requestSeconds`: what a predicted engine needs before its queue sees a request; null: nothing. */
export function fleetOf(scenario: Scenario, requestSeconds: RequestSeconds | null): FleetQuestion {
  const { fleet, autoscaler, faults } = scenario;
  const { meshLatency, restartEvery, restartStrategy, retries, retryBackoff } = fleet;
  return {
    router: fleet.router,
    replicas: fleet.replicas,
    autoscaler: autoscaler === null ? null : autoscalerOf(autoscaler),
    startupSeconds: (random, kind) => startupOf(fleet, kind, random),
    queueLimit: fleet.queueLimit,
    timeout: fleet.timeout,
    retries: retries === 0 ? null : { most: retries, ...retryBackoff },
    meshSeconds: wayTo(meshLatency, requestSeconds),
    gracePeriod: fleet.gracePeriod,
    upkeep: { faults, restartEvery, restartStrategy, secondsToOutOfMemory: secondsToOutOfMemory(fleet) },
  };
}

/** Through the mesh, then through what stands before the engine. */
function wayTo(
  mesh: ScenarioFleet["meshLatency"],
  requestSeconds: RequestSeconds | null,
): NonNullable<Simulation["meshSeconds"]> | null {
  if (mesh === null && requestSeconds === null) return null;
  return (random, inFlight, inputTokens) =>
    (mesh === null ? 0 : drawSpread(mesh, random)) +
    (requestSeconds === null ? 0 : requestSeconds(inFlight, inputTokens));
}

function secondsToOutOfMemory({ leakPerHour, memoryLimit, memoryAtStart }: ScenarioFleet): number | null {
  if (leakPerHour === null || leakPerHour === 0) return null;
  return ((memoryLimit - (memoryAtStart ?? 0)) / leakPerHour) * 3600;
}

function autoscalerOf(given: ScenarioAutoscaler): Simulation["autoscaler"] {
  const bounds = { min: given.min, max: given.max };
  const minimumAt = (now: number) =>
    given.schedule.reduce((most, entry) => (entry.from <= now && now < entry.to ? Math.max(most, entry.min) : most), 0);
  const { metric, target } = given;
  if (given.kind === "scheduled" || metric === null || target === null) return scheduled(minimumAt, bounds);
  const settings = {
    ...bounds,
    target: { metric, value: target },
    headroom: given.headroom,
    minimumAt,
    behaviour: given,
    activation: given.activation,
    startsAnew: true,
  };
  return given.kind === "hpa" ? horizontalPodAutoscaler(settings) : keda(settings);
}

/** Phases follow one another, each log-normal through its two percentiles. Where a container starts again the node is there
 *  and so is the image. */
function startupOf({ startup }: ScenarioFleet, kind: "new-pod" | "same-node", random: Random) {
  const { provision, pull, load, compile, warmUp } = startup;
  const draw = (phase: typeof load) => (phase === null ? 0 : drawSpread(phase, random));
  const before = kind === "same-node" ? {} : { node: draw(provision), image: draw(pull) };
  return { ...before, process: draw(load) + draw(compile) + draw(warmUp) };
}
