import { type Assumption, type Fact, factText, type ModelDeployment } from "../domain/index.ts";
import { HOST_FACTS } from "../memory/host.ts";
import { WEIGHT_FORMATS } from "../memory/weights.ts";
import { holidayWindows } from "../traffic/holidays.ts";
import { HOUR } from "../units/index.ts";
import type { Outlook } from "./outlook.ts";
import type { Resolved } from "./resolve.ts";
import { STARTUP_FACTS } from "./startup.ts";

/** What a forecast rests on that nobody measured or printed, each with what it rests on itself. */
export function assumptionsOf(
  resolved: Resolved,
  outlook: Outlook | null,
  deployment: ModelDeployment,
): readonly Assumption[] {
  const { gpu, engine, platform, plan, shape } = resolved;
  return [
    ...trafficAssumptions(outlook),
    ...holidayAssumptions(outlook, deployment),
    ...disturbances(deployment),
    ...capacityAssumptions(resolved, deployment.platform),
    ...assumedIn(`GPU ${gpu.name}`, { ...gpu, ...gpu.matmul }),
    ...assumedIn(`engine ${engine.name}`, engine.facts),
    ...assumedIn(`weights in ${plan.weights}`, WEIGHT_FORMATS[plan.weights]),
    ...assumedIn(`instance ${deployment.platform.instance}`, { allocatable: shape.allocatable.basis }),
    ...assumedIn("start-up", { ...platform.provisioning, ...STARTUP_FACTS }),
    ...assumedIn("host memory", HOST_FACTS),
  ];
}

function trafficAssumptions(outlook: Outlook | null): readonly Assumption[] {
  if (outlook === null) return [];
  const { profile, expectation, history } = outlook;
  const assumptions: Assumption[] = [...chosenModel(expectation)];
  if (profile.seasonality !== "week") {
    const repeated = profile.seasonality === "day" ? "its days are taken to repeat" : "its mean is taken to last";
    assumptions.push(
      assumption(`traffic: the history does not show a whole week, so ${repeated}`, "the history itself"),
    );
  }
  if (expectation.spreadAssumed) {
    const percent = Math.round(expectation.spread * 100);
    assumptions.push(
      assumption(`traffic: its level is taken to vary by ${percent} % (one standard deviation)`, "no longer history"),
    );
  }
  if (history.rates !== null) assumptions.push(arrivalsInWindows(outlook.burstiness));
  return assumptions;
}

/** Holidays of the horizon, each with the day that it is taken to be like. */
function holidayAssumptions(outlook: Outlook | null, { traffic }: ModelDeployment): readonly Assumption[] {
  const windows = { epoch: outlook?.hours[0]?.start ?? 0, windowSeconds: HOUR, count: outlook?.hours.length ?? 0 };
  const ahead = (traffic?.holidays ?? []).filter((holiday) => holidayWindows([holiday], windows).size > 0);
  return ahead.map(({ date, like }) => {
    const day = `${like.slice(0, 1).toUpperCase()}${like.slice(1)}`;
    return assumption(`traffic: ${date} is taken to be like a ${day}`, "spec.traffic.holidays");
  });
}

/** Rates show no single requests: how those come within a window is told, or taken to be chance. */
function arrivalsInWindows({ cv, from }: Outlook["burstiness"]): Assumption {
  const lengths = "and lengths do not depend on the hour";
  if (from === "nobody") {
    const text = `traffic: within a window requests arrive at random (Poisson), ${lengths}`;
    return assumption(text, "rates show no single requests, and spec.traffic.burstiness is not given");
  }
  const varying = `times between requests have a coefficient of variation of ${Number(cv.toPrecision(3))} (gamma)`;
  const source = from === "traffic" ? "the traffic file" : "spec.traffic.burstiness";
  return assumption(`traffic: within a window ${varying}, ${lengths}`, source);
}

/** Which model of the traffic won on its history, and how far it was off there. */
function chosenModel({ course }: Outlook["expectation"]): readonly Assumption[] {
  const { law, model } = course;
  const tried = course.ranked.find((one) => one.model.id === model.id);
  if (law === null || tried === undefined) return [];
  const off = Math.round((100 * tried.error) / law.scale);
  const held = law.coverage === null ? "" : `; its P10 to P90 held ${Math.round(100 * law.coverage)} % of them`;
  const text = `traffic: forecast as "${model.id}", which was off by ${off} % on average in the hours of the history it had to predict${held}`;
  return [{ text, basis: "measured", source: "the history itself", date: null }];
}

/** What can take a replica away and is not simulated, or only as far as is said. */
function disturbances({ maintenance, platform }: ModelDeployment): readonly Assumption[] {
  const assumptions = [assumption("replicas: no node is lost and no replica crashes", "not simulated")];
  if (maintenance !== null && platform.capacity === "reserved") {
    const text =
      "replicas: a scheduled restart leaves one replica fewer while the next starts, as reserved capacity has no more; a start may then take as long as on a new machine";
    assumptions.push(assumption(text, "maxSurge 0 and maxUnavailable 1; simulated"));
  } else if (maintenance !== null) {
    const text =
      "replicas: scheduled restarts take no capacity away, since the new replica is ready before the old one goes; both are paid meanwhile";
    assumptions.push(assumption(text, "maxSurge 1 and maxUnavailable 0; simulated, its cost counted"));
  }
  return assumptions;
}

/** What prices that move, and machines that are taken back, rest on. */
function capacityAssumptions({ platform }: Resolved, { capacity }: ModelDeployment["platform"]): readonly Assumption[] {
  if (capacity === "spot" && platform.spot !== null) {
    const text = "spot: a machine that is taken back is replaced at once; others are to be had";
    return [assumption(text, "not simulated"), ...stated("spot", platform.spot)];
  }
  if (capacity !== "reserved" || platform.committed === null) return [];
  const { value, source, seen } = platform.committed;
  const text = `reserved: paid at ${share(value.low)} to ${share(value.high)} of the price on demand, the middle of it most likely; terms are individual. The machines of the fewest replicas are committed to and paid all month, whatever runs; what runs above them is paid on demand`;
  return [{ text, basis: "assumed", source, date: seen }];
}

/** All facts of a subject, whoever says them: a range decides what follows from it. */
const stated = (subject: string, facts: object): readonly Assumption[] => listed(subject, facts, () => true);

const share = (fraction: number): string => `${Math.round(100 * fraction)} %`;

const assumedIn = (subject: string, facts: object): readonly Assumption[] =>
  listed(subject, facts, ({ basis }) => basis === "assumed");

function listed(subject: string, facts: object, wanted: (fact: Fact<unknown>) => boolean): readonly Assumption[] {
  return Object.entries(facts).flatMap(([name, fact]) =>
    isFact(fact) && wanted(fact)
      ? [
          {
            text: `${subject}: ${factText(words(name), fact.value)}`,
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

/** Whether something is a number with who says so. */
export function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === "object" && value !== null && "basis" in value && "source" in value && "seen" in value;
}
