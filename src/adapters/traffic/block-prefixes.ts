import { type Growing, growingIntegers } from "./growing.ts";

/** Shared beginnings of requests in columns; -1 and 0 where there is none. */
export interface PrefixColumns {
  readonly ids: Int32Array;
  readonly tokens: Int32Array;
}

const COUNTERS = 2 ** 24;
/** Blocks whose group is remembered; of more, those seen first are forgotten. */
const REMEMBERED = 4_000_000;

/** How often each block comes, in a table of fixed size: two blocks of one place count together, which only makes a beginning be
 *  kept that nobody asks for again. */
export class BlockUses {
  readonly #uses = new Uint32Array(COUNTERS);

  add(blocks: readonly number[]): void {
    for (const block of blocks) this.#uses[place(block)] = (this.#uses[place(block)] ?? 0) + 1;
  }

  /** One use less to come. */
  take(block: number): void {
    this.#uses[place(block)] = (this.#uses[place(block)] ?? 1) - 1;
  }

  left(block: number): number {
    return this.#uses[place(block)] ?? 0;
  }
}

const place = (block: number): number => Math.abs(block) % COUNTERS;

/**
 * Chooses one shared beginning for each request whose prompt is told by blocks, an equal block meaning an equal beginning up to it.
 *
 * Beginnings form a tree; a group is one way down it, and a request can use one group. A request joins the group of the last block
 * it has in common with an earlier one, and lengthens it by those of its further blocks that come again, where it stands at the
 * group's end. Where it turns off earlier, it either takes what it has in common, or gives that up and begins a group of its own,
 * if later requests will find more of it than was given up. Blocks that nobody asks for again are in no group.
 */
export class BlockPrefixes {
  readonly #uses: BlockUses;
  readonly #tokensPerBlock: number;
  /** The group that block belongs to. */
  readonly #groupOf = new Map<number, number>();
  /** Blocks of each group. */
  readonly #lengths = growingIntegers();
  readonly #ids: Growing<Int32Array<ArrayBuffer>> = growingIntegers();
  readonly #tokens: Growing<Int32Array<ArrayBuffer>> = growingIntegers();

  constructor(uses: BlockUses, tokensPerBlock: number) {
    this.#uses = uses;
    this.#tokensPerBlock = tokensPerBlock;
  }

  add(blocks: readonly number[], inputTokens: number): void {
    for (const block of blocks) this.#uses.take(block);
    const seen = this.#seen(blocks);
    let wanted = seen;
    while (wanted < blocks.length && this.#uses.left(blocks[wanted] ?? 0) > 0) wanted++;
    const { group, length } = this.#choose(blocks, { seen, wanted });
    this.#ids.push(length === 0 ? -1 : group);
    this.#tokens.push(Math.min(length * this.#tokensPerBlock, inputTokens));
    for (const block of blocks.slice(seen, length)) this.#remember(block, group);
    for (const block of blocks) if (this.#uses.left(block) === 0) this.#groupOf.delete(block);
  }

  finish(): PrefixColumns {
    return { ids: this.#ids.finish(), tokens: this.#tokens.finish() };
  }

  take(): PrefixColumns {
    return { ids: this.#ids.take(), tokens: this.#tokens.take() };
  }

  /** Blocks at the beginning that an earlier request put into a group. */
  #seen(blocks: readonly number[]): number {
    let seen = 0;
    while (seen < blocks.length && this.#groupOf.has(blocks[seen] ?? 0)) seen++;
    return seen;
  }

  #choose(
    blocks: readonly number[],
    { seen, wanted }: { seen: number; wanted: number },
  ): { group: number; length: number } {
    const group = seen === 0 ? undefined : this.#groupOf.get(blocks[seen - 1] ?? 0);
    if (group === undefined) return wanted === 0 ? { group: -1, length: 0 } : this.#begin(wanted);
    if (wanted === seen) return { group, length: seen };
    if (this.#lengths.at(group) === seen) {
      this.#lengths.set(group, wanted);
      return { group, length: wanted };
    }
    let found = 0;
    for (const block of blocks.slice(seen, wanted)) found += this.#uses.left(block);
    return found > seen ? this.#begin(wanted) : { group, length: seen };
  }

  #begin(length: number): { group: number; length: number } {
    this.#lengths.push(length);
    return { group: this.#lengths.length - 1, length };
  }

  #remember(block: number, group: number): void {
    if (this.#groupOf.size >= REMEMBERED) {
      const [oldest = block] = this.#groupOf.keys();
      this.#groupOf.delete(oldest);
    }
    this.#groupOf.set(block, group);
  }
}

/** Blocks as a JSON list of whole numbers tells them; none where it is no such list. */
export function blocksOf(text: string | null): readonly number[] {
  if (text === null || !/^\s*\[[\s\d,-]*\]\s*$/.test(text)) return [];
  return (text.match(/-?\d+/g) ?? []).map(Number);
}
