import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from "js-yaml";
import { isRecord } from "../record.ts";
import { KUBERNETES_SCHEMA } from "./schemas.ts";

const FIRST_AT_THE_TOP = ["apiVersion", "kind", "metadata", "spec"];
const FIRST_IN_METADATA = ["name", "namespace", "labels", "annotations"];

/** Prints a manifest the same way every time, below a comment, quoting whatever a YAML reader could take for something else. */
export function printManifest(manifest: Readonly<Record<string, unknown>>, comment: string | null): string {
  const body = dump(inOrder(manifest), {
    schema: KUBERNETES_SCHEMA,
    lineWidth: -1,
    noRefs: true,
    quoteStyle: "double",
    scalarStyleRules: [quoteTheUnusual, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
  const text = ORDINARY.test(body) ? body : body.replace(INVISIBLE, asEscape);
  return comment === null ? text : `# ${comment}\n${text}`;
}

/** Characters that hide, reorder or break text: controls, format characters, separators, spaces that are not U+0020. */
const INVISIBLE = /(?![ \n])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Zs}]/gu;
/** Nothing of that is in here, and most texts are like this: asking it first is cheap. */
const ORDINARY = /^[\n\x20-\x7e]*$/;
const USUAL = /^[A-Za-z0-9_./][A-Za-z0-9_./:@+=,()<> -]*$/;

/** Only plain words stay unquoted; invisible characters are printed as escapes, which only double quotes can hold. */
const quoteTheUnusual: ScalarStyleRule = (layout) => {
  const text = layout.node.value;
  if (layout.node.tag !== TEXT_TAG) return;
  if (!ORDINARY.test(text) && text.search(INVISIBLE) !== -1) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
  else if (!text.includes("\n") && !USUAL.test(text)) layout.style = styleFor(text);
};

/** Single quotes where the text has double ones and nothing to escape: queries stay readable. */
function styleFor(text: string): typeof SCALAR_STYLE.SINGLE_QUOTED | typeof SCALAR_STYLE.DOUBLE_QUOTED {
  const isSingle = text.includes('"') && !text.includes("'") && !text.includes("\\");
  return isSingle ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
}
const TEXT_TAG = "tag:yaml.org,2002:str";

function asEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, "0");

function inOrder(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ordered = ordering(manifest, FIRST_AT_THE_TOP);
  const metadata = ordered["metadata"];
  if (isRecord(metadata)) ordered["metadata"] = sortMaps(ordering(metadata, FIRST_IN_METADATA));
  return ordered;
}

function sortMaps(metadata: Record<string, unknown>): Record<string, unknown> {
  for (const name of ["labels", "annotations"]) {
    const map = metadata[name];
    if (isRecord(map)) metadata[name] = ordering(map, []);
  }
  return metadata;
}

/** The named keys first, in that order; the rest by code unit, which no locale changes. */
function ordering(record: Readonly<Record<string, unknown>>, first: readonly string[]): Record<string, unknown> {
  const rest = Object.keys(record)
    .filter((key) => !first.includes(key))
    .sort();
  const known = first.filter((key) => Object.hasOwn(record, key));
  return Object.fromEntries([...known, ...rest].map((key) => [key, record[key]]));
}
