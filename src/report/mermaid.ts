import type { TrafficForecast } from "../../planner/index.ts";
import { fence } from "./markdown.ts";
import { DAYS } from "./time-text.ts";

const POINTS = 14;

/** The first forecast week as a Mermaid chart: the busiest hour of each half day, most likely and at P90. Empty when there
 *  is nothing to draw. Names come from here alone; numbers never have exponents, which Mermaid refuses. */
export function trafficMermaid({ week }: TrafficForecast): string {
  const hours = week.filter(({ p50, p90 }) => Number.isFinite(p50) && Number.isFinite(p90));
  const size = Math.max(1, Math.ceil(hours.length / POINTS));
  const bins = Array.from({ length: Math.ceil(hours.length / size) }, (_, i) => hours.slice(i * size, (i + 1) * size));
  const most = Math.max(0, ...hours.map(({ p90 }) => p90));
  if (bins.length < 2 || most <= 0) return "";
  const peaks = (of: "p50" | "p90") => bins.map((bin) => Math.max(...bin.map((hour) => hour[of])));
  return ratesMermaid({
    what: "busiest hour of each half day",
    labels: bins.map((bin) => label(bin[0]?.start ?? "")),
    lines: [peaks("p50"), peaks("p90")],
  });
}

/** Lines of rates, requests per second. Labels are ours and hold no quotes. */
export function ratesMermaid(drawn: {
  readonly what: string;
  readonly labels: readonly string[];
  readonly lines: readonly (readonly number[])[];
}): string {
  const most = Math.max(...drawn.lines.flat());
  const unit = unitFor(most);
  const chart = [
    "xychart-beta",
    `  title "Requests ${unit.name}, ${drawn.what}"`,
    `  x-axis [${drawn.labels.map((text) => `"${text}"`).join(", ")}]`,
    `  y-axis "requests ${unit.name}" 0 --> ${plainNumber(unit.times * most * 1.1)}`,
    ...drawn.lines.map((line) => `  line [${line.map((value) => plainNumber(unit.times * value)).join(", ")}]`),
  ];
  return fence(chart.join("\n"), "mermaid");
}

/** A unit in which the largest number is not below one. */
export function unitFor(perSecond: number): { readonly name: string; readonly short: string; readonly times: number } {
  if (perSecond >= 1) return { name: "per second", short: "s", times: 1 };
  if (perSecond >= 1 / 60) return { name: "per minute", short: "min", times: 60 };
  return { name: "per hour", short: "h", times: 3600 };
}

/** Three significant digits without an exponent. */
function plainNumber(value: number): string {
  if (value >= 100) return String(Math.min(Math.round(value), 999_999_999));
  return String(Number(value.toFixed(value >= 10 ? 1 : 2)));
}

/** `Mon 12`: day and hour, UTC. */
function label(start: string): string {
  const time = Date.parse(start);
  if (Number.isNaN(time)) return "?";
  const date = new Date(time);
  return `${DAYS[date.getUTCDay()]} ${String(date.getUTCHours()).padStart(2, "0")}`;
}
