import type { Assumption, Fact, ModelDeployment } from "../domain/index.ts";
import { HOST_FACTS } from "../memory/host.ts";
import { WEIGHT_FORMATS } from "../memory/weights.ts";
import type { TrafficProfile } from "../traffic/profile.ts";
import type { Resolved } from "./resolve.ts";
import { STARTUP_FACTS } from "./startup.ts";

/** What a forecast rests on that nobody measured or printed, each with what it rests on itself. */
export function assumptionsOf(
  resolved: Resolved,
  profile: TrafficProfile | null,
  deployment: ModelDeployment,
): readonly Assumption[] {
  const { gpu, engine, platform, plan, shape } = resolved;
  return [
    ...trafficAssumptions(profile),
    ...undisturbed(deployment),
    ...assumedIn(`GPU ${gpu.name}`, { ...gpu, ...gpu.matmul }),
    ...assumedIn(`engine ${engine.name}`, engine.facts),
    ...assumedIn(`weights in ${plan.weights}`, WEIGHT_FORMATS[plan.weights]),
    ...assumedIn(`instance ${deployment.platform.instance}`, { allocatable: shape.allocatable.basis }),
    ...assumedIn("start-up", { ...platform.provisioning, ...STARTUP_FACTS }),
    ...assumedIn("host memory", HOST_FACTS),
  ];
}

function trafficAssumptions(profile: TrafficProfile | null): readonly Assumption[] {
  if (profile === null) return [];
  const assumptions: Assumption[] = [];
  if (profile.seasonality !== "week") {
    const repeated = profile.seasonality === "day" ? "its days are taken to repeat" : "its mean is taken to last";
    assumptions.push(
      assumption(`traffic: the history does not show a whole week, so ${repeated}`, "the history itself"),
    );
  }
  if (profile.spreadAssumed) {
    const percent = Math.round(profile.spread * 100);
    assumptions.push(
      assumption(`traffic: its level is taken to vary by ${percent} % (one standard deviation)`, "no longer history"),
    );
  }
  return assumptions;
}

/** What can take a replica away and is not simulated yet. */
function undisturbed({ maintenance, platform }: ModelDeployment): readonly Assumption[] {
  const said = "not simulated yet";
  const assumptions = [assumption("replicas: no node is lost and no replica crashes", said)];
  if (maintenance !== null) {
    assumptions.push(assumption("replicas: scheduled restarts take no capacity away and cost nothing", said));
  }
  if (platform.capacity === "spot") {
    assumptions.push(assumption("spot: no node is reclaimed, and the price stays what it was on its date", said));
  }
  return assumptions;
}

function assumedIn(subject: string, facts: object): readonly Assumption[] {
  return Object.entries(facts).flatMap(([name, fact]) =>
    isFact(fact) && fact.basis === "assumed"
      ? [
          {
            text: `${subject}: ${words(name)} = ${shown(fact.value)}`,
            basis: fact.basis,
            source: fact.source,
            date: fact.seen,
          },
        ]
      : [],
  );
}

const assumption = (text: string, source: string): Assumption => ({ text, basis: "assumed", source, date: null });

/** `memoryUsable` -> "memory usable". */
const words = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();

function shown(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${shown(part)}`)
    .join(", ");
}

/** Whether something is a number with who says so. */
export function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === "object" && value !== null && "basis" in value && "source" in value && "seen" in value;
}
