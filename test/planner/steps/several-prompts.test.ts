import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tableStepTime } from "../../../planner/index.ts";
import { type Batch, emptyBatch } from "../../../planner/steps/step-time.ts";
import { configSources } from "../../../src/adapters/config-sources.ts";
import { readStepTables } from "../../../src/tasks/simulate/step-tables.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

/** So many prompts of the same length, behind so many tokens each. */
const promptsOf = (prompts: number, length: number, prefix = 0): Batch => ({
  ...emptyBatch(),
  prefillSequences: prompts,
  prefillTokens: prompts * length,
  prefillSquares: prompts * length * length,
  prefillPairs: prompts * length * (prefix + length / 2),
  prefillPrefixTokens: prompts * prefix,
});

interface Several {
  readonly prompts: number;
  readonly length: number;
  readonly attention: number;
}

/** Everything but attention takes 10 ms; one prompt attends 1 us a token, and twice that behind 1,000 tokens. */
function stepsWith(severalPrompts: readonly Several[]) {
  const prefill = [0, 1000].flatMap((prefix) =>
    [128, 256, 512, 1024].map((chunk) => ({ prefix, chunk, attention: chunk * 1e-6 * (1 + prefix / 1000) })),
  );
  return tableStepTime({
    decode: [{ sequences: 1, context: 256, tokens: 1, other: 0.01, attention: 0 }],
    prefill: prefill.map((row) => ({ ...row, tokens: row.chunk, other: 0.01 })),
    mixed: [],
    severalPrompts: severalPrompts.map((row) => ({ ...row, tokens: row.prompts * row.length, other: 0.01 })),
  });
}

const ROWS: readonly Several[] = [
  { prompts: 2, length: 256, attention: 0.002 },
  { prompts: 2, length: 512, attention: 0.003 },
  { prompts: 4, length: 256, attention: 0.004 },
  { prompts: 8, length: 256, attention: 0.008 },
];

describe("several prompts of one step, by a table", () => {
  const milliseconds = (batch: Batch, rows = ROWS) => 1000 * stepsWith(rows).seconds(batch);

  it("take on the table's own points what it says", () => {
    for (const { prompts, length, attention } of ROWS) {
      expect(milliseconds(promptsOf(prompts, length))).toBeCloseTo(10 + 1000 * attention, 9);
    }
  });

  it("take what lies straight between and beyond its numbers of prompts", () => {
    expect(milliseconds(promptsOf(3, 256))).toBeCloseTo(13, 9);
    expect(milliseconds(promptsOf(6, 256))).toBeCloseTo(16, 9);
    expect(milliseconds(promptsOf(16, 256))).toBeCloseTo(26, 9);
  });

  it("beyond its lengths follow the prefill table, and so behind a prefix", () => {
    expect(milliseconds(promptsOf(4, 512))).toBeCloseTo(18, 9);
    expect(milliseconds(promptsOf(4, 64))).toBeCloseTo(11, 9);
    expect(milliseconds(promptsOf(4, 256, 250))).toBeCloseTo(10 + 2 * 4, 9);
  });

  it("attend like one of the same squares where no table says more", () => {
    expect(milliseconds(promptsOf(4, 256), [])).toBeCloseTo(10 + 0.512, 9);
    expect(milliseconds(promptsOf(1, 256))).toBeCloseTo(10 + 0.256, 9);
  });
});

const folder = sharedFolder("data/vidur/iteration-times/llama2-70b-a100-tp2");

it.skipIf(folder === null)(titled("Vidur's table of several prompts: each of its own iterations", folder), async () => {
  const source = await configSources({ environment: process.env }).folder(folder ?? "");
  const paths = { decode: "decode.csv", prefill: "prefill.csv", mixed: "mixed.csv", prefillMulti: "prefill_multi.csv" };
  const stepTime = await readStepTables({ kind: "table", ...paths }, source);
  const rows = readFileSync(join(folder ?? "", "prefill_multi.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  expect(rows.length).toBe(10);
  for (const row of rows) {
    const [prompts = 0, length = 0, milliseconds = 0] = row.split(",").map(Number);
    expect(Math.abs((1000 * stepTime.seconds(promptsOf(prompts, length))) / milliseconds - 1), row).toBeLessThan(1e-6);
  }
});
