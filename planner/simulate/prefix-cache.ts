import type { Slots } from "./slots.ts";

/** Whose content blocks still hold: a group of requests, one sending of a request, or nobody who could use it. */
interface Content {
  readonly group: Group | null;
  readonly sending: number;
}

/** A stretch of free blocks that were given back together, evicted from its highest block down. */
interface Run extends Content {
  count: number;
  before: Run;
  after: Run;
}

/** Requests that begin with the same tokens. Blocks 0 to `cached` - 1 of their beginning are in memory. */
interface Group {
  readonly id: number;
  cached: number;
  /** Blocks 0 to `held` - 1 are in use by somebody. */
  held: number;
  /** How many requests hold so many blocks. */
  readonly holders: Map<number, number>;
  /** Its free runs, the oldest first: that one holds the highest blocks. */
  readonly runs: Run[];
}

const NOBODY = -1;
const NOTHING: Content = { group: null, sending: NOBODY };

/** Blocks found in the cache for one request: those of its group, and after them its own. */
export interface Hits {
  readonly shared: number;
  readonly own: number;
}

export const NO_HITS: Hits = { shared: 0, own: 0 };

/** The automatic prefix cache of vLLM V1 (vllm/v1/core/block_pool.py and kv_cache_manager.py, releases 0.8 to 0.15; design
 *  document "Automatic Prefix Caching"). Free blocks keep their content and stand in a queue by the time they were given
 *  back, a request's last block first; whoever needs a block takes the one that stands in front. A request whose first
 *  blocks are still there takes those out of the queue, or shares them with those that use them.
 *
 *  Content is known by the group a request belongs to (its first tokens are the group's) and by the request itself after a
 *  preemption. A block computed while its content is cached already is not cached a second time. Blocks are kept as runs,
 *  so the cost follows the number of events. */
export class PrefixCache {
  private readonly groups = new Map<number, Group>();
  /** What preemptions left of a request's own blocks: one run at most. */
  private readonly own = new Map<number, Run>();
  /** The queue, as a ring around a run that is none. */
  private readonly ends: Run;
  private readonly slots: Slots;
  private readonly blockSize: number;
  /** Prompt tokens that were asked for, and those among them that needed no computing. */
  askedTokens = 0;
  hitTokens = 0;

  constructor(slots: Slots, limits: { readonly kvBlocks: number; readonly blockSize: number }) {
    this.slots = slots;
    this.blockSize = limits.blockSize;
    this.ends = emptyRing();
    this.append(limits.kvBlocks, NOTHING);
  }

  /** Blocks at the beginning of the prompt that need no computing. At least one token is always computed. */
  hits(slot: number): Hits {
    const { slots, blockSize } = this;
    const most = Math.floor(((slots.prompt[slot] ?? 0) - 1) / blockSize);
    const groupBlocks = this.groupBlocks(slot);
    const shared = Math.min(most, groupBlocks, this.groups.get(slots.prefixId[slot] ?? NOBODY)?.cached ?? 0);
    const own = shared === groupBlocks ? Math.min(most - shared, this.own.get(this.sending(slot))?.count ?? 0) : 0;
    return { shared, own };
  }

  /** How many of those stand in the queue of free blocks: they are free no longer once they are used. */
  freeAmong(slot: number, { shared, own }: Hits): number {
    const held = this.groups.get(this.slots.prefixId[slot] ?? NOBODY)?.held ?? 0;
    return own + Math.max(0, shared - held);
  }

  /** A request is admitted and uses its hits. What else is left of its own is forgotten. */
  use(slot: number, { shared, own }: Hits): void {
    this.slots.shared[slot] = shared;
    if (shared > 0) {
      const group = this.groupOf(slot);
      this.revive(group, Math.max(0, shared - group.held));
      this.hold(group, 0, shared);
    }
    const run = this.own.get(this.sending(slot));
    if (run) {
      this.own.delete(run.sending);
      this.insertBefore(run, run.count - own, NOTHING);
      this.unlink(run);
    }
    this.askedTokens += this.slots.prompt[slot] ?? 0;
    this.hitTokens += (shared + own) * this.blockSize;
  }

  /** Blocks are taken for new content: the oldest free ones lose theirs. */
  take(blocks: number): void {
    for (let left = blocks; left > 0; ) {
      const run = this.ends.after;
      if (run === this.ends) throw new Error("the prefix cache was asked for more blocks than are free");
      const taken = Math.min(left, run.count);
      left -= taken;
      run.count -= taken;
      if (run.group) this.forget(run.group, taken);
      if (run.count > 0) continue;
      this.unlink(run);
      run.group?.runs.shift();
      if (run.sending !== NOBODY) this.own.delete(run.sending);
    }
  }

  /** A group of which nothing is left is nobody's: there may be millions in a trace. */
  private forget(group: Group, blocks: number): void {
    group.cached -= blocks;
    if (group.cached === 0) this.groups.delete(group.id);
  }

  /** The first `tokens` of a prompt are or will be computed in this step: full blocks of the group's are cached from now on. */
  fill(slot: number, tokens: number): void {
    const blocks = Math.min(this.groupBlocks(slot), Math.floor(tokens / this.blockSize));
    const before = this.slots.shared[slot] ?? 0;
    if (blocks <= before) return;
    const group = this.groupOf(slot);
    if (group.cached !== before) return;
    group.cached = blocks;
    this.hold(group, before, blocks);
    this.slots.shared[slot] = blocks;
  }

  /** Everything a request holds is given back: `blocks` in all, of which the first `full` hold tokens it may ask for again
   *  (0: it will not come back). Returns how many became free; the rest is in use by others. */
  release(slot: number, blocks: number, full: number): number {
    const shared = this.slots.shared[slot] ?? 0;
    const own = blocks - shared;
    const beginning = Math.max(shared, this.groupBlocks(slot));
    const kept = Math.max(0, full - beginning);
    // A block of the beginning that was computed although it was cached is nobody's.
    const doubles = Math.min(own - kept, beginning - shared);
    this.append(own - kept - doubles, NOTHING);
    if (kept > 0) this.append(kept, { group: null, sending: this.sending(slot) });
    this.append(doubles, NOTHING);
    this.slots.shared[slot] = 0;
    return own + (shared > 0 ? this.letGo(this.groupOf(slot), shared) : 0);
  }

  /** A request that held `before` blocks of the group now holds `blocks`. */
  private hold(group: Group, before: number, blocks: number): void {
    if (before > 0) this.count(group, before, -1);
    this.count(group, blocks, 1);
    group.held = Math.max(group.held, blocks);
  }

  /** The lowest free blocks of a group leave the queue: they stand in the run that came last. */
  private revive(group: Group, blocks: number): void {
    for (let left = blocks; left > 0; ) {
      const run = group.runs.at(-1);
      if (!run) throw new Error("a group has more cached blocks than the queue and its holders know of");
      const taken = Math.min(left, run.count);
      left -= taken;
      run.count -= taken;
      if (run.count > 0) continue;
      this.unlink(run);
      group.runs.pop();
    }
  }

  private letGo(group: Group, blocks: number): number {
    this.count(group, blocks, -1);
    if (blocks < group.held || group.holders.has(blocks)) return 0;
    const held = Math.max(0, ...group.holders.keys());
    const freed = group.held - held;
    group.held = held;
    const run = this.append(freed, { group, sending: NOBODY });
    if (run) group.runs.push(run);
    return freed;
  }

  private count(group: Group, blocks: number, by: number): void {
    const holders = (group.holders.get(blocks) ?? 0) + by;
    if (holders > 0) group.holders.set(blocks, holders);
    else group.holders.delete(blocks);
  }

  private groupBlocks(slot: number): number {
    if ((this.slots.prefixId[slot] ?? NOBODY) === NOBODY) return 0;
    return Math.floor((this.slots.prefixTokens[slot] ?? 0) / this.blockSize);
  }

  private groupOf(slot: number): Group {
    const id = this.slots.prefixId[slot] ?? NOBODY;
    const known = this.groups.get(id);
    if (known) return known;
    const group: Group = { id, cached: 0, held: 0, holders: new Map(), runs: [] };
    this.groups.set(id, group);
    return group;
  }

  /** A number for one sending of a request: the slot alone may be somebody else's by now. At most 100 retries. */
  private sending(slot: number): number {
    return (this.slots.request[slot] ?? 0) * 128 + (this.slots.attempt[slot] ?? 0);
  }

  private append(count: number, content: Content): Run | null {
    return this.insertBefore(this.ends, count, content);
  }

  private insertBefore(place: Run, count: number, { group, sending }: Content): Run | null {
    if (count <= 0) return null;
    const { before } = place;
    // Runs that nobody can use again are one.
    if (before !== this.ends && before.group === null && before.sending === NOBODY && !group && sending === NOBODY) {
      before.count += count;
      return before;
    }
    const run: Run = { count, group, sending, before, after: place };
    before.after = run;
    place.before = run;
    if (sending !== NOBODY) this.own.set(sending, run);
    return run;
  }

  private unlink(run: Run): void {
    run.before.after = run.after;
    run.after.before = run.before;
  }
}

function emptyRing(): Run {
  const ends = { count: 0, group: null, sending: NOBODY } as unknown as Run;
  ends.before = ends;
  ends.after = ends;
  return ends;
}
