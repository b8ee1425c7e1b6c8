import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { initSync, MSTL } from "@bsull/augurs/mstl";
import { courseOf } from "../../planner/traffic/forecast/course.ts";
import { DAY } from "../../planner/units/index.ts";
import { naiveError, score } from "../support/forecast-score.ts";
import { rateSeries } from "../support/rate-series.ts";
import { sharedFolder } from "../support/shared.ts";
import type { Measured } from "./table.ts";

interface Case {
  readonly name: string;
  readonly values: Float64Array;
  readonly period: number;
  /** Windows at the end that are forecast. */
  readonly ahead: number;
}

/** loadline's own forecast beside MSTL with exponential smoothing (@bsull/augurs) and last week again: mean absolute errors. */
export function measureForecasters(): readonly Measured[] {
  const wasm = createRequire(import.meta.url)
    .resolve("@bsull/augurs")
    .replace(/core\.js$/, "mstl_bg.wasm");
  initSync({ module: readFileSync(wasm) });
  return [...serveGen(), ...synthetic()].map(measure);
}

function serveGen(): Case[] {
  const traces = sharedFolder("data/traces");
  if (traces === null) return [];
  const [, ...rows] = readFileSync(join(traces, "servegen/aggregate-m-large.csv"), "utf8").trim().split("\n");
  const values = Float64Array.from(rows, (row) => Number(row.split(",")[1]));
  return [{ name: "ServeGen m-large, 10 days, 4 ahead", values, period: 144, ahead: 4 * 144 }];
}

function synthetic(): Case[] {
  const law = { days: 98, period: 24, seed: 1, noise: 0.2, kind: "drifting" } as const;
  const ahead = 28 * 24;
  return [
    { name: "synthetic, 10 weeks, 4 ahead", values: rateSeries(law), period: 24, ahead },
    { name: "… with a trend of 20 % a month", values: rateSeries({ ...law, trend: 0.2 }), period: 24, ahead },
  ];
}

function measure({ name, values, period, ahead }: Case): Measured {
  const past = values.slice(0, values.length - ahead);
  const actual = values.slice(past.length);
  const course = courseOf({ values: past, windowSeconds: DAY / period, windows: ahead, level: 0.9, trend: true });
  const points = Array.from(course.point, (point, i) => ({
    ...{ point, lower: course.quantile(i, 0.05), upper: course.quantile(i, 0.95) },
  }));
  const own = score(points, actual);
  const naive = naiveError(past, actual, 7 * period);
  const errors = `${own.error.toFixed(2)}, MSTL ${mstl({ past, actual, period }).toFixed(2)}, last week ${naive.toFixed(2)}`;
  const intervals = `90 % intervals hold ${(100 * own.coverage).toFixed(0)} %, ${own.width.toFixed(2)} of a constant band`;
  return { what: `forecast, ${name}: error`, measured: `${errors}; ${intervals}`, mark: "best; 85 to 95 %, < 1" };
}

function mstl({ past, actual, period }: { past: Float64Array; actual: Float64Array; period: number }): number {
  // A second season needs two weeks of it.
  const seasons = past.length >= 14 * period ? [period, 7 * period] : [period];
  const model = MSTL.ets(seasons);
  model.fit(past);
  const points = Array.from(model.predict(actual.length).point, (point) => ({ point, lower: point, upper: point }));
  return score(points, actual).error;
}
