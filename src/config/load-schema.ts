import * as z from "zod";
import { SCENARIO } from "../mistakes/scenario.ts";
import { integer, number } from "./leaves.ts";
import { duration } from "./quantities.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";
import { tokenLengths } from "./token-lengths.ts";

/** `spec.load` of a Scenario: one of closedLoop, poisson, stages. */
export function loadSchema() {
  return mapping({
    closedLoop: closedLoopSchema().optional(),
    poisson: poissonSchema().optional().describe("Random arrivals at one rate."),
    stages: stagesSchema().optional(),
  })
    .check(consistent(exactlyOne))
    .describe("The requests; left out with --requests.");
}

function exactlyOne(load: Readonly<Record<string, unknown>>): readonly Contradiction[] {
  const given = ["closedLoop", "poisson", "stages"].filter((key) => load[key] !== undefined);
  return [
    ...when(given.length === 0, {
      path: [],
      ...SCENARIO.noLoad,
    }),
    ...given.slice(1).map((key) => ({ path: [key], ...SCENARIO.secondLoad(key, given[0] ?? "") })),
  ];
}

function closedLoopSchema() {
  return mapping({
    concurrency: integer({ wanted: "concurrent clients", example: "32", most: 1_000_000 }),
    requests: integer({ wanted: "requests in all", example: "320" }),
    ...lengths(),
  }).describe("Clients that send the next request when the last one is answered.");
}

function poissonSchema() {
  return mapping({
    rate: number({ wanted: "requests per second", example: "2.5", most: 1e6 }),
    duration: duration("length of the load", "600s").optional(),
    requests: integer({ wanted: "requests in all", example: "1000" }).optional(),
    ...lengths(),
  }).check(consistent(poissonRules));
}

interface Poisson {
  readonly rate: number;
  readonly duration?: number | undefined;
  readonly requests?: number | undefined;
}

function poissonRules({ rate, duration, requests }: Poisson): readonly Contradiction[] {
  return [
    ...when(duration === undefined && requests === undefined, {
      path: [],
      ...SCENARIO.endlessLoad,
    }),
    ...when(duration !== undefined && requests !== undefined, {
      path: ["requests"],
      ...SCENARIO.twoEnds,
    }),
    ...when(rate === 0 && requests !== undefined, {
      path: ["rate"],
      ...SCENARIO.requestsAtNoRate,
    }),
  ];
}

function stagesSchema() {
  const stage = z.union([poissonSchema(), mapping({ poisson: poissonSchema() })], {
    error: "{ rate, duration, inputTokens, outputTokens }",
  });
  return z.array(stage).min(1).describe("Loads one after the other.");
}

function lengths() {
  return {
    inputTokens: tokenLengths("prompt tokens", "1024").describe("Prompt length."),
    outputTokens: tokenLengths("output tokens", "128").describe("Answer length."),
  };
}
