/** How an arrival column tells time. `timestamp` is RFC 3339 or close to it, `instant` that or Unix seconds; without a zone
 *  both are UTC. */
export type Clock = "seconds" | "milliseconds" | "nanoseconds" | "timestamp" | "instant";

/** Whether a clock shows dates and nothing else. */
export const isCalendar = (clock: Clock): boolean => clock === "timestamp" || clock === "instant";

/** Where a log tells that requests begin alike: by name and length, or by the blocks of so many tokens each prompt is made of. */
export type PrefixColumns =
  | { readonly kind: "named"; readonly id: string; readonly tokens: string }
  | { readonly kind: "blocks"; readonly ids: string; readonly tokensPerBlock: number };

/** One JSON document that holds all requests: known by its outermost keys, read as a table. */
export interface DocumentTable {
  readonly keys: readonly string[];
  /** DuckDB types of the outermost keys that are read; nothing else of the document is kept. */
  readonly types: Readonly<Record<string, string>>;
  /** SQL from those to one row a request. */
  readonly rows: string;
  /** What the rows' columns are called, in order. */
  readonly columns: readonly string[];
  readonly advice: string;
}

/** What to say of entries that are no requests; null where such an entry is a bad row. */
export interface LeftOut {
  /** Neither input nor output tokens. */
  readonly noUsage: string | null;
  /** Input tokens, but no output. */
  readonly noOutput: string | null;
}

/** One way to lay out a request log. Column names are lower case, as a file's own are compared; JSON keys below one another
 *  are joined by dots. */
export interface RequestLayout {
  readonly kind: "requests";
  readonly id: string;
  /** Accepted arrival columns and how to read each; the first one present wins. */
  readonly arrival: Readonly<Record<string, Clock>>;
  /** Accepted names; where a file has several, the first cell with something in it counts. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  /** Read when present. */
  readonly requestId: string | null;
  readonly prefix: PrefixColumns | null;
  readonly leftOut: LeftOut;
  /** Arrivals are stamped once in so many seconds; null where they are as exact as they look. */
  readonly stampSeconds: number | null;
  readonly document: DocumentTable | null;
  /** What this source cannot show, for the report. */
  readonly note: string | null;
}

/** One way to lay out rates by the window. */
export interface WindowLayout {
  readonly kind: "windows";
  readonly id: string;
  readonly arrival: Readonly<Record<string, Clock>>;
  readonly load: Readonly<Record<string, "perSecond" | "perWindow">>;
  /** Columns that tell this layout from its neighbours. */
  readonly signs: readonly string[];
  /** Mean tokens of the window's requests. Read when both are present. */
  readonly means: { readonly input: string; readonly output: string } | null;
  /** Coefficient of variation of the times between the window's arrivals. Read when present. */
  readonly burstiness: string;
  readonly note: string | null;
}

export type Layout = RequestLayout | WindowLayout;

/** Positions in the file's columns: the first of them with something in it counts. */
export type Field = readonly number[];

/** What is read of a request log; every other column, a prompt above all, stays unread. */
export interface RequestRoles {
  readonly kind: "requests";
  readonly layout: RequestLayout;
  readonly clock: Clock;
  readonly arrival: Field;
  readonly input: Field;
  readonly output: Field;
  readonly requestId: Field | null;
  readonly prefix:
    | { readonly kind: "named"; readonly id: Field; readonly tokens: Field }
    | { readonly kind: "blocks"; readonly ids: Field; readonly tokensPerBlock: number }
    | null;
}

/** What is read of a file of windows. */
export interface WindowRoles {
  readonly kind: "windows";
  readonly layout: WindowLayout;
  readonly clock: Clock;
  readonly arrival: Field;
  readonly load: Field;
  readonly per: "perSecond" | "perWindow";
  readonly means: { readonly input: Field; readonly output: Field } | null;
  readonly burstiness: Field | null;
}

export type Recognised = RequestRoles | WindowRoles;

/** The first layout all of whose needed columns are there; null when none fits. */
export function recognise(columns: readonly string[], layouts: readonly Layout[]): Recognised | null {
  const names = columns.map((name) => name.toLowerCase());
  for (const layout of layouts) {
    const roles = layout.kind === "requests" ? requestRoles(layout, names) : windowRoles(layout, names);
    if (roles !== null) return roles;
  }
  return null;
}

function requestRoles(layout: RequestLayout, names: readonly string[]): RequestRoles | null {
  const time = timeOf(layout.arrival, names);
  const input = field(layout.input, names);
  const output = field(layout.output, names);
  if (time === null || input === null || output === null) return null;
  const requestId = layout.requestId === null ? null : field([layout.requestId], names);
  return { kind: "requests", layout, ...time, input, output, requestId, prefix: prefixOf(layout.prefix, names) };
}

function prefixOf(prefix: PrefixColumns | null, names: readonly string[]): RequestRoles["prefix"] {
  if (prefix === null) return null;
  if (prefix.kind === "blocks") {
    const ids = field([prefix.ids], names);
    return ids === null ? null : { kind: "blocks", ids, tokensPerBlock: prefix.tokensPerBlock };
  }
  const id = field([prefix.id], names);
  const tokens = field([prefix.tokens], names);
  return id === null || tokens === null ? null : { kind: "named", id, tokens };
}

function windowRoles(layout: WindowLayout, names: readonly string[]): WindowRoles | null {
  const time = timeOf(layout.arrival, names);
  const [name, per] = Object.entries(layout.load).find(([one]) => names.includes(one)) ?? [];
  const load = field(name === undefined ? [] : [name], names);
  const isSigned = layout.signs.every((sign) => names.includes(sign));
  if (time === null || load === null || per === undefined || !isSigned) return null;
  const input = field(layout.means === null ? [] : [layout.means.input], names);
  const output = field(layout.means === null ? [] : [layout.means.output], names);
  const means = input === null || output === null ? null : { input, output };
  return { kind: "windows", layout, ...time, load, per, means, burstiness: field([layout.burstiness], names) };
}

function timeOf(arrival: Layout["arrival"], names: readonly string[]): { arrival: Field; clock: Clock } | null {
  const [name, clock] = Object.entries(arrival).find(([one]) => names.includes(one)) ?? [];
  return name === undefined || clock === undefined ? null : { arrival: [names.indexOf(name)], clock };
}

function field(accepted: readonly string[], names: readonly string[]): Field | null {
  const found = accepted.flatMap((name) => names.flatMap((one, index) => (one === name ? [index] : [])));
  return found.length === 0 ? null : found;
}

/** What a layout cannot do without, each with the names that are accepted for it. */
export function neededColumns(layout: Layout): readonly (readonly string[])[] {
  const arrival = Object.keys(layout.arrival);
  if (layout.kind === "requests") return [arrival, layout.input, layout.output];
  return [arrival, Object.keys(layout.load), ...layout.signs.map((sign) => [sign])];
}
