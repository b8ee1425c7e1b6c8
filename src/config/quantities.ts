import type { Bytes, Seconds } from "../../planner/index.ts";
import { VALUES } from "../mistakes/values.ts";
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
  if (typeof value === "number") return refuse(VALUES.unitOfTimeMissing(String(value)));
  if (typeof value !== "string") return refuse(VALUES.noQuantity);
  const match = /^(\d{1,15}(?:\.\d{1,15})?)(ms|s|m|h|d)$/.exec(value);
  if (match === null) return refuse(adviseDuration(value));
  const seconds = (Number(match[1]) * (MILLISECONDS[match[2] ?? ""] ?? Number.NaN)) / 1000;
  if (least === "positive" && seconds === 0) return refuse(VALUES.noTime);
  if (seconds > LONGEST_DAYS * 86_400) return refuse(VALUES.tooLate);
  return accept(seconds as Seconds);
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
  if (/^\d{4}-\d\d-\d\d/.test(text)) return VALUES.dateForDuration;
  if (loose === null) return VALUES.severalUnits;
  const [, digits = "", word = ""] = loose;
  if (word === "") return VALUES.unitOfTimeMissing(digits);
  const lower = word.toLowerCase();
  const unit = MILLISECONDS[lower] === undefined ? OTHER_UNITS[lower] : lower;
  return unit === undefined ? VALUES.noUnitOfTime : VALUES.write(`${digits}${unit}`);
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
      return inside ? share : refuse(VALUES.shareOutside(range));
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
    return refuse(VALUES.percentMissing(value));
  }
  if (typeof value !== "string") return refuse(VALUES.noShare);
  const match = /^(-?\d{1,12}(?:\.\d{1,12})?)(\s*%?)$/.exec(value);
  if (match === null) return refuse(VALUES.noPercent);
  if (match[2] === "%") return accept(Number(`${match[1]}e-2`));
  return refuse(VALUES.spacedPercent(match[1] ?? ""));
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
  if (typeof value === "number") return refuse(VALUES.unitOfSizeMissing(value));
  if (typeof value !== "string") return refuse(VALUES.noQuantity);
  const match = /^(\d{1,12}(?:\.\d{1,9})?)(Ki|Mi|Gi|Ti|k|M|G|T)$/.exec(value);
  if (match === null) return refuse(adviseSize(value));
  return accept(Math.round(Number(match[1]) * (SIZE_UNITS[match[2] ?? ""] ?? Number.NaN)) as Bytes);
}

function adviseSize(text: string): string {
  const loose = /^(\d{1,12}(?:\.\d{1,9})?)\s*([KMGT])i?B?$/i.exec(text);
  return loose === null ? VALUES.severalSizes : VALUES.write(`${loose[1]}${loose[2]?.toUpperCase()}i`);
}
