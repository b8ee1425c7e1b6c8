import type { Finding, TrafficEvent } from "../domain/index.ts";
import { formatDate, parseInstant } from "../traffic/calendar.ts";
import { levelChanges } from "../traffic/forecast/changes.ts";
import type { TrafficProfile } from "../traffic/profile.ts";
import { DAY, HOUR } from "../units/index.ts";
import type { Outlook } from "./outlook.ts";
import type { PlanRequest } from "./request.ts";

/** Traffic older than this is said to be old. */
export const STALE_TRAFFIC_DAYS = 30;

/** What the history's length and age say, and which events the horizon does not hold. */
export function trafficFindings(request: PlanRequest, outlook: Outlook): readonly Finding[] {
  const events = request.deployment.traffic?.events ?? [];
  return [
    ...shortHistory(outlook),
    ...staleTraffic(request.now, outlook.end),
    ...futureTraffic(request.now, outlook.end),
    ...levelChanged(outlook),
    ...burstinessUnused(request, outlook),
    ...events.flatMap((event, index) => eventOutside(event, index, outlook)),
  ];
}

function shortHistory({ profile, history }: Outlook): readonly Finding[] {
  if (profile.seasonality === "week") return [];
  return [
    {
      id: "short-history",
      severity: "warning",
      path: ["spec", "traffic"],
      message: `the history covers ${covered(history.duration, profile)}: its seasonality is assumed, not seen`,
      action: "Give at least seven days of traffic without gaps, better four weeks.",
    },
  ];
}

/** How much of traffic was seen, in words; what gaps hide was not. */
function covered(duration: number, { hourly }: TrafficProfile): string {
  const hours = duration / HOUR;
  const seen = hourly.reduce((count, rate) => count + (Number.isNaN(rate) ? 0 : 1), 0);
  if (hours < 1) return `${Math.max(1, Math.round(duration / 60))} min`;
  const text = hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`;
  return seen >= Math.floor(hours) - 1 ? text : `${text}, of which gaps leave ${seen} hours to be seen`;
}

function staleTraffic(now: number, end: number): readonly Finding[] {
  const age = Math.floor((now - end) / DAY);
  if (age <= STALE_TRAFFIC_DAYS) return [];
  return [
    {
      id: "stale-traffic",
      severity: "warning",
      path: ["spec", "traffic"],
      message: `the traffic ends ${age} days before the plan (${formatDate(end)})`,
      action:
        "Give newer traffic. An old log is taken for a sample of today's; growth before the plan counts for 45 days at most.",
    },
  ];
}

/** A history may end in the course of the day that is planned from. */
function futureTraffic(now: number, end: number): readonly Finding[] {
  if (end <= now + DAY) return [];
  return [
    {
      id: "future-traffic",
      severity: "notice",
      path: ["spec", "traffic"],
      message: `the traffic ends on ${formatDate(end)}, after the day of the plan (${formatDate(now)})`,
      action: "Correct spec.traffic.start, the log's clock, or --now.",
    },
  ];
}

/** The last change of level: the weeks before it say less about the weeks to come. */
function levelChanged({ profile }: Outlook): readonly Finding[] {
  const change = levelChanges(profile.hourly, DAY / HOUR).at(-1);
  if (change === undefined) return [];
  return [
    {
      id: "traffic-level-changed",
      severity: "notice",
      path: ["spec", "traffic"],
      message: `around ${formatDate(profile.epoch + change.window * HOUR)} the level of the traffic became ${Number(change.factor.toPrecision(2))} times what it was`,
      action: "If it will last, give a history from then on; if it was an event, name it in spec.traffic.events.",
    },
  ];
}

/** What the traffic shows itself is not overruled. */
function burstinessUnused({ deployment }: PlanRequest, { burstiness }: Outlook): readonly Finding[] {
  if ((deployment.traffic?.burstiness ?? null) === null || burstiness.from === "deployment") return [];
  return [
    {
      id: "without-effect",
      severity: "notice",
      path: ["spec", "traffic", "burstiness"],
      message: `the traffic shows its own times between requests: their coefficient of variation is ${Number(burstiness.cv.toPrecision(2))}`,
      action: "Remove the key: it is for rates that do not tell it.",
    },
  ];
}

/** An event that nobody simulated is said, or its name in the file would look like an answer. */
function eventOutside(event: TrafficEvent, index: number, { hours }: Outlook): readonly Finding[] {
  const from = parseInstant(event.start);
  if (from === null) return [];
  const begin = hours[0]?.start ?? 0;
  const end = (hours.at(-1)?.start ?? 0) + HOUR;
  if (from < end && from + event.duration > begin) return [];
  const isOver = from < begin;
  return [
    {
      id: "event-outside",
      severity: "notice",
      path: ["spec", "traffic", "events", index],
      message: `${event.name} is not in the forecast: ${isOver ? `it is over before ${formatDate(begin)}, when the forecast begins; what is learnt from the history is learnt without it` : `it begins on ${formatDate(from)}, after the forecast ends on ${formatDate(end)}`}`,
      action: isOver
        ? "Keep it if the history shows it; else remove it, or give its next date."
        : "Plan with a longer --horizon to see what it needs.",
    },
  ];
}
