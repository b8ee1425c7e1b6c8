import { describe, expect, it } from "vitest";
import type { ModelDeployment, TrafficEvent, TrafficHistory } from "../../../planner/domain/index.ts";
import { outlookOf, trafficAhead } from "../../../planner/plan/outlook.ts";
import { trafficFindings } from "../../../planner/plan/traffic-findings.ts";
import { formatInstant } from "../../../planner/traffic/calendar.ts";
import { DAY, HOUR, seconds } from "../../../planner/units/index.ts";
import { deployment, history, NOW, question } from "./question.ts";

function findings(
  given: TrafficHistory,
  changes: { now?: number; events?: readonly TrafficEvent[]; burstiness?: number } = {},
) {
  const { now = NOW, events = [], burstiness = null } = changes;
  const traffic: ModelDeployment["traffic"] = {
    ...{
      source: { kind: "file", file: "chat.csv" },
      start: null,
      lengths: null,
      burstiness,
      holidays: [],
      growthPerMonth: 0,
      events,
    },
  };
  const request = question({ history: given, now, deployment: { ...deployment, traffic } });
  return trafficFindings(
    request,
    outlookOf(trafficAhead(request, given), () => []),
  );
}

const messages = (found: ReturnType<typeof findings>) => found.map(({ id, message }) => `${id}: ${message}`);

describe("what is said of traffic", () => {
  it("is nothing for two fresh weeks", () => {
    expect(findings(history(2000))).toEqual([]);
  });

  it("is that a log shows its own burstiness", () => {
    expect(messages(findings(history(20_000), { burstiness: 2 }))).toEqual([
      "without-effect: the traffic shows its own times between requests: their coefficient of variation is 0.99",
    ]);
    const rates = { windowSeconds: HOUR, rates: new Float64Array(336).fill(1) };
    expect(findings({ ...history(2000), rates }, { burstiness: 2 })).toEqual([]);
    expect(messages(findings({ ...history(2000), rates, burstiness: 1.7 }, { burstiness: 2 }))).toHaveLength(1);
  });

  it("is how little of it there is", () => {
    const assumed = "its seasonality is assumed, not seen";
    expect(messages(findings(history(2000, 3)))).toEqual([`short-history: the history covers 3.0 days: ${assumed}`]);
    expect(messages(findings({ ...history(2000, 1), duration: 5400 }))).toEqual([
      `short-history: the history covers 1.5 hours: ${assumed}`,
    ]);
    expect(messages(findings({ ...history(2000, 1), duration: 1 }))).toEqual([
      `short-history: the history covers 1 min: ${assumed}`,
    ]);
    const holed: TrafficHistory = { ...history(2000), gaps: [[2 * DAY, 12 * DAY]] };
    expect(messages(findings(holed))).toEqual([
      `short-history: the history covers 14.0 days, of which gaps leave 96 hours to be seen: ${assumed}`,
    ]);
  });

  it("is that it ends after the day of the plan, which may be that day itself", () => {
    expect(findings(history(2000), { now: NOW - DAY })).toEqual([]);
    expect(messages(findings(history(2000), { now: NOW - 3 * DAY }))).toEqual([
      "future-traffic: the traffic ends on 2026-11-25, after the day of the plan (2026-11-22)",
    ]);
  });

  it("is how old it is, after a month", () => {
    expect(messages(findings(history(2000), { now: NOW + 30.9 * DAY }))).toEqual([]);
    expect(messages(findings(history(2000), { now: NOW + 40 * DAY }))).toEqual([
      "stale-traffic: the traffic ends 40 days before the plan (2026-11-25)",
    ]);
  });

  it("is which events the forecast does not hold", () => {
    const event = (name: string, day: number): TrafficEvent => ({
      ...{ name, start: formatInstant(NOW + day * DAY), duration: seconds(10 * HOUR), multiplier: 3 },
    });
    const events = [event("launch", -1), event("sale", 3), event("carnival", 70), event("night", 29.9)];
    const found = findings(history(2000), { events });
    expect(messages(found)).toEqual([
      "event-outside: launch is not in the forecast: it is over before 2026-11-25, when the forecast begins; what is learnt from the history is learnt without it",
      "event-outside: carnival is not in the forecast: it begins on 2027-02-03, after the forecast ends on 2026-12-25",
    ]);
    expect(found.map(({ path, severity }) => [...path, severity])).toEqual([
      ["spec", "traffic", "events", 0, "notice"],
      ["spec", "traffic", "events", 2, "notice"],
    ]);
  });
});
