import type { Live } from "./reference-simulator.ts";

interface Block {
  /** What it holds; null where nobody could ask for it. */
  content: string | null;
  users: number;
}

/** The prefix cache the slow way: block by block, each with the name of its content, free ones in a plain queue. Written from
 *  vLLM's block pool (`touch`, `get_new_blocks`, `free_blocks`), not from the fast engine. */
export class ReferencePrefixCache {
  private readonly known = new Map<string, Block>();
  private readonly queue: Block[];
  private readonly held = new Map<Live, Block[]>();
  /** How many blocks of a request were looked at already: each is once. */
  private readonly stored = new Map<Live, number>();
  private readonly blockSize: number;
  hits = 0;

  constructor(blocks: number, blockSize: number) {
    this.queue = Array.from({ length: blocks }, () => ({ content: null, users: 0 }));
    this.blockSize = blockSize;
  }

  get free(): number {
    return this.queue.length;
  }

  /** Cached blocks from the beginning of the prompt; at least one token is computed. */
  find(live: Live): readonly { readonly isFree: boolean }[] {
    return this.foundFor(live).map(({ users }) => ({ isFree: users === 0 }));
  }

  /** Takes what was found, out of the queue where it stood there. The rest of the request's own is forgotten. */
  touch(live: Live): number {
    const found = this.foundFor(live);
    for (const block of found) {
      if (block.users++ === 0) this.queue.splice(this.queue.indexOf(block), 1);
    }
    this.held.set(live, [...found]);
    this.stored.set(live, found.length);
    this.hits += found.length;
    for (const [content, block] of this.known) {
      if (content.startsWith(`own ${live.index}:`) && block.users === 0) this.forget(block);
    }
    return found.length;
  }

  /** New blocks until the request has `blocks`. */
  grow(live: Live, blocks: number): void {
    const held = this.held.get(live) ?? [];
    this.held.set(live, held);
    while (held.length < blocks) {
      const block = this.queue.shift();
      if (!block) throw new Error("no block is free");
      this.forget(block);
      block.users = 1;
      held.push(block);
    }
  }

  /** The first `tokens` of a request are computed, or will be in the step being formed. */
  store(live: Live, tokens: number): void {
    const held = this.held.get(live) ?? [];
    for (let i = this.stored.get(live) ?? 0; (i + 1) * this.blockSize <= tokens; i++) {
      this.stored.set(live, i + 1);
      const block = held[i];
      const content = this.contentOf(live, i);
      if (!block || block.content !== null || this.known.has(content)) continue;
      block.content = content;
      this.known.set(content, block);
    }
  }

  /** All blocks of a request are given back, its last first. */
  release(live: Live): void {
    for (const block of (this.held.get(live) ?? []).reverse()) {
      if (--block.users === 0) this.queue.push(block);
    }
    this.held.delete(live);
  }

  private foundFor(live: Live): Block[] {
    const found: Block[] = [];
    for (let i = 0; (i + 1) * this.blockSize <= live.prompt - 1; i++) {
      const block = this.known.get(this.contentOf(live, i));
      if (!block) break;
      found.push(block);
    }
    return found;
  }

  private contentOf(live: Live, index: number): string {
    const isShared = live.prefixId >= 0 && (index + 1) * this.blockSize <= live.prefixTokens;
    return isShared ? `group ${live.prefixId}:${index}` : `own ${live.index}:${index}`;
  }

  private forget(block: Block): void {
    if (block.content !== null) this.known.delete(block.content);
    block.content = null;
  }
}
