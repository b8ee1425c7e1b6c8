import * as z from "zod";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { holidaysSchema } from "./holiday-schema.ts";
import { number, text } from "./leaves.ts";
import { instant } from "./moments.ts";
import { relativePath } from "./names.ts";
import { duration, fraction } from "./quantities.ts";
import { query } from "./query.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";
import { tokenLengths } from "./token-lengths.ts";

/** `spec.traffic`. */
export function trafficSchema() {
  return mapping({
    file: relativePath("traffic file", "traffic/chat.csv").optional().describe("Request log or windowed rates."),
    prometheus: prometheusSchema().optional(),
    start: instant("start of a log with relative times")
      .optional()
      .describe("Dates a log that has only relative times."),
    inputTokens: tokenLengths("prompt tokens", "1024")
      .optional()
      .describe("Prompt length, for a file of rates that does not tell it."),
    outputTokens: tokenLengths("output tokens", "128")
      .optional()
      .describe("Answer length, for a file of rates that does not tell it."),
    burstiness: number({ wanted: "burstiness", example: "1.8", most: 10 })
      .optional()
      .describe(
        "Coefficient of variation of the times between arrivals, for rates that do not tell it: 1 = at random, more = in bursts. Default 1. A log shows its own.",
      ),
    growthPerMonth: fraction({ wanted: "growth a month", example: "8%", least: -0.99, most: 10 })
      .default(0)
      .describe("Growth a month, compounding. Default 0."),
    events: z.array(eventSchema()).default([]).describe("Stretches of time in which traffic is multiplied."),
    holidays: holidaysSchema().default([]),
  })
    .check(consistent(trafficRules))
    .describe("Where the traffic to forecast comes from.");
}

const LENGTHS =
  "a bare selector of a histogram or of a counter of tokens, an expression with buckets by le, or one that gives the mean. Left out: from the engine's metrics that rate names.";

function prometheusSchema() {
  return mapping({
    server: serverName().describe("A name of `prometheus` in loadline.yaml; its address is the operator's."),
    rate: query("rate of requests").describe(
      'Requests per second: an expression that gives one series, or a bare selector of a counter, such as vllm:request_success_total{model_name="chat"}.',
    ),
    inputTokens: query("input tokens").optional().describe(`Tokens of prompts: ${LENGTHS}`),
    outputTokens: query("output tokens").optional().describe(`Tokens of answers: ${LENGTHS}`),
    window: duration("history to read", "28d").prefault("28d").describe("How far back to read."),
  }).describe("Read the history from Prometheus.");
}

/** A name under `prometheus` in the Settings. */
export function serverName() {
  return text({
    wanted: "server: a name of letters, digits, - and _",
    example: "main",
    pattern: /^[A-Za-z0-9][\w-]{0,62}$/,
  });
}

function eventSchema() {
  return mapping({
    name: text({
      wanted: "event name: one line of text",
      example: "sale",
      pattern: /^[^\p{Cc}]*\S[^\p{Cc}]*$/u,
      longest: 100,
    }),
    start: instant("start of the event"),
    duration: duration("length of the event", "20h"),
    multiplier: number({ wanted: "multiplier of the traffic", example: "3.5", most: 1e6 }),
  });
}

interface Sources {
  readonly file?: unknown;
  readonly prometheus?: unknown;
  readonly start?: unknown;
  readonly inputTokens?: unknown;
  readonly outputTokens?: unknown;
}

function trafficRules({ file, prometheus, start, inputTokens, outputTokens }: Sources): readonly Contradiction[] {
  return [
    ...when(file !== undefined && prometheus !== undefined, {
      path: ["prometheus"],
      ...DEPLOYMENT.twoSources,
    }),
    ...when(file === undefined && prometheus === undefined, {
      path: [],
      ...DEPLOYMENT.noSource,
    }),
    ...when((inputTokens === undefined) !== (outputTokens === undefined), {
      path: [inputTokens === undefined ? "outputTokens" : "inputTokens"],
      ...DEPLOYMENT.lengthsOfOneSide,
    }),
    ...when(inputTokens !== undefined && prometheus !== undefined, {
      path: ["inputTokens"],
      ...DEPLOYMENT.lengthsBesidePrometheus,
    }),
    ...when(start !== undefined && prometheus !== undefined, {
      path: ["start"],
      ...DEPLOYMENT.startBesidePrometheus,
    }),
  ];
}

/** `spec.slo`. */
export function sloSchema() {
  return mapping({
    ttft: percentilesSchema("time to first token", "1.5s").optional(),
    tpot: percentilesSchema("time per output token", "60ms").optional(),
    e2e: percentilesSchema("end-to-end latency", "30s").optional(),
    errorRate: fraction({ wanted: "share of requests that may fail", example: "0.1%" })
      .optional()
      .describe("Largest share of requests that may fail."),
    confidence: fraction({ wanted: "confidence", example: "90%", exclusive: true })
      .default(0.9)
      .describe("Wanted probability that each target is met. Default 90%."),
  }).describe("Promises: percentiles of latencies stay at or below limits.");
}

const PERCENTILE = /^p(?:[1-9]|[1-9]\d)(?:\.\d{1,3})?$/;

function percentilesSchema(what: string, example: string) {
  const key = z.string().regex(PERCENTILE, { error: "a percentile from p1 to p99.9, such as p95" });
  return z
    .record(key, duration(`limit of the ${what}`, example))
    .check(consistent(percentileRules))
    .describe(`Limits of the ${what} by percentile, such as p95: ${example}.`);
}

function percentileRules(limits: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const keys = Object.keys(limits);
  const numbers = keys.map(percentileOf);
  return [
    ...when(keys.length === 0, {
      path: [],
      ...DEPLOYMENT.noPercentile,
    }),
    ...keys.flatMap((key, index) => [
      ...when(percentileOf(key) > 99.9, { path: [key], ...DEPLOYMENT.percentileTooHigh }),
      ...when(numbers.indexOf(percentileOf(key)) < index, {
        path: [key],
        ...DEPLOYMENT.repeatedPercentile,
      }),
    ]),
  ];
}

/** 99.9 of `p99.9`. */
export function percentileOf(key: string): number {
  return Number(key.slice(1));
}
