import { isMap, isScalar, isSeq, parseDocument, type Scalar, stringify } from "yaml";

type Path = readonly (string | number)[];
type Leaf = string | number | boolean | null;

/** A value for a place in a file. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * A file with values replaced where they stand, every other byte as it was. Null where that cannot be: a key is not there, a key
 * would have to leave, or what stands there is no plain value.
 */
export function replacedInPlace(text: string, edits: readonly Edit[]): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const cuts: { from: number; to: number; with: string }[] = [];
  for (const { path, value } of edits) {
    const leaves = leavesOf(document.getIn(path, true), value);
    if (leaves === null) return null;
    for (const { node, leaf } of leaves) {
      const [from, to] = node.range ?? [0, 0];
      if (node.value !== leaf) cuts.push({ from, to, with: asWritten(leaf) });
    }
  }
  return cuts
    .toSorted((a, b) => b.from - a.from)
    .reduce((done, cut) => done.slice(0, cut.from) + cut.with + done.slice(cut.to), text);
}

interface Placed {
  readonly node: Scalar;
  readonly leaf: Leaf;
}

/** Each plain value of a tree with the node it replaces; null where the two have not the same keys. */
function leavesOf(node: unknown, value: unknown): readonly Placed[] | null {
  if (isScalar(node)) return isLeaf(value) && node.type !== "BLOCK_LITERAL" ? [{ node, leaf: value }] : null;
  const wanted = Object.entries(typeof value === "object" && value !== null ? value : {});
  const isSameSize = (isMap(node) || isSeq(node)) && node.items.length === wanted.length && wanted.length > 0;
  if (!isSameSize) return null;
  const found: Placed[] = [];
  for (const [key, part] of wanted) {
    const inner = leavesOf(node.get(isSeq(node) ? Number(key) : key, true), part);
    if (inner === null) return null;
    found.push(...inner);
  }
  return found;
}

const isLeaf = (value: unknown): value is Leaf =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/** Quoted where a reader of YAML 1.1, or a flow map around it, would read something else. */
const asWritten = (leaf: Leaf): string =>
  stringify(leaf, { compat: "yaml-1.1", lineWidth: 0, collectionStyle: "flow" }).trimEnd();

/** A file with values set, new keys included; comments stay. What stands at a parent of a path must be a map. */
export function withValues(text: string, edits: readonly Edit[]): string {
  const document = parseDocument(text);
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
  }
  return document.toString({ compat: "yaml-1.1", lineWidth: 0 } as object);
}
