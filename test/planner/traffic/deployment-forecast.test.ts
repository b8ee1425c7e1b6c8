import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelDeployment, TrafficHistory } from "../../../planner/domain/index.ts";
import { outlookOf, trafficAhead } from "../../../planner/plan/outlook.ts";
import { formatInstant } from "../../../planner/traffic/calendar.ts";
import { forecastRates } from "../../../planner/traffic/forecast/forecast-rates.ts";
import { epochOf } from "../../../planner/traffic/profile.ts";
import { DAY, HOUR, seconds } from "../../../planner/units/index.ts";
import { deployment, history, NOW, question } from "../plan/question.ts";

/** What is told of a deployment's traffic, and when it is asked. */
interface Told {
  readonly growthPerMonth: number;
  readonly multiplier: number;
  readonly now: number;
  readonly dated: boolean;
  readonly scale: number;
}

function both({ growthPerMonth, multiplier, now, dated, scale }: Told) {
  const traffic: ModelDeployment["traffic"] = deployment.traffic && {
    ...deployment.traffic,
    growthPerMonth,
    events: [
      { name: "sale", start: formatInstant(now + 3 * DAY), duration: seconds(20 * HOUR), multiplier },
      { name: "past", start: formatInstant(NOW - 5 * DAY), duration: seconds(7 * HOUR), multiplier: 2 },
    ],
    holidays: [{ date: formatInstant(now + 2 * DAY).slice(0, 10), like: "saturday", timezone: "Europe/Berlin" }],
  };
  // Not on the hour, at either end.
  const log: TrafficHistory = { ...history(4000), epoch: dated ? NOW - 14 * DAY + 1234 : null };
  const request = question({ history: log, now, trafficScale: scale, deployment: { ...deployment, traffic } });
  const { hours } = outlookOf(trafficAhead(request, log), () => []);
  const { points } = forecastRates({
    ...{ deployment: "chat", history: { ...log, epoch: epochOf(log, now) }, clockStart: 0, from: now },
    ...{ horizonSeconds: request.horizonSeconds, windowSeconds: HOUR, notes: [] },
    change: { growthPerMonth, events: traffic?.events ?? [], holidays: traffic?.holidays ?? [], scale },
  });
  return { hours, points };
}

describe("the traffic of a deployment", () => {
  it("is forecast by the hour as a plan forecasts it", () => {
    const told = fc.record({
      growthPerMonth: fc.constantFrom(0, 0.08, -0.1),
      multiplier: fc.constantFrom(0.5, 3.5),
      now: fc.constantFrom(NOW, NOW + 5 * DAY, NOW + 60 * DAY),
      dated: fc.boolean(),
      scale: fc.constantFrom(1, 2.5),
    });
    fc.assert(
      fc.property(told, (one) => {
        const { hours, points } = both(one);
        expect(points).toHaveLength(hours.length);
        for (const [i, { start, rate }] of hours.entries()) {
          expect(points[i]?.start).toBe(formatInstant(start));
          expect((points[i]?.point ?? 0) / rate).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});
