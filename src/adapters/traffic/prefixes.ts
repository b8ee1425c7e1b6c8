import { BlockPrefixes, type BlockUses, blocksOf, type PrefixColumns } from "./block-prefixes.ts";
import { type Growing, growingIntegers } from "./growing.ts";
import type { RequestRoles } from "./layout.ts";

/** What a row tells of its beginning. */
export interface PrefixCells {
  readonly inputTokens: number;
  /** Tokens of a named beginning; 0 where the cell is empty. */
  readonly tokens: number;
  readonly text: () => string | null;
}

export interface Prefixes {
  add(cells: PrefixCells): void;
  finish(): PrefixColumns;
  take(): PrefixColumns;
}

/** Null where the file tells nothing of shared beginnings. */
export function prefixesOf(prefix: RequestRoles["prefix"], uses: BlockUses | null): Prefixes | null {
  if (prefix === null) return null;
  if (prefix.kind === "named" || uses === null) return new NamedPrefixes();
  const chosen = new BlockPrefixes(uses, prefix.tokensPerBlock);
  return {
    add: ({ text, inputTokens }) => chosen.add(blocksOf(text()), inputTokens),
    finish: () => chosen.finish(),
    take: () => chosen.take(),
  };
}

/** Shared prefixes, numbered in order of appearance; -1 where there is none. */
class NamedPrefixes implements Prefixes {
  readonly #ids: Growing<Int32Array<ArrayBuffer>> = growingIntegers();
  readonly #tokens: Growing<Int32Array<ArrayBuffer>> = growingIntegers();
  readonly #known = new Map<string, number>();

  add({ text, tokens }: PrefixCells): void {
    const name = text() ?? "";
    const shared = name === "" ? 0 : tokens;
    this.#tokens.push(shared);
    this.#ids.push(shared === 0 ? -1 : this.#number(name));
  }

  finish(): PrefixColumns {
    return { ids: this.#ids.finish(), tokens: this.#tokens.finish() };
  }

  take(): PrefixColumns {
    return { ids: this.#ids.take(), tokens: this.#tokens.take() };
  }

  #number(name: string): number {
    const known = this.#known.get(name) ?? this.#known.size;
    this.#known.set(name, known);
    return known;
  }
}
