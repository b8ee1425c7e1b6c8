import {
  drawSpread,
  horizontalPodAutoscaler,
  keda,
  type Random,
  type Simulation,
  scheduled,
} from "../../../planner/index.ts";
import type { Scenario, ScenarioAutoscaler, ScenarioFleet } from "../../config/index.ts";

/** What a scenario asks for that this release does not simulate, in words; null when it does everything. */
export function notYetSimulated(scenario: Scenario): string | null {
  const { fleet, faults } = scenario;
  if (faults.length > 0) return "spec.faults is not simulated yet";
  if (fleet.retries > 0) return "fleet.retries is not simulated yet";
  if (fleet.restartEvery !== null) return "fleet.restartEvery is not simulated yet";
  if (fleet.meshLatency !== null) return "fleet.meshLatency is not simulated yet";
  if (fleet.leakPerHour !== null) return "fleet.leakPerHour is not simulated yet";
  return null;
}

/** The fleet part of a simulation. */
export function fleetOf(
  scenario: Scenario,
): Pick<Simulation, "router" | "replicas" | "autoscaler" | "startupSeconds" | "queueLimit" | "timeout"> {
  const { fleet, autoscaler } = scenario;
  return {
    router: fleet.router,
    replicas: fleet.replicas,
    autoscaler: autoscaler === null ? null : autoscalerOf(autoscaler),
    startupSeconds: (random) => startupOf(fleet, random),
    queueLimit: fleet.queueLimit,
    timeout: fleet.timeout,
  };
}

function autoscalerOf(given: ScenarioAutoscaler): Simulation["autoscaler"] {
  const bounds = { min: given.min, max: given.max };
  const minimumAt = (now: number) =>
    given.schedule.reduce((most, entry) => (entry.from <= now && now < entry.to ? Math.max(most, entry.min) : most), 0);
  const { metric, target } = given;
  if (given.kind === "scheduled" || metric === null || target === null) return scheduled(minimumAt, bounds);
  const settings = { ...bounds, target: { metric, value: target }, headroom: 0, minimumAt, behaviour: given };
  return given.kind === "hpa" ? horizontalPodAutoscaler(settings) : keda(settings);
}

/** Phases follow one another, each log-normal through its two percentiles. */
function startupOf({ startup }: ScenarioFleet, random: Random): number {
  const phases = [startup.provision, startup.pull, startup.load, startup.compile, startup.warmUp];
  return phases.reduce((total, phase) => total + (phase === null ? 0 : drawSpread(phase, random)), 0);
}
