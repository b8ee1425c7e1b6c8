import { expect, it } from "vitest";
import { NO_QUOTA, type TrafficHistory } from "../../../../planner/domain/index.ts";
import { trafficAhead } from "../../../../planner/plan/outlook.ts";
import { advise } from "../../../../planner/plan/search/advise.ts";
import { compare } from "../../../../planner/plan/search/compare.ts";
import { uncheckedTarget } from "../../../../planner/plan/search/unchecked.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, history, question } from "../question.ts";

const slo = {
  latency: [{ metric: "tpot", percentile: 95, limit: seconds(0.06) }],
  errorRate: null,
  confidence: 0.9,
} as const;
const why = "p95 TPOT cannot be checked: no answer of the traffic has more than one token";

function answering(tokens: number): TrafficHistory {
  const seen = history(200);
  const outputTokens = new Int32Array(seen.workload.outputTokens.length).fill(tokens);
  return { ...seen, workload: { ...seen.workload, outputTokens } };
}

const asked = question({ deployment: { ...deployment, slo }, history: answering(1) });

it("a time per output token of answers of one token has no plan and no nearest miss: nobody can say", () => {
  const space = { quota: NO_QUOTA, weights: null, minReplicas: 1, sharesNodes: false } as const;
  const answer = advise(asked, { ...space, tunesEngine: true, tunesScaling: true });
  if (answer.kind !== "advice") throw new Error(answer.kind);
  const { recommendation, nearestMiss, unknown, candidates, current } = answer.advice;
  expect({ recommendation, nearestMiss, unknown }).toEqual({
    recommendation: null,
    nearestMiss: null,
    unknown: [{ kind: "target", message: why }],
  });
  expect(candidates.simulated).toBe(0);
  expect(current).toMatchObject({ verdict: "unknown", slo: [{ probability: null, met: null }] });
});

it("is unknown on every platform that rents machines", () => {
  const answer = compare(asked, NO_QUOTA);
  if (answer.kind !== "comparison") throw new Error(answer.kind);
  const verdicts = answer.comparison.platforms.map(({ verdict, reason }) => `${verdict} ${reason}`);
  expect(new Set(verdicts.filter((text) => !text.startsWith("block Azure Container Instances")))).toEqual(
    new Set([`unknown ${why}`]),
  );
});

it("is of no interest where an answer has two tokens, or nobody knows their length", () => {
  const ahead = (seen: TrafficHistory) => trafficAhead({ ...asked, history: seen }, seen);
  expect(uncheckedTarget(slo, ahead(answering(1)))).toBe(why);
  expect(uncheckedTarget(slo, ahead(answering(2)))).toBeNull();
  const none = new Int32Array(0);
  const unknown = { ...answering(1).workload, outputTokens: none, inputTokens: none, arrivals: new Float64Array(0) };
  expect(uncheckedTarget(slo, { ...ahead(answering(1)), history: { ...history(), workload: unknown } })).toBeNull();
});

it("a latency of no request at all cannot be checked either; without targets nothing is asked", () => {
  const { history: seen, hours } = trafficAhead(asked, answering(2));
  const silent = { history: seen, hours: hours.map((hour) => ({ ...hour, rate: 0 })) };
  expect(uncheckedTarget(slo, silent)).toMatch(/^p95 TPOT cannot be checked: the traffic brings no request/);
  expect(uncheckedTarget({ ...slo, latency: [] }, silent)).toBeNull();
});
