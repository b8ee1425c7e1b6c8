import { everHappens, parseCron } from "../../planner/index.ts";
import { VALUES } from "../mistakes/values.ts";
import { accept, type Leaf, leaf, refuse } from "./leaves.ts";

/** A cron expression of five fields. */
export function cron(): Leaf<string> {
  return leaf({
    wanted: 'cron: five fields (minute, hour, day, month, weekday), such as "0 7 * * 1-5"',
    example: '"0 7 * * 1-5"',
    json: { type: "string", pattern: "^\\S+( +\\S+){4}$" },
    read: (value) => {
      if (typeof value !== "string") return refuse(VALUES.cronWithoutQuotes);
      const advice = cronMistake(value);
      return advice === null ? accept(value) : refuse(advice);
    },
  });
}

/** What is wrong with a cron expression, as advice; null when nothing is. */
export function cronMistake(expression: string): string | null {
  if (expression.startsWith("@")) return VALUES.cronByName;
  const parsed = parseCron(expression);
  if (!("kind" in parsed)) return everHappens(parsed) ? null : VALUES.cronNever;
  if (parsed.kind === "count") return VALUES.otherCount(parsed.fields);
  return VALUES.cronField(parsed);
}
