import { describe, expect, it } from "vitest";
import type { TrafficHistory } from "../../../planner/domain/index.ts";
import { outlookOf, trafficAhead, trafficForecast } from "../../../planner/plan/outlook.ts";
import { DAY, HOUR, WEEK } from "../../../planner/units/index.ts";
import { history, NOW, question } from "./question.ts";

function outlook(given: TrafficHistory, now = NOW) {
  const request = question({ history: given, now });
  const found = outlookOf(trafficAhead(request, given), () => []);
  return { found, shown: trafficForecast(found, request) };
}

describe("the horizon", () => {
  it("begins now, or when the history ends if that is later, at a full hour", () => {
    const two = history();
    expect(outlook(two, NOW + 10 * HOUR).found.hours[0]?.start).toBe(NOW + 10 * HOUR);
    expect(outlook(two, NOW - WEEK).found.hours[0]?.start).toBe(NOW);
    expect(outlook({ ...two, duration: two.duration - 100 }, NOW - WEEK).found.hours[0]?.start).toBe(NOW);
  });

  it("puts a log without dates on the week before, and shows no date that nobody gave", () => {
    const { found, shown } = outlook({ ...history(2000, 7), epoch: null });
    expect([found.profile.epoch, found.end, found.hours[0]?.start]).toEqual([NOW - WEEK, NOW, NOW]);
    expect(shown.history.end).toBeNull();
    expect(outlook(history()).shown.history.end).toBe("2026-11-25T00:00:00Z");
  });

  it("lets a long log without dates end now, not in a week", () => {
    const { found } = outlook({ ...history(2000, 17), epoch: null, duration: 16.3 * DAY });
    expect(found.profile.epoch).toBe(NOW - 17 * DAY);
    expect(found.end).toBeLessThanOrEqual(NOW);
    expect(found.hours[0]?.start).toBe(NOW);
  });

  it("has as much traffic a month as its hours, with a range around it", () => {
    const { found, shown } = outlook(history());
    const mean = found.hours.reduce((sum, hour) => sum + hour.rate, 0) / found.hours.length;
    expect(shown.requestsPerMonth.p50).toBeCloseTo(mean * 730 * HOUR, 3);
    expect(shown.requestsPerMonth.p10).toBeLessThan(shown.requestsPerMonth.p50);
    expect(shown.requestsPerMonth.p90).toBeGreaterThan(shown.requestsPerMonth.p50);
    const busiest = Math.max(...found.hours.map((hour) => hour.rate));
    expect(shown.peakRequestsPerSecond.p50).toBe(found.strata.at(-1)?.hour.rate);
    expect(shown.peakRequestsPerSecond.p50).toBeGreaterThan(busiest);
  });
});
