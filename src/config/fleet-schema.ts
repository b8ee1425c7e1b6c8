import * as z from "zod";
import { SCENARIO } from "../mistakes/scenario.ts";
import { choice, integer, number } from "./leaves.ts";
import { duration, fraction, size } from "./quantities.ts";
import { METRICS, shareTooLarge } from "./scaling-schema.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

const ROUTERS = ["round-robin", "least-outstanding", "least-waiting", "prefix-aware"] as const;

/** `spec.fleet` of a Scenario. */
export function fleetSchema() {
  return mapping({
    replicas: integer({ wanted: "replicas", example: "1", least: 0, most: 10_000 })
      .optional()
      .describe("At the beginning. Default 1, or the autoscaler's min where that is more."),
    router: choice("router", ROUTERS).default("round-robin").describe("Default round-robin."),
    queueLimit: integer({ wanted: "queue limit", example: "100", least: 0 })
      .nullable()
      .default(null)
      .describe(
        "Most requests that wait at one replica, and before them all while none is ready; more are rejected. Null = no limit.",
      ),
    timeout: duration("client timeout", "20s").nullable().default(null).describe("Null = clients wait for ever."),
    retries: integer({ wanted: "retries", example: "2", least: 0, most: 100 })
      .default(0)
      .describe("Further attempts of a client after a rejection, a time-out or a lost replica. Default 0."),
    retryBackoff: backoffSchema().prefault({}),
    startup: startupSchema().optional(),
    ...restartKeys(),
    meshLatency: spread("latency added by the service mesh", "2ms")
      .nullable()
      .default(null)
      .describe("Added to each request on its way to a replica."),
    ...leakKeys(),
  })
    .check(
      consistent(({ memoryAtStart, memoryLimit, restartEvery }) => [
        ...when(restartEvery !== null && restartEvery < SHORTEST_ROUND, {
          path: ["restartEvery"],
          ...SCENARIO.restartsTooOften,
        }),
        ...when(memoryLimit === 0, {
          path: ["memoryLimit"],
          ...SCENARIO.noMemory,
        }),
        ...when(memoryLimit > 0 && (memoryAtStart ?? 0) >= memoryLimit, {
          path: ["memoryAtStart"],
          ...SCENARIO.memoryFullAtStart,
        }),
      ]),
    )
    .describe("The replicas and what stands in front of them.");
}

function restartKeys() {
  return {
    restartEvery: duration("time between restarts", "6h")
      .nullable()
      .default(null)
      .describe("All replicas are restarted so often, counted from time 0; null = never."),
    restartStrategy: choice("restart strategy", ["rolling", "recreate"])
      .default("rolling")
      .describe("rolling: one after another, the new one ready first; recreate: all at once. Default rolling."),
    gracePeriod: duration("time to finish what runs", "30s", "zero")
      .nullable()
      .default(null)
      .describe("A replica that must go is killed after this; null = it may finish what it has."),
  };
}

function leakKeys() {
  return {
    leakPerHour: size("host memory lost an hour", "200Mi")
      .nullable()
      .default(null)
      .describe("From the moment a replica is ready; at memoryLimit it is killed (exit code 137)."),
    memoryLimit: size("host memory limit of a replica", "16Gi").prefault("16Gi").describe("Default 16Gi."),
    memoryAtStart: size("host memory of a replica that has just started", "4Gi")
      .nullable()
      .default(null)
      .describe("What a replica uses before it leaks anything; null = nothing."),
  };
}

/** Seconds between restarts of everything; less would only make the simulation long. */
const SHORTEST_ROUND = 10;

/** Defaults of the OpenAI client for Python (openai-python 1.x and 2.x, `_constants.py` and `_base_client.py`). */
function backoffSchema() {
  return mapping({
    first: duration("wait before the first retry", "500ms", "zero").prefault("500ms"),
    longest: duration("longest wait", "8s", "zero").prefault("8s"),
    jitter: fraction({ wanted: "random share taken off", example: "25%", most: 1 }).default(0.25),
  }).describe("Waits between attempts: doubled each time, from `first` up to `longest`.");
}

function startupSchema() {
  const phase = (what: string) => spread(`time to ${what}`, "30s").optional();
  return mapping({
    provision: phase("get a node"),
    pull: phase("pull the image"),
    load: phase("load the weights"),
    compile: phase("compile and capture graphs"),
    warmUp: phase("warm up"),
  }).describe("Phases from the wish for a replica to its first answer.");
}

/** A duration, or two of its percentiles. */
function spread(wanted: string, example: string) {
  const percentile = (name: string) => duration(`${name} of the ${wanted}`, example, "zero");
  const pair = mapping({ p50: percentile("median"), p99: percentile("p99") }).check(
    consistent(({ p50, p99 }) => when(p50 > p99, { path: ["p99"], ...SCENARIO.medianAboveTail })),
  );
  const exact = duration(wanted, example, "zero");
  return z.union([exact, pair], { error: `${example}, or { p50: ${example}, p99: … }` });
}

/** `spec.autoscaler` of a Scenario. Defaults are those of Kubernetes' HPA and of KEDA. */
export function autoscalerSchema() {
  return mapping({
    kind: choice("autoscaler", ["hpa", "keda", "scheduled"]),
    min: integer({ wanted: "fewest replicas", example: "1", least: 0, most: 10_000 }),
    max: integer({ wanted: "most replicas", example: "8", most: 10_000 }),
    metric: choice("metric", METRICS).optional(),
    target: z
      .union([
        number({ wanted: "target value per replica", example: "4", positive: true }),
        fraction({ wanted: "target share", example: "80%", least: 0.001 }),
      ])
      .optional()
      .describe("Value per replica that it holds; a share for kv-use and gpu-utilization."),
    headroom: fraction({ wanted: "headroom", example: "25%", most: 10 })
      .default(0)
      .describe("Replicas kept above what the metric asks for, as a share. Default 0."),
    syncPeriod: duration("sync period", "15s").prefault("15s"),
    tolerance: fraction({ wanted: "tolerance", example: "10%" }).default(0.1),
    scaleUp: behaviour().optional(),
    scaleDown: behaviour().optional(),
    activation: number({ wanted: "activation threshold", example: "0" })
      .default(0)
      .describe("For keda with min 0: the metric above which there is at least one replica. Default 0."),
    pollingInterval: duration("polling interval", "30s").prefault("30s"),
    cooldown: duration("cooldown", "5m", "zero").prefault("5m"),
    schedule: z
      .array(
        mapping({
          from: duration("beginning", "1h", "zero"),
          to: duration("end", "9h"),
          min: integer({ wanted: "fewest replicas meanwhile", example: "4", least: 0, most: 10_000 }),
        }),
      )
      .default([])
      .describe("Minimums on the scenario's own clock."),
  })
    .check(consistent(autoscalerRules))
    .describe("What changes the number of replicas.");
}

function behaviour() {
  return mapping({
    stabilization: duration("stabilization window", "5m", "zero").optional(),
    rules: z
      .array(
        z.discriminatedUnion("type", [
          mapping({
            type: z.literal("pods"),
            value: integer({ wanted: "pods", example: "4", least: 0, most: 10_000 }),
            period: duration("period", "15s"),
          }),
          mapping({
            type: z.literal("percent"),
            value: fraction({ wanted: "share of the replicas", example: "100%", most: 100 }),
            period: duration("period", "15s"),
          }),
        ]),
      )
      .optional(),
  });
}

interface Autoscaler {
  readonly syncPeriod: number;
  readonly pollingInterval: number;
  readonly kind: "hpa" | "keda" | "scheduled";
  readonly min: number;
  readonly max: number;
  readonly metric?: string | undefined;
  readonly target?: number | undefined;
  readonly schedule: readonly { readonly from: number; readonly to: number; readonly min: number }[];
}

function periodRules(periods: Pick<Autoscaler, "syncPeriod" | "pollingInterval">): readonly Contradiction[] {
  return (["syncPeriod", "pollingInterval"] as const).flatMap((key) =>
    when(periods[key] < 1, { path: [key], ...SCENARIO.looksTooOften }),
  );
}

function autoscalerRules({
  kind,
  min,
  max,
  metric,
  target,
  schedule,
  ...periods
}: Autoscaler): readonly Contradiction[] {
  const follows = kind !== "scheduled";
  return [
    ...periodRules(periods),
    ...when(kind === "hpa" && min === 0, {
      path: ["min"],
      ...SCENARIO.zeroWithHpa,
    }),
    ...shareTooLarge(metric ?? "", target ?? 0, ["target"]),
    ...when(min > max, { path: ["min"], ...SCENARIO.minimumAboveMaximum(max) }),
    ...when(follows && metric === undefined, {
      path: ["metric"],
      ...SCENARIO.noMetric,
    }),
    ...when(follows && target === undefined, {
      path: ["target"],
      ...SCENARIO.noTarget,
    }),
    ...when(kind === "scheduled" && schedule.length === 0, {
      path: ["schedule"],
      ...SCENARIO.emptySchedule,
    }),
    ...schedule.flatMap((entry, index) => [
      ...when(entry.from >= entry.to, {
        path: ["schedule", index, "to"],
        ...SCENARIO.endBeforeBeginning,
      }),
      ...when(entry.min > max, {
        path: ["schedule", index, "min"],
        ...SCENARIO.scheduleAboveMaximum(max, entry.min),
      }),
    ]),
  ];
}
