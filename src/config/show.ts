/** Where in a document something stands: keys of mappings, indexes of lists. */
export type KeyPath = readonly (string | number)[];

const LONGEST = 80;
const NAMED_KEYS = 5;

/** A value as an error message quotes it: at most 80 characters, nothing in it that a terminal would obey. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (typeof value === "string") return showText(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return showKeys(Object.keys(value));
  return shorten(escapeText(String(value)));
}

/** Text in double quotes, cut to 80 characters and escaped. */
export function showText(text: string): string {
  return `"${shorten(escapeText(text))}"`;
}

/** Text as it is, cut to 80 characters and escaped: for numbers and words as they stand in the file. */
export function showSource(text: string): string {
  return shorten(escapeText(text));
}

/** `spec.scaling.schedule[0].cron`; keys that are not plain words stand in brackets and quotes. */
export function showPath(path: KeyPath): string {
  return path.map(showStep).join("").replace(/^\./, "");
}

function showStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return /^[A-Za-z_][\w-]{0,79}$/.test(step) ? `.${step}` : `[${showText(step)}]`;
}

function showKeys(keys: readonly string[]): string {
  if (keys.length === 0) return "an empty mapping";
  const named = keys.slice(0, NAMED_KEYS).map((key) => shorten(escapeText(key), 24));
  return `a mapping with ${shorten(named.join(", "))}${keys.length > NAMED_KEYS ? ", …" : ""}`;
}

/** Control, format, private and unpaired characters and line separators could move the cursor, hide or reverse text. */
function escapeText(text: string): string {
  const head = text.slice(0, LONGEST * 2);
  return head.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => NAMED_ESCAPES[character] ?? codeEscape(character));
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function codeEscape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function shorten(text: string, longest = LONGEST): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
