import { everHappens, parseCron } from "../../planner/index.ts";
import { accept, type Leaf, leaf, refuse } from "./leaves.ts";

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
  if (expression.startsWith("@")) return "Write the five fields instead of a name that starts with @.";
  const parsed = parseCron(expression);
  if (!("kind" in parsed)) return everHappens(parsed) ? null : "No such date ever comes: correct the day or the month.";
  if (parsed.kind === "count") {
    return `Write five fields, not ${parsed.fields}; seconds and years have no place here.`;
  }
  return `Check the ${parsed.name} field: ${parsed.low} to ${parsed.high}, lists (1,2), ranges (1-5) or steps (*/5).`;
}
