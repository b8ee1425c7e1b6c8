import { EVENT_ID, type Event, getScalarValue } from "js-yaml";
import type { Path } from "./path.ts";

/** One document's events and the text they point into. */
export interface EventStream {
  readonly source: string;
  readonly events: readonly Event[];
}

/** What a key that is a list or a mapping goes by. */
const NO_SCALAR = "?";

/** 1-based line of the node at a path: of its key in a mapping, of its first character in a list; else of the nearest parent. */
export function lineAt(stream: EventStream, path: Path): number {
  return lineOf(stream.source, offsetAt(stream, path));
}

export function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at !== -1 && at < offset; at = source.indexOf("\n", at + 1)) line += 1;
  return line;
}

function offsetAt(stream: EventStream, path: Path): number {
  const root = stream.events.findIndex((event) => event.type !== EVENT_ID.DOCUMENT);
  let index = Math.max(root, 0);
  let offset = positionOf(stream.events[index]) ?? 0;
  for (const step of path) {
    const found = childOf(stream, index, step);
    if (found === null) return offset;
    index = found.index;
    offset = found.offset ?? offset;
  }
  return offset;
}

/** A node directly under a mapping or a list. */
interface Child {
  readonly step: string | number;
  readonly index: number;
  /** Where its key starts, or for a list item the item itself; null for an empty one. */
  readonly offset: number | null;
}

function childOf(stream: EventStream, index: number, step: string | number): Child | null {
  return childrenOf(stream, index).findLast((child) => String(child.step) === String(step)) ?? null;
}

/** A key that its mapping holds already. */
export interface DuplicateKey {
  readonly path: Path;
  readonly key: string;
  readonly line: number;
}

/** Every key that stands in its mapping for the second time or more, in the order of the text. */
export function duplicateKeys(stream: EventStream): readonly DuplicateKey[] {
  const found: (DuplicateKey & { readonly offset: number })[] = [];
  const open: { path: Path; index: number }[] = [{ path: [], index: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path } = next;
    const seen = new Set<string | number>();
    for (const { step, index, offset } of childrenOf(stream, next.index)) {
      if (seen.has(step) && step !== NO_SCALAR && offset !== null) {
        found.push({ path, key: String(step), line: lineOf(stream.source, offset), offset });
      }
      seen.add(step);
      open.push({ path: [...path, step], index });
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function childrenOf(stream: EventStream, index: number): Child[] {
  const type = stream.events[index]?.type;
  if (type === EVENT_ID.MAPPING) return pairsOf(stream, index);
  if (type === EVENT_ID.SEQUENCE) return itemsOf(stream, index);
  return [];
}

function pairsOf(stream: EventStream, mapping: number): Child[] {
  const pairs: Child[] = [];
  for (let key = mapping + 1; isOpen(stream, key); ) {
    const event = stream.events[key];
    const index = after(stream, key);
    const step = event?.type === EVENT_ID.SCALAR ? getScalarValue(stream.source, event) : NO_SCALAR;
    pairs.push({ step, index, offset: positionOf(event) });
    key = after(stream, index);
  }
  return pairs;
}

function itemsOf(stream: EventStream, sequence: number): Child[] {
  const items: Child[] = [];
  for (let index = sequence + 1; isOpen(stream, index); index = after(stream, index)) {
    items.push({ step: items.length, index, offset: positionOf(stream.events[index]) });
  }
  return items;
}

function isOpen(stream: EventStream, index: number): boolean {
  const event = stream.events[index];
  return event !== undefined && event.type !== EVENT_ID.POP;
}

/** Index of the event behind the node that starts here. */
function after(stream: EventStream, start: number): number {
  let depth = 0;
  for (let index = start; index < stream.events.length; index += 1) {
    const type = stream.events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth <= 0) return index + 1;
  }
  return stream.events.length;
}

/** Offset of an event's first character; null for what takes no room in the text. */
function positionOf(event: Event | undefined): number | null {
  const position = event === undefined ? -1 : startOf(event);
  return position < 0 ? null : position;
}

function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}
