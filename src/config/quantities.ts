import type { Bytes, Seconds } from "../../planner/index.ts";
import { accept, type Leaf, leaf, type Reading, refuse } from "./leaves.ts";

/** Milliseconds per unit: dividing by 1000 last keeps `250ms` and `1.5s` exact. */
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_DAYS = 3660;

/** A length of time with its unit: `250ms 1.5s 30m 20h 6d`. */
export function duration(wanted: string, example: string, least: "positive" | "zero" = "positive"): Leaf<Seconds> {
  return leaf({
    wanted: `${wanted}: a duration with its unit (ms, s, m, h, d), such as ${example}`,
    example,
    json: { type: "string", pattern: "^\\d+(\\.\\d+)?(ms|s|m|h|d)$" },
    read: (value) => readDuration(value, least),
  });
}

function readDuration(value: unknown, least: "positive" | "zero"): Reading<Seconds> {
  if (typeof value === "number") return refuse(unitMissing(String(value)));
  if (typeof value !== "string") return refuse("Write a number and its unit.");
  const match = /^(\d{1,15}(?:\.\d{1,15})?)(ms|s|m|h|d)$/.exec(value);
  if (match === null) return refuse(adviseDuration(value));
  const seconds = (Number(match[1]) * (MILLISECONDS[match[2] ?? ""] ?? Number.NaN)) / 1000;
  if (least === "positive" && seconds === 0) return refuse("Write a duration above zero.");
  if (seconds > LONGEST_DAYS * 86_400) return refuse("Write at most ten years.");
  return accept(seconds as Seconds);
}

function unitMissing(digits: string): string {
  return `The unit is missing. Write ${digits}s for seconds, ${digits}ms for milliseconds, or ${digits}m, ${digits}h, ${digits}d.`;
}

const OTHER_UNITS: Readonly<Record<string, string>> = {
  min: "m",
  mins: "m",
  sec: "s",
  secs: "s",
  hr: "h",
  hrs: "h",
  day: "d",
  days: "d",
};

function adviseDuration(text: string): string {
  const loose = /^(\d{1,15}(?:\.\d{1,15})?)\s*([A-Za-z]*)$/.exec(text.trim());
  if (/^\d{4}-\d\d-\d\d/.test(text)) return "Write the time since the beginning, such as 36h, in place of a date.";
  if (loose === null) return "Write one number and one unit, without spaces: 90m instead of 1h30m.";
  const [, digits = "", word = ""] = loose;
  if (word === "") return unitMissing(digits);
  const lower = word.toLowerCase();
  const unit = MILLISECONDS[lower] === undefined ? OTHER_UNITS[lower] : lower;
  return unit === undefined ? "Write one of the units ms, s, m, h, d." : `Write ${digits}${unit}.`;
}

export interface FractionRules {
  readonly wanted: string;
  readonly example: string;
  readonly least?: number;
  /** Above 1 only percentages reach: a bare number is at most 1. */
  readonly most?: number;
  /** Refuses the bounds themselves. */
  readonly exclusive?: boolean;
}

/** A share: `25%`, or a fraction from 0 to 1. */
export function fraction({ wanted, example, least = 0, most = 1, exclusive = false }: FractionRules): Leaf<number> {
  const percents = `${percentOf(least)} ${exclusive ? "to below" : "to"} ${percentOf(most)}`;
  const range = exclusive ? `above ${percents}` : percents;
  const number = { type: "number", ...numberBounds(Math.max(least, -1), Math.min(most, 1), exclusive) };
  return leaf({
    wanted: `${wanted}: a percentage such as ${example}, or a fraction (${range})`,
    example,
    json: { anyOf: [{ type: "string", pattern: "^-?\\d+(\\.\\d+)?%$" }, number] },
    read: (value) => {
      const share = readShare(value);
      if (!share.ok) return share;
      const inside = exclusive
        ? share.value > least && share.value < most
        : share.value >= least && share.value <= most;
      return inside ? share : refuse(`Write a percentage from ${range}.`);
    },
  });
}

function numberBounds(least: number, most: number, exclusive: boolean): Record<string, number> {
  return exclusive ? { exclusiveMinimum: least, exclusiveMaximum: most } : { minimum: least, maximum: most };
}

/** Shifting the decimal point in the text keeps 99.9 % at 0.999. */
function readShare(value: unknown): Reading<number> {
  if (typeof value === "number") {
    if (Math.abs(value) <= 1) return accept(value);
    return refuse(`Write ${value}% if percent is meant; a number without % is a fraction from 0 to 1.`);
  }
  if (typeof value !== "string") return refuse("Write a percentage or a fraction.");
  const match = /^(-?\d{1,12}(?:\.\d{1,12})?)(\s*%?)$/.exec(value);
  if (match === null) return refuse("Write a number and a percent sign.");
  if (match[2] === "%") return accept(Number(`${match[1]}e-2`));
  return refuse(`Write ${match[1]}%, without spaces, or a fraction without quotes.`);
}

function percentOf(share: number): string {
  return `${Number(`${share}e2`)}%`;
}

/** Binary and decimal prefixes, as Kubernetes writes them. */
const SIZE_UNITS: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** A number of bytes with its unit: `16Gi`. */
export function size(wanted: string, example: string): Leaf<Bytes> {
  return leaf({
    wanted: `${wanted}: a size with its unit (Ki, Mi, Gi, Ti), such as ${example}`,
    example,
    json: { type: "string", pattern: "^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)$" },
    read: readSize,
  });
}

function readSize(value: unknown): Reading<Bytes> {
  if (typeof value === "number") return refuse(`The unit is missing. Write ${value}Mi or ${value}Gi.`);
  if (typeof value !== "string") return refuse("Write a number and its unit.");
  const match = /^(\d{1,12}(?:\.\d{1,9})?)(Ki|Mi|Gi|Ti|k|M|G|T)$/.exec(value);
  if (match === null) return refuse(adviseSize(value));
  return accept(Math.round(Number(match[1]) * (SIZE_UNITS[match[2] ?? ""] ?? Number.NaN)) as Bytes);
}

function adviseSize(text: string): string {
  const loose = /^(\d{1,12}(?:\.\d{1,9})?)\s*([KMGT])i?B?$/i.exec(text);
  return loose === null
    ? "Write one number and one unit, without spaces: 16Gi."
    : `Write ${loose[1]}${loose[2]?.toUpperCase()}i.`;
}
