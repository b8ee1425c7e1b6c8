import { accept, type Leaf, leaf, refuse } from "./leaves.ts";

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** The five fields of cron(5); both 0 and 7 are Sunday. */
const FIELDS: readonly Field[] = [
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day of the month", least: 1, most: 31, names: [] },
  { name: "month", least: 1, most: 12, names: MONTHS },
  { name: "day of the week", least: 0, most: 7, names: DAYS },
];

/** A cron expression of five fields. */
export function cron(): Leaf<string> {
  return leaf({
    wanted: 'cron: five fields (minute, hour, day, month, weekday), such as "0 7 * * 1-5"',
    example: '"0 7 * * 1-5"',
    json: { type: "string", pattern: "^\\S+( +\\S+){4}$" },
    read: (value) => {
      if (typeof value !== "string") return refuse("Write the five fields in quotes.");
      const advice = cronMistake(value);
      return advice === null ? accept(value) : refuse(advice);
    },
  });
}

/** What is wrong with a cron expression, as advice; null when nothing is. */
export function cronMistake(expression: string): string | null {
  const parts = expression.trim().split(/ +/);
  if (expression.startsWith("@")) return "Write the five fields instead of a name that starts with @.";
  if (parts.length !== 5) return `Write five fields, not ${parts.length}; seconds and years have no place here.`;
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? "";
    if (!part.split(",").every((item) => isItem(item, field))) {
      return `Check the ${field.name} field: ${field.least} to ${field.most}, lists (1,2), ranges (1-5) or steps (*/5).`;
    }
  }
  return null;
}

function isItem(item: string, field: Field): boolean {
  const [range = "", step, ...rest] = item.split("/");
  if (rest.length > 0 || (step !== undefined && !isStep(step))) return false;
  if (range === "*") return true;
  const [from = "", to, ...more] = range.split("-");
  if (more.length > 0) return false;
  const first = numberIn(from, field);
  const last = to === undefined ? first : numberIn(to, field);
  return first !== null && last !== null && first <= last;
}

function isStep(step: string): boolean {
  return /^[1-9]\d?$/.test(step);
}

function numberIn(word: string, field: Field): number | null {
  const named = field.names.indexOf(word.toLowerCase());
  if (named >= 0) return named + field.least;
  if (!/^\d{1,2}$/.test(word)) return null;
  const value = Number(word);
  return value >= field.least && value <= field.most ? value : null;
}
