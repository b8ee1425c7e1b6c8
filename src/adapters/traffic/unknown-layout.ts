import { TRAFFIC } from "../../mistakes/traffic.ts";
import { editsBetween } from "../nearest-name.ts";
import { type Layout, neededColumns } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { refuse } from "./refuse.ts";

/** More names than these say no more: nested JSON has hundreds. */
const SHOWN = 30;

/** A file whose columns fit no layout. */
export function unknownLayout(file: Probe, layouts: readonly Layout[]): Error {
  const names = file.columns.map((name) => name || '""');
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), `${names.length - SHOWN} more`] : names;
  const found = names.length === 0 ? "no columns" : `the columns ${shown.join(", ")}`;
  const line = file.kind === "csv" ? file.skip : file.kind === "jsonl" ? file.skip + 1 : null;
  return refuse(file.shown, {
    line,
    found,
    ...TRAFFIC.unknownColumns(layouts.map(describe), adviceOn(file, layouts)),
  });
}

/** The nearest layout and what it lacks. */
function adviceOn({ columns, kind }: Probe, layouts: readonly Layout[]): string {
  if (columns.length === 0 && kind === "jsonl") return TRAFFIC.objectOverLines;
  if (columns.length > 0 && columns.every((name) => /^[\s\d.:+TZ-]*$/.test(name))) return TRAFFIC.headerMissing;
  const names = columns.map((name) => name.toLowerCase());
  const ranked = layouts
    .map((layout) => ({ layout, lacking: missing(layout, names) }))
    .sort((a, b) => a.lacking.length - b.lacking.length);
  const nearest = ranked[0];
  if (nearest === undefined || nearest.lacking.length === neededColumns(nearest.layout).length) {
    return TRAFFIC.nothingNear;
  }
  const lacks = nearest.lacking.map((alternatives) => alternatives.join(" or ")).join(", ");
  const hints = nearest.lacking.flatMap((alternatives) => renameHint(alternatives, columns));
  return TRAFFIC.nearestLayout(nearest.layout.id, lacks, hints);
}

function describe(layout: Layout): string {
  return `${layout.id} (${neededColumns(layout)
    .map((alternatives) => alternatives.join(" or "))
    .join(", ")})`;
}

const missing = (layout: Layout, names: readonly string[]): (readonly string[])[] =>
  neededColumns(layout).filter((alternatives) => !alternatives.some((name) => names.includes(name)));

function renameHint(alternatives: readonly string[], columns: readonly string[]): string[] {
  for (const wanted of alternatives) {
    const near = columns.find((name) => editsBetween(name.toLowerCase(), wanted) <= 2);
    if (near !== undefined) return [`Did you mean ${wanted} by ${near}?`];
  }
  return [];
}
