import { type Fields, isRecord } from "../record.ts";
import { printManifest } from "../yaml/print.ts";
import { readYaml } from "../yaml/read.ts";

type Value = unknown;

const HIDDEN = "***";
const SECRET_MAPS = ["data", "stringData"];
const SECRET_VARIABLE = /(?:TOKEN|KEY|PASSWORD|PASSWD|SECRET|CREDENTIALS?)$/i;
/** What could hold a secret although it cannot be read as YAML. */
const SUSPICIOUS = /kind:\s*["']?Secret\b|stringData|(?:TOKEN|PASSWORD|SECRET|_KEY)\b/i;

/** Both sides of a diff without secret values. A value that changed shows as two different stand-ins. */
export function redactPair(before: string | null, after: string | null): readonly [string | null, string | null] {
  const old = secretsIn(before);
  const now = secretsIn(after);
  return [
    before === null ? null : redact(before, (place, value) => standIn(now, { place, value, word: "before" })),
    after === null ? null : redact(after, (place, value) => standIn(old, { place, value, word: "after" })),
  ];
}

interface Found {
  readonly place: string;
  readonly value: Value;
  readonly word: "before" | "after";
}

function standIn(other: ReadonlyMap<string, Value>, { place, value, word }: Found): string {
  const isChanged = other.has(place) && other.get(place) !== value;
  return isChanged ? `${HIDDEN} (${word})` : HIDDEN;
}

type Replace = (place: string, value: Value) => string;

function secretsIn(text: string | null): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  if (text === null) return found;
  redact(text, (place, value) => {
    found.set(place, value);
    return HIDDEN;
  });
  return found;
}

/** Reprints a text with every secret value replaced; a text without any stays as it is, byte for byte. */
function redact(text: string, replace: Replace): string {
  const { documents, problems } = readYaml(text);
  if (isDockerfileText(text)) return hideInstructions(text, replace);
  if (problems.length > 0) return SUSPICIOUS.test(text) ? "# not shown: unreadable, and it may hold secrets\n" : text;
  let count = 0;
  const counting: Replace = (place, value) => {
    count += 1;
    return replace(place, value);
  };
  const parts = documents.map(({ value }, index) => hide(value, `${index}`, counting));
  return count === 0 ? text : parts.map(reprint).join("---\n");
}

/** A first instruction and no kind: what names secrets without holding one, such as a mount of BuildKit's, is shown. */
function isDockerfileText(text: string): boolean {
  const first = text.split("\n").find((line) => line.trim() !== "" && !line.startsWith("#"));
  return /^(?:FROM|ARG)\s+[^:\s]/.test(first ?? "") && !/^\s*(?:kind|data|stringData)\s*:/m.test(text);
}

/** `ENV HF_TOKEN=…`, `ARG`, `HF_TOKEN=… command`: the name stays, what is assigned does not; a path to a file is no secret. */
function hideInstructions(text: string, replace: Replace): string {
  let count = 0;
  return text.replaceAll(ASSIGNMENT, (...[, name, between, value]: readonly string[]) => {
    count += 1;
    return `${name}${between}${replace(`${name}/${count}`, value)}`;
  });
}

const ASSIGNMENT =
  /\b(\w*(?:TOKEN|KEY|PASSWORD|PASSWD|SECRET|CREDENTIALS?))(["']?\s*[=:]\s*|(?<=^(?:ENV|ARG)\s+\w+)\s+)("[^"\n]*"|'[^'\n]*'|[^\s"']+)/gim;

function reprint(value: Value): string {
  return printManifest(isRecord(value) ? value : { value }, "Secret values are not shown.");
}

function hide(value: Value, place: string, replace: Replace): Value {
  if (Array.isArray(value)) return value.map((item, index) => hide(item, `${place}/${index}`, replace));
  if (!isRecord(value)) return value;
  const isSecret = value["kind"] === "Secret";
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const where = `${place}/${key}`;
      if (isSecret && SECRET_MAPS.includes(key)) return [key, hideAll(child, where, replace)];
      return [key, isSecretVariable(value, key) ? replace(where, child) : hide(child, where, replace)];
    }),
  );
}

function hideAll(map: Value, place: string, replace: Replace): Value {
  if (!isRecord(map)) return map === null ? null : replace(place, map);
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, replace(`${place}/${key}`, value)]));
}

/** `{ name: HF_TOKEN, value: … }`. */
function isSecretVariable(record: Fields, key: string): boolean {
  return key === "value" && typeof record["name"] === "string" && SECRET_VARIABLE.test(record["name"]);
}
