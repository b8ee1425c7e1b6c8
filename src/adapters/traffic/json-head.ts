/** Where a value stands in a JSON object: keys below one another, and then, where OpenTelemetry lists attributes as pairs of
 *  key and value, the key of the pair. */
export interface JsonPlace {
  readonly steps: readonly string[];
  readonly attribute: string | null;
}

/** A value in JSON lines, its keys joined by dots, and where it stands. Two places can have one name: a key may hold dots. */
export interface JsonName {
  readonly name: string;
  readonly place: JsonPlace;
}

/** Lines that are looked at: a log may begin with a page of health checks. */
const SAMPLED_LINES = 5000;
/** Names that are kept; more of them would be data used as keys. */
const MOST_NAMES = 2000;
const DEEPEST = 6;

/** What a line of OpenTelemetry's file exporter holds, and the way to its spans. */
const BATCH = { key: "resourceSpans", below: ["scopeSpans", "spans"] } as const;
export const SPANS = `$.${[BATCH.key, ...BATCH.below].map((key) => `${key}[*]`).join(".")}`;

export interface JsonHead {
  readonly names: readonly JsonName[];
  /** Lines hold several spans each. */
  readonly batched: boolean;
}

/** Names in the first lines; a line that is no object adds none, the scan will count it as a bad row. */
export function jsonHead(text: string): JsonHead {
  const names = new Map<string, JsonName>();
  let batched = false;
  for (const line of text.split("\n", SAMPLED_LINES)) {
    const value = objectOf(line);
    if (value === null) continue;
    batched ||= Array.isArray(value[BATCH.key]);
    const records = batched ? spansOf(value) : [value];
    for (const record of records) addNames(names, record, []);
  }
  return { names: [...names.values()], batched };
}

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function objectOf(line: string): Mapping | null {
  try {
    const value: unknown = JSON.parse(line);
    return isMapping(value) ? value : null;
  } catch {
    return null;
  }
}

function spansOf(batch: Mapping): readonly Mapping[] {
  let level: readonly unknown[] = listIn(batch, BATCH.key);
  for (const key of BATCH.below) level = level.flatMap((one) => listIn(one, key));
  return level.filter(isMapping);
}

const listIn = (value: unknown, key: string): readonly unknown[] => {
  const list = isMapping(value) ? value[key] : null;
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
};

function addNames(names: Map<string, JsonName>, value: Mapping, above: readonly string[]): void {
  for (const [key, item] of Object.entries(value)) {
    if (names.size >= MOST_NAMES) return;
    const steps = [...above, key];
    if (isMapping(item) && steps.length < DEEPEST) addNames(names, item, steps);
    else if (Array.isArray(item) && item.some(isAttribute)) addAttributes(names, item, steps);
    else addName(names, steps.join("."), { steps, attribute: null });
  }
}

const isAttribute = (item: unknown): item is { readonly key: string } =>
  isMapping(item) && typeof item["key"] === "string" && "value" in item;

function addAttributes(names: Map<string, JsonName>, list: readonly unknown[], steps: readonly string[]): void {
  for (const { key } of list.filter(isAttribute)) addName(names, [...steps, key].join("."), { steps, attribute: key });
}

function addName(names: Map<string, JsonName>, name: string, place: JsonPlace): void {
  const key = JSON.stringify(place);
  if (!names.has(key)) names.set(key, { name, place });
}

/** The outermost keys of a JSON object of which only the beginning is there. */
export function outermostKeys(text: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[{}\]]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && token.endsWith(":")) keys.push(token.slice(1, token.lastIndexOf('"')));
    if (depth === 0) break;
  }
  return keys;
}
