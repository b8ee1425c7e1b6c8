import type { Assumption, Fact, ModelDeployment } from "../domain/index.ts";
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
    ...undisturbed(deployment),
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
