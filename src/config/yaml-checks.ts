import {
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
  YAML11_SCHEMA,
} from "js-yaml";
import { YAML } from "../mistakes/yaml.ts";
import type { Mistake } from "../ports/failure.ts";
import { type KeyPath, showSource, showText } from "./show.ts";
import { keyText, type Tree, type TreeNode } from "./yaml-tree.ts";

/** A mistake at an offset of the text. */
export interface TextProblem extends Mistake {
  readonly offset: number;
  readonly at: KeyPath;
}

/** More values than any file of one mebibyte needs; a few aliases of aliases reach billions. */
const MOST_VALUES = 200_000;

/** What the YAML grammar allows and a reader must not: repeated keys, bombs, and words two YAML versions read differently. */
export function checkTree(tree: Tree, text: string, permit: (path: KeyPath) => boolean): TextProblem[] {
  const problems: TextProblem[] = tree.aliasProblems.map(explainAlias);
  const { weight } = tree.root;
  if (weight > MOST_VALUES) problems.push({ offset: 0, at: [], ...YAML.tooManyValues(weight, MOST_VALUES) });
  const plain: PlainScalar[] = [];
  walk({ text, problems, plain }, tree.root, []);
  return [...problems, ...readTwoWays(plain, text, permit)];
}

interface PlainScalar {
  readonly event: ScalarEvent;
  readonly path: KeyPath;
}

interface Walk {
  readonly text: string;
  readonly problems: TextProblem[];
  readonly plain: PlainScalar[];
}

function walk(state: Walk, node: TreeNode, path: KeyPath): void {
  if (node.kind === "scalar") notePlain(state, node.event, path);
  if (node.kind === "sequence") node.items.forEach((item, index) => void walk(state, item, [...path, index]));
  if (node.kind === "mapping") walkMapping(state, node, path);
}

function notePlain(state: Walk, event: ScalarEvent, path: KeyPath): void {
  const written = event.valueStart >= 0 && event.tagStart < 0;
  if (written && event.style === SCALAR_STYLE.PLAIN) state.plain.push({ event, path });
}

function walkMapping(state: Walk, node: Extract<TreeNode, { kind: "mapping" }>, path: KeyPath): void {
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const name = keyText(key, state.text);
    if (name === null) {
      state.problems.push(keyIsNoText(key, node.start, path));
      continue;
    }
    const at = [...path, name];
    const offset = Math.max(key.start, 0);
    if (seen.has(name)) state.problems.push({ offset, at, ...YAML.repeatedKey(showText(name)) });
    else if (name === "__proto__" || name === "<<") state.problems.push(refusedKey(name, offset, at));
    else walk(state, key, at);
    seen.add(name);
    walk(state, value, at);
  }
}

function readTwoWays(plain: readonly PlainScalar[], text: string, permit: Permit): TextProblem[] {
  const events = plain.map(({ event }) => event);
  const core = readAll(events, text, CORE_SCHEMA);
  const older = readAll(events, text, YAML11_SCHEMA);
  return plain.flatMap(({ event, path }, index) => {
    const source = getScalarValue(text, event);
    if (sameReading(source, core[index], older[index]) || (source === "off" && permit(path))) return [];
    return [ambiguousWord(source, event.valueStart, { path, older: older[index], core: core[index] })];
  });
}

type Permit = (path: KeyPath) => boolean;

/** All scalars as one list, so that neither schema sees keys that collide or merge. */
function readAll(scalars: readonly ScalarEvent[], source: string, schema: typeof CORE_SCHEMA): readonly unknown[] {
  const bare = scalars.map((event) => ({ ...event, anchorStart: -1, anchorEnd: -1 }));
  const list: Event[] = [
    { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] },
    { type: EVENT_ID.SEQUENCE, start: 0, anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1, style: 2 },
    ...bare,
    { type: EVENT_ID.POP },
    { type: EVENT_ID.POP },
  ];
  const [values] = constructFromEvents(list, { source, schema });
  return Array.isArray(values) ? values : [];
}

/** YAML 1.1 wants a dot in `7e-8`, but the readers of Kubernetes do not; dates stay text there too. */
function sameReading(source: string, core: unknown, older: unknown): boolean {
  if (Object.is(core, older) || older instanceof Date) return true;
  return typeof core === "number" && /^[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+$/.test(source);
}

interface Readings {
  readonly path: KeyPath;
  readonly older: unknown;
  readonly core: unknown;
}

function ambiguousWord(source: string, offset: number, { path, older, core }: Readings): TextProblem {
  const readings = { core: reading(core), older: reading(older), quoted: showText(source) };
  const isFlag = typeof older === "boolean";
  return { offset, at: path, ...YAML.readTwoWays(showSource(source), { ...readings, isFlag }) };
}

function reading(value: unknown): string {
  return typeof value === "string" ? `the text ${showText(value)}` : String(value);
}

function refusedKey(name: string, offset: number, at: KeyPath): TextProblem {
  const mistake = name === "<<" ? YAML.mergeKey(showText(name)) : YAML.notAName(showText(name));
  return { offset, at, ...mistake };
}

function keyIsNoText(key: TreeNode, parentStart: number, at: KeyPath): TextProblem {
  const kind = key.kind === "alias" ? "an alias" : `a ${key.kind}`;
  return { offset: Math.max(key.start, parentStart, 0), at, ...YAML.keyIsNoText(kind) };
}

function explainAlias({ why, name, start }: Tree["aliasProblems"][number]): TextProblem {
  const mistake = why === "endless" ? YAML.endlessAlias : YAML.unknownAlias;
  return { offset: start, at: [], ...mistake(showSource(name)) };
}
