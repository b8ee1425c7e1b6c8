import {
  DEPLOYED_BEHAVIOUR,
  eventMinimum,
  followsCalendarOnly,
  type Scaling,
  type ScalingMetric,
  scalingTarget,
  type TrafficEvent,
} from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import { type CronWindow, cronWindows } from "../cron-window.ts";
import type { RenderInput, View } from "../input.ts";
import { renderRefusal } from "./account.ts";
import { adapterMetric } from "./adapter.ts";
import { identityView } from "./identity.ts";
import { decimal, prometheusOf, scalingQuery } from "./metrics.ts";

export type Autoscaled = Exclude<Scaling, { mode: "fixed" }>;

/** Data of `kubernetes/horizontal-pod-autoscaler.yaml.hbs`. */
export function horizontalPodAutoscalerView(input: RenderInput): View {
  const scaling = autoscaledOf(input);
  const { metric, value } = scalingTarget(scaling);
  queryOf(input, metric);
  if (scaling.schedule.length > 0) throw renderRefusal("spec.scaling.schedule", RENDERING.scheduleWithHpa);
  return {
    ...identityView(input, "scaling"),
    minReplicas: scaling.minReplicas,
    maxReplicas: scaling.maxReplicas,
    metric: adapterMetric(input.deployment.engine.name, metric),
    averageValue: quantityOf(value),
    behaviour: behaviourView(),
  };
}

/** Data of `kubernetes/scaled-object.yaml.hbs`. */
export function scaledObjectView(input: RenderInput): View {
  const scaling = autoscaledOf(input);
  return {
    ...identityView(input, "scaling"),
    minReplicas: scaling.minReplicas,
    maxReplicas: scaling.maxReplicas,
    fallbackReplicas: Math.max(1, scaling.minReplicas),
    hasFallback: metricTriggers(input, scaling).length > 0,
    pollingInterval: DEPLOYED_BEHAVIOUR.pollingInterval,
    cooldown: DEPLOYED_BEHAVIOUR.cooldown,
    behaviour: behaviourView(),
    triggers: [
      ...metricTriggers(input, scaling),
      ...wakeTriggers(input, scaling),
      ...scheduleTriggers(scaling),
      ...eventTriggers(input, scaling),
    ],
  };
}

function autoscaledOf({ deployment }: RenderInput): Autoscaled {
  if (deployment.scaling.mode === "fixed") throw new Error("a fixed deployment has no autoscaler");
  return deployment.scaling;
}

/** The rules of `DEPLOYED_BEHAVIOUR`, as both kinds of autoscaler write them. */
function behaviourView(): View {
  const rules = (direction: "scaleUp" | "scaleDown") => ({
    stabilizationWindowSeconds: DEPLOYED_BEHAVIOUR[direction].stabilization,
    policies: DEPLOYED_BEHAVIOUR[direction].rules.map(({ type, value, period }) => ({
      type: type === "pods" ? "Pods" : "Percent",
      value: type === "pods" ? value : Math.round(100 * value),
      periodSeconds: period,
    })),
  });
  return { scaleUp: rules("scaleUp"), scaleDown: rules("scaleDown") };
}

interface Trigger {
  readonly type: "prometheus" | "cron";
  readonly name: string;
  readonly metricType: "AverageValue" | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** `mode: scheduled` without a target follows its calendar alone, if it has one. */
function metricTriggers(input: RenderInput, scaling: Autoscaled): readonly Trigger[] {
  if (followsCalendarOnly(scaling)) return [];
  const { metric, value } = scalingTarget(scaling);
  const metadata = {
    serverAddress: prometheusOf(input),
    query: queryOf(input, metric),
    // Asking for a lower load per replica is what keeps the headroom.
    threshold: decimal(value),
    ignoreNullValues: scaling.minReplicas === 0 ? "true" : "false",
  };
  return [{ type: "prometheus", name: metric, metricType: "AverageValue", metadata }];
}

/** More than any query gives: whatever it says, one replica is enough for it. */
const ONE_IS_ENOUGH = "1000000000";

/** At zero replicas the engine exports nothing; what stands in front of it says whether somebody asks. */
function wakeTriggers(input: RenderInput, { wakeUp }: Autoscaled): readonly Trigger[] {
  if (wakeUp === undefined) return [];
  const metadata = {
    serverAddress: prometheusOf(input),
    query: wakeUp,
    threshold: ONE_IS_ENOUGH,
    activationThreshold: "0",
    ignoreNullValues: "true",
  };
  return [{ type: "prometheus", name: "wake-up", metricType: "AverageValue", metadata }];
}

/** Throws when the engine does not measure what the file wants to scale on. */
function queryOf(input: RenderInput, metric: ScalingMetric): string {
  const query = scalingQuery(input, metric);
  if (query !== null) return query;
  throw renderRefusal("spec.scaling.target.metric", RENDERING.metricNotMeasured(metric, input.engine.name));
}

function scheduleTriggers(scaling: Autoscaled): readonly Trigger[] {
  return scaling.schedule.flatMap(({ cron, duration, timezone, minReplicas }, index) => {
    const windows = cronWindows(cron, duration);
    if (typeof windows === "string") {
      throw renderRefusal(`spec.scaling.schedule[${index}]`, RENDERING.windowForKeda(cron, windows));
    }
    return windows.map((window, part) =>
      cronTrigger(`schedule-${index + 1}${suffix(windows, part)}`, { window, timezone, replicas: minReplicas }),
    );
  });
}

/** A known event raises the minimum by its multiplier, early enough for new replicas to be ready when it starts. */
function eventTriggers(input: RenderInput, scaling: Autoscaled): readonly Trigger[] {
  return (input.deployment.traffic?.events ?? []).map((event, index) => {
    const replicas = eventMinimum(scaling, event);
    const window = eventWindow(event, input.plan.startup.p99);
    return cronTrigger(`event-${index + 1}`, { window, timezone: "Etc/UTC", replicas });
  });
}

function eventWindow(event: TrafficEvent, startup: number): CronWindow {
  const start = Date.parse(event.start);
  return { start: dateCron(start - startup * 1000), end: dateCron(start + event.duration * 1000) };
}

/** Cron knows no year: the window comes back next year unless the event is removed. */
function dateCron(milliseconds: number): string {
  const date = new Date(Math.floor(milliseconds / 60_000) * 60_000);
  return `${date.getUTCMinutes()} ${date.getUTCHours()} ${date.getUTCDate()} ${date.getUTCMonth() + 1} *`;
}

interface CronTrigger {
  readonly window: CronWindow;
  readonly timezone: string;
  readonly replicas: number;
}

function cronTrigger(name: string, { window, timezone, replicas }: CronTrigger): Trigger {
  const metadata = { timezone, start: window.start, end: window.end, desiredReplicas: String(replicas) };
  return { type: "cron", name, metricType: null, metadata };
}

const suffix = (windows: readonly CronWindow[], part: number): string => (windows.length > 1 ? `-${part + 1}` : "");

/** Kubernetes writes 3.2 as 3200m. */
function quantityOf(value: number): string {
  return Number.isInteger(value) ? String(value) : `${Math.max(1, Math.round(value * 1000))}m`;
}
