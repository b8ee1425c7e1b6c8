import { editsBetween } from "../nearest-name.ts";

/** How an arrival column tells time. `timestamp` is RFC 3339 or close to it; without a zone it is UTC. */
export type Clock = "seconds" | "milliseconds" | "timestamp";

/** One way to lay out a request log. Column names are lower case; a file's own are compared in lower case. */
export interface Layout {
  readonly id: string;
  /** Accepted arrival columns and how to read each; the first one present wins. */
  readonly arrival: Readonly<Record<string, Clock>>;
  readonly input: string;
  readonly output: string;
  /** Read when present. */
  readonly requestId: string | null;
  readonly prefix: { readonly id: string; readonly tokens: string } | null;
  /** What this source cannot show, for the report. */
  readonly note: string | null;
}

/** Positions of the columns that are read; every other column, a prompt above all, stays unread. */
export interface Roles {
  readonly arrival: number;
  readonly clock: Clock;
  readonly input: number;
  readonly output: number;
  readonly requestId: number | null;
  readonly prefix: { readonly id: number; readonly tokens: number } | null;
}

export interface Recognised {
  readonly layout: Layout;
  readonly roles: Roles;
}

/** The first layout all of whose needed columns are there; null when none fits. */
export function recognise(columns: readonly string[], layouts: readonly Layout[]): Recognised | null {
  const names = columns.map((name) => name.toLowerCase());
  for (const layout of layouts) {
    const roles = findRoles(layout, names);
    if (roles !== null) return { layout, roles };
  }
  return null;
}

function findRoles(layout: Layout, names: readonly string[]): Roles | null {
  const position = (name: string | undefined): number | null => {
    const index = name === undefined ? -1 : names.indexOf(name);
    return index === -1 ? null : index;
  };
  const [arrivalName, clock] = Object.entries(layout.arrival).find(([name]) => names.includes(name)) ?? [];
  const arrival = position(arrivalName);
  const input = position(layout.input);
  const output = position(layout.output);
  if (arrival === null || clock === undefined || input === null || output === null) return null;
  const id = position(layout.prefix?.id);
  const tokens = position(layout.prefix?.tokens);
  const prefix = id === null || tokens === null ? null : { id, tokens };
  return { arrival, clock, input, output, requestId: position(layout.requestId ?? undefined), prefix };
}

/** What to say about columns that fit no layout: the layouts there are, the nearest one and what it lacks. */
export function explainUnknown(
  columns: readonly string[],
  layouts: readonly Layout[],
): { wanted: string; advice: string } {
  const wanted = `the columns of one of these layouts: ${layouts.map(describe).join("; ")}`;
  if (columns.length > 0 && columns.every((name) => /^[\s\d.:+TZ-]*$/.test(name))) {
    return { wanted, advice: "The first line holds values, not names: add a header line." };
  }
  const names = columns.map((name) => name.toLowerCase());
  const ranked = layouts
    .map((layout) => ({ layout, lacking: missing(layout, names) }))
    .sort((a, b) => a.lacking.length - b.lacking.length);
  const nearest = ranked[0];
  if (nearest === undefined || nearest.lacking.length === 3) return { wanted, advice: "Rename the columns." };
  const lacks = nearest.lacking.map((alternatives) => alternatives.join(" or ")).join(", ");
  const hints = nearest.lacking.flatMap((alternatives) => renameHint(alternatives, columns));
  return { wanted, advice: [`Nearest is ${nearest.layout.id}, which lacks ${lacks}.`, ...hints].join(" ") };
}

function describe(layout: Layout): string {
  const needed = [Object.keys(layout.arrival).join(" or "), layout.input, layout.output].join(", ");
  return `${layout.id} (${needed})`;
}

function missing(layout: Layout, names: readonly string[]): string[][] {
  return [Object.keys(layout.arrival), [layout.input], [layout.output]].filter(
    (alternatives) => !alternatives.some((name) => names.includes(name)),
  );
}

function renameHint(alternatives: readonly string[], columns: readonly string[]): string[] {
  for (const wanted of alternatives) {
    const near = columns.find((name) => editsBetween(name.toLowerCase(), wanted) <= 2);
    if (near !== undefined) return [`Did you mean ${wanted} by ${near}?`];
  }
  return [];
}
