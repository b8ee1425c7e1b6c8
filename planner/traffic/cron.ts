/** A cron expression of five fields, as sets. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 = Sunday; 7 is read as 0. */
  readonly weekdays: readonly number[];
  /** Whether the field was `*`: days and weekdays both restricted means either. */
  readonly everyDay: boolean;
  readonly everyWeekday: boolean;
}

/** Why text is no cron expression: the wrong number of fields, or one field that does not read. */
export type CronFault =
  | { readonly kind: "count"; readonly fields: number }
  | {
      readonly kind: "field";
      readonly name: string;
      readonly low: number;
      readonly high: number;
      readonly text: string;
    };

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly words: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** English short names; Sunday is 0. */
export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Field[] = [
  { name: "minute", low: 0, high: 59, words: [] },
  { name: "hour", low: 0, high: 23, words: [] },
  { name: "day of the month", low: 1, high: 31, words: [] },
  { name: "month", low: 1, high: 12, words: MONTHS },
  { name: "day of the week", low: 0, high: 7, words: WEEKDAYS },
];

/**
 * Reads `minute hour day month weekday` (POSIX crontab) with lists, ranges, steps and English short names.
 * Kubernetes and KEDA know no seventh weekday; people do.
 */
export function parseCron(text: string, lastWeekday: 6 | 7 = 7): Cron | CronFault {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return { kind: "count", fields: parts.length };
  const sets = FIELDS.map((field, index) =>
    parseField(parts[index] ?? "", field.high === 7 ? { ...field, high: lastWeekday } : field),
  );
  const wrong = sets.find((set) => "kind" in set);
  if (wrong && "kind" in wrong) return wrong;
  const [minutes, hours, days, months, weekdays] = sets.map((set) => ("kind" in set ? [] : set));
  return {
    minutes: minutes ?? [],
    hours: hours ?? [],
    days: days ?? [],
    months: months ?? [],
    weekdays: [...new Set((weekdays ?? []).map((day) => day % 7))].sort((a, b) => a - b),
    everyDay: isEvery(parts[2]),
    everyWeekday: isEvery(parts[4]),
  };
}

/** Days of each month in a leap year. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether any date matches: 31 February does not. A weekday beside a day means either, and there is always one. */
export function everHappens({ days, months, everyWeekday }: Cron): boolean {
  return !everyWeekday || months.some((month) => days.some((day) => day <= (LONGEST[month - 1] ?? 0)));
}

/** A fault in words, to go behind what is faulty. */
export function explainCronFault(fault: CronFault): string {
  if (fault.kind === "count") return `has ${fault.fields} fields instead of 5`;
  return `\`${fault.text}\` is not a ${fault.name} (${fault.low} to ${fault.high})`;
}

function isEvery(part: string | undefined): boolean {
  return part === "*" || part === "?";
}

function parseField(text: string, field: Field): readonly number[] | CronFault {
  const all = new Set<number>();
  for (const part of text.split(",")) {
    const values = parseRange(part, field);
    if (values === null) return { kind: "field", name: field.name, low: field.low, high: field.high, text };
    for (const value of values) all.add(value);
  }
  return [...all].sort((a, b) => a - b);
}

function parseRange(part: string, field: Field): readonly number[] | null {
  const [span = "", stepText, ...more] = part.split("/");
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (more.length > 0 || step === null || step < 1) return null;
  const [from, to] = boundsOf(span, field, stepText !== undefined);
  if (from === null || to === null || from < field.low || to > field.high || from > to) return null;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function boundsOf(span: string, field: Field, stepped: boolean): readonly [number | null, number | null] {
  if (isEvery(span)) return [field.low, field.name === "day of the week" ? 6 : field.high];
  const [first = "", last, ...more] = span.split("-");
  if (more.length > 0) return [null, null];
  const from = numberIn(first, field);
  if (last !== undefined) return [from, numberIn(last, field)];
  return [from, stepped ? field.high : from];
}

function numberIn(text: string, field: Field): number | null {
  const word = field.words.indexOf(text.toLowerCase());
  return word === -1 ? wholeNumber(text) : word + (field.name === "month" ? 1 : 0);
}

function wholeNumber(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}
