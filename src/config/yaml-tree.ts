import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { KeyPath } from "./show.ts";

/** A node of the document with the offset at which it starts; -1 where nothing is written (`key:` alone). */
export type TreeNode =
  | { readonly kind: "scalar"; readonly start: number; readonly event: ScalarEvent; readonly weight: 1 }
  | { readonly kind: "alias"; readonly start: number; readonly name: string; readonly weight: number }
  | CollectionNode<"mapping", { readonly key: TreeNode; readonly value: TreeNode }>
  | CollectionNode<"sequence", TreeNode>;

interface CollectionNode<Kind, Item> {
  readonly kind: Kind;
  readonly start: number;
  readonly block: boolean;
  readonly items: readonly Item[];
  /** Values this node stands for once aliases are expanded. */
  readonly weight: number;
}

/** What an alias found under its name: nothing, or a node that contains the alias itself. */
export interface AliasProblem {
  readonly start: number;
  readonly name: string;
  readonly why: "unknown" | "endless";
}

export interface Tree {
  readonly root: TreeNode;
  readonly aliasProblems: readonly AliasProblem[];
}

/** The parser's flat events of one document as a tree with offsets. */
export function buildTree(events: readonly Event[], text: string): Tree {
  const cursor: Cursor = { events, text, next: 1, anchors: new Map(), aliasProblems: [] };
  return { root: readNode(cursor), aliasProblems: cursor.aliasProblems };
}

interface Cursor {
  readonly events: readonly Event[];
  readonly text: string;
  next: number;
  /** Weight of each anchored node; "open" while the node is being read. */
  readonly anchors: Map<string, number | "open">;
  readonly aliasProblems: AliasProblem[];
}

type CollectionEvent = Extract<Event, { style: unknown; start: number }>;

function readNode(cursor: Cursor): TreeNode {
  const event = cursor.events[cursor.next++];
  if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
    throw new Error("the YAML parser's events do not form a tree");
  }
  if (event.type === EVENT_ID.ALIAS) return readAlias(cursor, event.anchorStart, event.anchorEnd);
  if (event.type !== EVENT_ID.SCALAR) return readCollection(cursor, event);
  if (event.anchorStart >= 0) cursor.anchors.set(cursor.text.slice(event.anchorStart, event.anchorEnd), 1);
  return { kind: "scalar", start: scalarStart(event), event, weight: 1 };
}

/** Offsets of quoted and block scalars begin after the quote or on the line below the `|`. */
function scalarStart(event: ScalarEvent): number {
  if (event.tagStart >= 0) return event.tagStart;
  if (event.style === SCALAR_STYLE.PLAIN) return event.valueStart;
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return quoted ? event.valueStart - 1 : -1;
}

function readAlias(cursor: Cursor, anchorStart: number, anchorEnd: number): TreeNode {
  const name = cursor.text.slice(anchorStart, anchorEnd);
  const weight = cursor.anchors.get(name);
  const start = anchorStart - 1;
  if (typeof weight === "number") return { kind: "alias", start, name, weight };
  cursor.aliasProblems.push({ start, name, why: weight === "open" ? "endless" : "unknown" });
  return { kind: "alias", start, name, weight: 1 };
}

function readCollection(cursor: Cursor, event: CollectionEvent): TreeNode {
  const anchor = event.anchorStart >= 0 ? cursor.text.slice(event.anchorStart, event.anchorEnd) : null;
  if (anchor !== null) cursor.anchors.set(anchor, "open");
  const node = event.type === EVENT_ID.MAPPING ? readMapping(cursor, event) : readSequence(cursor, event);
  if (anchor !== null) cursor.anchors.set(anchor, node.weight);
  return node;
}

function readMapping(cursor: Cursor, event: CollectionEvent): TreeNode {
  const items: { key: TreeNode; value: TreeNode }[] = [];
  let weight = 1;
  while (!atEnd(cursor)) {
    const item = { key: readNode(cursor), value: readNode(cursor) };
    items.push(item);
    weight += item.key.weight + item.value.weight;
  }
  return { kind: "mapping", start: event.start, block: event.style === COLLECTION_STYLE.BLOCK, items, weight };
}

function readSequence(cursor: Cursor, event: CollectionEvent): TreeNode {
  const items: TreeNode[] = [];
  let weight = 1;
  while (!atEnd(cursor)) {
    const item = readNode(cursor);
    items.push(item);
    weight += item.weight;
  }
  return { kind: "sequence", start: event.start, block: event.style === COLLECTION_STYLE.BLOCK, items, weight };
}

/** Consumes the closing event of a collection. */
function atEnd(cursor: Cursor): boolean {
  if (cursor.events[cursor.next]?.type !== EVENT_ID.POP) return false;
  cursor.next++;
  return true;
}

/** A key as text, or null where the key is not a scalar. */
export function keyText(key: TreeNode, text: string): string | null {
  return key.kind === "scalar" ? getScalarValue(text, key.event) : null;
}

export interface Found {
  /** Offset of the node, or of the nearest parent that exists. */
  readonly start: number;
  /** Offset of its key; the same as `start` inside lists. */
  readonly keyStart: number;
  /** Null when only a parent exists. */
  readonly node: TreeNode | null;
}

/** Walks a key path; falls back to the nearest parent that exists. */
export function findNode(root: TreeNode, text: string, path: KeyPath): Found {
  let found: Found = { start: Math.max(root.start, 0), keyStart: Math.max(root.start, 0), node: root };
  for (const step of path) {
    const child = found.node === null ? null : childOf(found.node, text, step);
    if (child === null) return { ...found, node: null };
    const keyStart = child.keyStart ?? Math.max(child.node.start, found.start);
    found = { start: valueStart(child.node, keyStart), keyStart, node: child.node };
  }
  return found;
}

interface Child {
  readonly node: TreeNode;
  readonly keyStart: number | null;
}

function childOf(node: TreeNode, text: string, step: string | number): Child | null {
  if (node.kind === "sequence") {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item === undefined ? null : { node: item, keyStart: null };
  }
  if (node.kind !== "mapping") return null;
  const entry = entriesOf(node, text).get(String(step));
  return entry === undefined ? null : { node: entry.value, keyStart: Math.max(entry.key.start, 0) };
}

type MappingNode = Extract<TreeNode, { kind: "mapping" }>;
type Entries = ReadonlyMap<string | null, MappingNode["items"][number]>;

/** Kept per node: a hostile file has as many mistakes as keys, and each of them is looked up. */
const entriesByNode = new WeakMap<MappingNode, Entries>();

function entriesOf(node: MappingNode, text: string): Entries {
  const known = entriesByNode.get(node);
  if (known !== undefined) return known;
  const entries: Entries = new Map(node.items.map((item) => [keyText(item.key, text), item]));
  entriesByNode.set(node, entries);
  return entries;
}

/** A block mapping or list is known by its key; everything else by itself. */
function valueStart(node: TreeNode, keyStart: number): number {
  const block = (node.kind === "mapping" || node.kind === "sequence") && node.block;
  return block || node.start < 0 ? keyStart : node.start;
}
