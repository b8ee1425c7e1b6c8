import { type Unknown, unknownText } from "../../planner/index.ts";

/** What nobody could look at; instances without a price are named together. */
export const unknownReasons = (unknown: readonly Unknown[]): readonly string[] =>
  [...Map.groupBy(unknown, kindOf).values()].map(grouped);

const kindOf = (unknown: Unknown): string =>
  unknown.kind === "price" ? `${unknown.capacity} in ${unknown.region}` : unknown.message;

const NAMED = 3;

function grouped(unknown: readonly Unknown[]): string {
  const [first] = unknown;
  if (first === undefined) return "";
  const names = unknown.flatMap((one) => (one.kind === "price" ? one.instance : []));
  if (first.kind !== "price" || names.length === 1) return unknownText(first);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return unknownText({ ...first, instance: `${names.slice(0, NAMED).join(", ")}${more}` });
}
