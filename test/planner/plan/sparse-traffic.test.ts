import { describe, expect, it } from "vitest";
import {
  type DeploymentForecast,
  type ModelDeployment,
  type Platform,
  stream,
  type TrafficHistory,
} from "../../../planner/domain/index.ts";
import { forecastDeployment } from "../../../planner/plan/forecast-deployment.ts";
import { platforms } from "../../../planner/platforms/index.generated.ts";
import { DAY, HOUR } from "../../../planner/units/index.ts";
import { workloadOf } from "../../support/simulation.ts";
import { deployment, history, NOW, question } from "./question.ts";

const MONTH = 730;
const SEEDS = [1, 2, 3, 4, 5];

/** One replica of fp8 weights that sleeps when nobody asks. */
function sleeper(name: string, region: string, instance: string): ModelDeployment {
  return {
    ...deployment,
    model: { ...deployment.model, weights: "fp8" },
    platform: { name, region, instance, tensorParallel: 1, capacity: "on-demand" },
    scaling: { mode: "keda", minReplicas: 0, maxReplicas: 2, headroom: 0, target: null, schedule: [] },
    slo: { latency: [], errorRate: null, confidence: 0.9 },
  };
}

function forecastOf(asleep: ModelDeployment, traffic: TrafficHistory, seed: number): DeploymentForecast {
  const answer = forecastDeployment(question({ deployment: asleep, history: traffic, seed }));
  if (answer.kind !== "forecast") throw new Error(answer.kind);
  return answer.forecast;
}

const usdOf = ({ cost }: DeploymentForecast): number => cost.monthlyUsd?.p50 ?? Number.NaN;

/** Requests at random, so many an hour at any time of four weeks. */
function atRandom(perHour: number): TrafficHistory {
  const random = stream(1, "sparse");
  const duration = 28 * DAY;
  const requests = [];
  for (let at = random.exponential() / perHour; at * HOUR < duration; at += random.exponential() / perHour) {
    requests.push({ arrival: at * HOUR, input: 800, output: 150 });
  }
  const rows = { read: requests.length, bad: 0 };
  return {
    ...{ workload: workloadOf(requests), epoch: NOW - duration, duration, format: "plain", rows },
    ...{ rates: null, stampSeconds: null, burstiness: null, gaps: [] },
  };
}

const PLACE: Platform = platforms["hf-endpoints"];

describe("the bill of a fleet that sleeps between a few requests an hour", () => {
  const places = [
    ["hf-endpoints", "aws", "nvidia-l4-x1"],
    ["eks", "us-east-1", "g6.xlarge"],
  ] as const;

  it.each(places)("is the same from seed to seed, within a tenth: %s", (name, region, instance) => {
    for (const perDay of [72, 150]) {
      const bills = SEEDS.map((seed) => usdOf(forecastOf(sleeper(name, region, instance), history(perDay), seed)));
      const mean = bills.reduce((sum, usd) => sum + usd, 0) / bills.length;
      for (const usd of bills) expect(Math.abs(usd / mean - 1), `${perDay} a day: $${usd}`).toBeLessThan(0.1);
    }
  });

  it.each([1, 3])(
    "is the share of time within which requests at random keep a replica awake: %i an hour",
    (perHour) => {
      const { toZeroAfter, interval = 0 } = PLACE.scaling?.value ?? {};
      const forecast = forecastOf(sleeper(...places[0]), atRandom(perHour), 1);
      // Somebody asks within the time to zero of the last request, and the place looks only now and then.
      const idle = (toZeroAfter ?? 0) + interval / 2;
      const awake = forecast.windows.reduce(
        (sum, { weight, requestsPerSecond: rate }) => sum + weight * (1 - Math.exp(-rate * idle)),
        0,
      );
      // An L4 is $0.80 an hour.
      const expected = 0.8 * MONTH * awake;
      expect(awake).toBeLessThan(0.95);
      expect(Math.abs(usdOf(forecast) / expected - 1), `$${usdOf(forecast)} against $${expected}`).toBeLessThan(0.08);
    },
  );
});
