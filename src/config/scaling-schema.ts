import * as z from "zod";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { cron } from "./cron.ts";
import { choice, integer, number } from "./leaves.ts";
import { timezone } from "./moments.ts";
import { duration, fraction } from "./quantities.ts";
import { query } from "./query.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** Signals an autoscaler can follow. CONTRACT.md section 2. */
export const METRICS = ["requests-waiting", "requests-running", "kv-use", "concurrency", "gpu-utilization"] as const;

const RANGE_ADVICE = DEPLOYMENT.rangeWhenFixed;

/** `spec.scaling`. */
export function scalingSchema() {
  const headroom = fraction({ wanted: "headroom", example: "25%", most: 10 })
    .default(0)
    .describe("Extra share of replicas kept above what the metric asks for. Default 0.");
  const fixed = mapping(
    {
      mode: z.literal("fixed"),
      replicas: integer({ wanted: "replicas", example: "2", most: 10_000 }).describe("Replicas, always."),
      headroom,
    },
    { minReplicas: RANGE_ADVICE, maxReplicas: RANGE_ADVICE, target: RANGE_ADVICE, schedule: RANGE_ADVICE },
  );
  const elastic = mapping(
    {
      mode: z.enum(["hpa", "keda", "scheduled"]),
      minReplicas: replicas("fewest replicas").describe("Fewest replicas; 0 only with keda or scheduled."),
      maxReplicas: integer({ wanted: "most replicas", example: "8", most: 10_000 }).describe("Most replicas."),
      headroom,
      target: targetSchema().optional(),
      wakeUp: query("what wakes it up")
        .optional()
        .describe(
          "PromQL that is above zero while somebody asks, of the gateway in front: at zero replicas the engine exports no metric that could wake it. Only with minReplicas: 0.",
        ),
      schedule: z.array(scheduledMinimum()).default([]).describe("Minimums at given times of the week."),
    },
    { replicas: DEPLOYMENT.numberWhenElastic },
  ).check(consistent(elasticRules));
  return z.discriminatedUnion("mode", [fixed, elastic]).describe("How many replicas run, and what decides it.");
}

function replicas(wanted: string) {
  return integer({ wanted, example: "1", least: 0, most: 10_000 });
}

function targetSchema() {
  return mapping({
    metric: choice("metric", METRICS).describe("What the autoscaler looks at."),
    value: z
      .union([number({ wanted: "target value per replica", example: "4", positive: true }), share()])
      .describe("Value per replica that it holds; a share for kv-use and gpu-utilization."),
  })
    .check(consistent(({ metric, value }) => shareTooLarge(metric, value, ["value"])))
    .describe("What the autoscaler holds.");
}

function share() {
  return fraction({ wanted: "target share", example: "80%", least: 0.001 });
}

/** kv-use and gpu-utilization are shares; nothing ever reaches more than the whole. */
export function shareTooLarge(metric: string, value: number, path: Contradiction["path"]): readonly Contradiction[] {
  const isShare = metric === "kv-use" || metric === "gpu-utilization";
  return when(isShare && value > 1, { path, ...DEPLOYMENT.shareAboveWhole(value) });
}

function scheduledMinimum() {
  return mapping({
    cron: cron().describe("When it begins: minute, hour, day, month, weekday."),
    timezone: timezone().default("UTC").describe("Time zone of the cron expression. Default UTC."),
    duration: duration("how long it holds", "12h").describe("How long the minimum holds."),
    minReplicas: replicas("fewest replicas meanwhile").describe("Fewest replicas meanwhile."),
  });
}

interface Elastic {
  readonly mode: "hpa" | "keda" | "scheduled";
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly schedule: readonly { readonly minReplicas: number }[];
  readonly wakeUp?: string | undefined;
}

function elasticRules({ mode, minReplicas, maxReplicas, schedule, wakeUp }: Elastic): readonly Contradiction[] {
  const tooMany = schedule.flatMap((entry, index) =>
    when(entry.minReplicas > maxReplicas, {
      path: ["schedule", index, "minReplicas"],
      ...DEPLOYMENT.scheduleAboveMaximum(maxReplicas, entry.minReplicas),
    }),
  );
  return [
    ...when(mode === "hpa" && minReplicas === 0, {
      path: ["minReplicas"],
      ...DEPLOYMENT.zeroWithHpa,
    }),
    ...when(minReplicas > maxReplicas, {
      path: ["minReplicas"],
      ...DEPLOYMENT.minimumAboveMaximum(maxReplicas),
    }),
    ...when(mode === "scheduled" && schedule.length === 0, {
      path: ["schedule"],
      ...DEPLOYMENT.emptySchedule,
    }),
    ...when(wakeUp !== undefined && minReplicas > 0, {
      path: ["wakeUp"],
      ...DEPLOYMENT.nothingToWake,
    }),
    ...tooMany,
  ];
}
