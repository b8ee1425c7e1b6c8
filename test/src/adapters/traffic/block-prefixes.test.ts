import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BlockPrefixes, BlockUses, blocksOf } from "../../../../src/adapters/traffic/block-prefixes.ts";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { sharedFolder, titled } from "../../../support/shared.ts";

const BLOCK = 512;

interface Prompt {
  readonly blocks: readonly number[];
  readonly tokens: number;
}

function choose(prompts: readonly Prompt[]) {
  const uses = new BlockUses();
  for (const { blocks } of prompts) uses.add(blocks);
  const chosen = new BlockPrefixes(uses, BLOCK);
  for (const { blocks, tokens } of prompts) chosen.add(blocks, tokens);
  return chosen.finish();
}

/** Share of blocks that stood in an earlier prompt: what a cache without limit finds. */
function trueHits(prompts: readonly Prompt[]): { readonly hits: number; readonly asked: number } {
  const seen = new Set<number>();
  let hits = 0;
  let asked = 0;
  for (const { blocks } of prompts) {
    const first = blocks.findIndex((block) => !seen.has(block));
    hits += first === -1 ? blocks.length : first;
    asked += blocks.length;
    for (const block of blocks) seen.add(block);
  }
  return { hits, asked };
}

/** The same where a group's blocks are all that is known, as the simulator's cache keeps them. */
function chosenHits({ ids, tokens }: ReturnType<typeof choose>): number {
  const cached = new Map<number, number>();
  let hits = 0;
  for (const [i, id] of ids.entries()) {
    const blocks = Math.ceil((tokens[i] ?? 0) / BLOCK);
    const known = cached.get(id) ?? 0;
    hits += id === -1 ? 0 : Math.min(blocks, known);
    cached.set(id, Math.max(known, blocks));
  }
  return hits;
}

/** Prompts on a random tree: a block's number tells the way to it. */
const prompts = fc
  .array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 30 })
  .map((ways) =>
    ways.map((way) => {
      const blocks = way.map((_, depth) => way.slice(0, depth + 1).reduce((code, step) => code * 3 + step + 1, 0));
      return { blocks, tokens: way.length * BLOCK - (way[0] ?? 0) * 100 };
    }),
  );

describe("one shared beginning for each prompt", () => {
  it("is one: requests of a group begin with the same blocks, as far as the shorter says", () => {
    fc.assert(
      fc.property(prompts, (some) => {
        const { ids, tokens } = choose(some);
        for (const [i, one] of some.entries()) {
          expect(tokens[i]).toBeLessThanOrEqual(one.tokens);
          for (const [j, other] of some.slice(0, i).entries()) {
            if (ids[i] === -1 || ids[i] !== ids[j]) continue;
            const shared = Math.ceil(Math.min(tokens[i] ?? 0, tokens[j] ?? 0) / BLOCK);
            expect(one.blocks.slice(0, shared)).toEqual(other.blocks.slice(0, shared));
          }
        }
      }),
    );
  });

  it("never finds more than there is", () => {
    fc.assert(
      fc.property(prompts, (some) => {
        expect(chosenHits(choose(some))).toBeLessThanOrEqual(trueHits(some).hits);
      }),
    );
  });

  it("finds all of a conversation, and of prompts after one instruction", () => {
    const conversation = [1, 2, 3, 4].map((turn) => ({
      // Its last block is not full, and another one in the next turn.
      blocks: [...Array.from({ length: 2 * turn }, (_, i) => i), 100 + turn],
      tokens: (2 * turn + 1) * BLOCK - 1,
    }));
    const instructed = [1, 2, 3].map((i) => ({ blocks: [7, 8, 900 + i], tokens: 3 * BLOCK }));
    for (const some of [conversation, instructed]) expect(chosenHits(choose(some))).toBe(trueHits(some).hits);
  });

  it("is none where nothing comes again", () => {
    const { ids, tokens } = choose([1, 2, 3].map((block) => ({ blocks: [block], tokens: 10 })));
    expect([ids, tokens]).toEqual([Int32Array.of(-1, -1, -1), Int32Array.of(0, 0, 0)]);
  });
});

describe("a list of blocks", () => {
  it("is one of whole numbers; anything else holds none", () => {
    expect(blocksOf("[0, 14,15]")).toEqual([0, 14, 15]);
    for (const text of [null, "", "[]", "x", '["a"]', "{}"]) expect(blocksOf(text)).toEqual([]);
  });
});

const traces = sharedFolder("data/traces");

describe("Mooncake's conversations", () => {
  const title = titled("by one beginning each, nearly as much is found as there is: 35.7 of 36.6 %", traces);
  it.skipIf(traces === null)(title, async () => {
    if (traces === null) return;
    const path = join(traces, "mooncake/conversation_trace.jsonl");
    const rows = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { input_length: number; hash_ids: number[] });
    expect(rows).toHaveLength(12_031);
    const { hits, asked } = trueHits(rows.map((row) => ({ blocks: row.hash_ids, tokens: row.input_length })));
    expect(hits / asked).toBeCloseTo(0.366, 3);
    const { workload } = await trafficFiles.readRequests(path);
    const ids = workload.prefixIds ?? new Int32Array(0);
    const tokens = workload.prefixTokens ?? new Int32Array(0);
    expect(chosenHits({ ids, tokens }) / asked).toBeCloseTo(0.357, 3);
    expect(tokens.every((shared, i) => shared <= (workload.inputTokens[i] ?? 0))).toBe(true);
  });
});
