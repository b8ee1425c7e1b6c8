import { DAY, type RateForecast } from "../../../planner/index.ts";
import { unitOf } from "../forecast-periods.ts";
import { aheadOf, windowText } from "../forecast-sentences.ts";
import type { Chart, Layer } from "./chart.ts";
import { html } from "./markup.ts";
import { binned, type Drawn } from "./rate-points.ts";

/** The last week of the history as a line with its gaps, then the forecast with its band. */
export function rateChart(forecast: RateForecast): Chart | null {
  const drawn = binned(forecast);
  if (drawn === null) return null;
  const isDated = drawn.clock === "UTC";
  const { name } = unitOf(forecast);
  const coarse =
    drawn.seconds > forecast.windowSeconds ? ` Each step of a line is a mean over ${windowText(drawn.seconds)}.` : "";
  const clock = isDated ? "UTC" : `in ${drawn.clock} from the end of the history`;
  const level = Math.round(100 * forecast.level);
  return {
    draw: (width) => spec(drawn, { isDated, width }),
    label: `Requests ${name}, the last week seen and the forecast: ${aheadOf(forecast)}.${coarse}`,
    caption: html`Requests ${name}, ${clock}: the last week seen (thin line, broken where data is missing), then the forecast (thick line) and its ${level} % interval (band). ${coarse.trim()}`,
  };
}

function spec(drawn: Drawn, { isDated, width }: { isDated: boolean; width: number }): ReturnType<Chart["draw"]> {
  const isNarrow = width < 500;
  const x = timeAxis(isDated ? dateFormat(drawn, isNarrow) : null, isNarrow);
  const axis = { title: null, tickCount: 5, domain: false, ticks: false, format: ",.4~r" } as const;
  const y = (field: string) => ({ field, type: "quantitative" as const, axis });
  const seen = { values: [...drawn.seen] };
  const ahead = { values: [...drawn.ahead] };
  return {
    width,
    height: isNarrow ? 180 : 260,
    layer: [
      {
        data: seen,
        mark: { type: "line", strokeWidth: 1, color: "var(--muted)" },
        encoding: { x, y: y("point"), detail: { field: "part", type: "nominal" } },
      },
      {
        data: ahead,
        mark: { type: "area", opacity: 0.25, color: "var(--likely)" },
        encoding: { x, y: y("lower"), y2: { field: "upper" } },
      },
      {
        data: ahead,
        mark: { type: "line", strokeWidth: 2, color: "var(--likely)" },
        encoding: { x, y: y("point") },
      },
      ...(drawn.seen.length === 0 ? [] : boundary(drawn.begins, x, !isNarrow)),
    ],
  };
}

const SHORT = 2 * DAY * 1000;

/** Hours where all lies within two days: dates would be the same ones over and over. */
function dateFormat({ seen, ahead }: Drawn, isNarrow: boolean): string {
  const span = (ahead.at(-1)?.time ?? 0) - Math.min(seen[0]?.time ?? Infinity, ahead[0]?.time ?? Infinity);
  if (span <= SHORT) return isNarrow ? "%H:%M" : "%a %H:%M";
  return isNarrow ? "%-d %b" : "%a %-d %b";
}

function timeAxis(format: string | null, isNarrow: boolean) {
  const common = { title: null, tickCount: isNarrow ? 4 : 8, grid: false, labelOverlap: true } as const;
  if (format === null) return { field: "time", type: "quantitative", scale: { nice: false }, axis: common } as const;
  const axis = { ...common, format } as const;
  return { field: "time", type: "temporal", scale: { type: "utc" }, axis } as const;
}

/** Where what was seen ends. */
function boundary(time: number, x: ReturnType<typeof timeAxis>, isNamed: boolean): readonly Layer[] {
  const data = { values: [{ time, text: "forecast →" }] };
  const color = "var(--muted)";
  const rule: Layer = { data, mark: { type: "rule", strokeDash: [6, 4], color }, encoding: { x } };
  const name: Layer = {
    data,
    mark: { type: "text", align: "left", baseline: "top", dx: 5, y: 0, color },
    encoding: { x, text: { field: "text" } },
  };
  return isNamed ? [rule, name] : [rule];
}
