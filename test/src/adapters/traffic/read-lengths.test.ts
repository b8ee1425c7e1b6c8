import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { workloadOfLengths } from "../../../../planner/index.ts";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { sharedFolder, titled } from "../../../support/shared.ts";
import { written } from "../../../support/written-file.ts";

const lengths = (text: string) => trafficFiles.readLengths(written("l.csv", text), { shown: "l.csv" });

describe("a table of token lengths", () => {
  it("is read as it stands; no tokens are one", async () => {
    const points = [
      [0, 1],
      [0.5, 1020],
      [1, 4000.5],
    ];
    expect(await lengths("quantile,tokens\n0,0\n0.5,1020\n1,4000.5\n")).toEqual({ kind: "quantiles", points });
    expect(await lengths('\uFEFF# a\r\nTokens;Quantile\r\n"0";0\r\n1020;0.5\r\n\r\n4000.5;1\r\n')).toEqual({
      kind: "quantiles",
      points,
    });
  });

  const wrong: readonly (readonly [string, string, object])[] = [
    [
      "a quantile twice",
      "0.5,1\n0.5,2",
      { line: 3, at: "quantile", found: '"0.5"', wanted: expect.stringContaining("above 0.5") },
    ],
    ["a quantile above 1", "50,1\n90,2", { line: 2, at: "quantile", found: '"50"' }],
    [
      "fewer tokens at a higher quantile",
      "0.5,10\n0.6,9",
      { line: 3, at: "tokens", wanted: expect.stringContaining("not below 10") },
    ],
    ["text", "0.5,ten\n0.6,9", { line: 2, at: "tokens", found: '"ten"' }],
    ["an empty cell", "0.5,\n0.6,9", { line: 2, at: "tokens", found: "nothing" }],
    ["one quantile", "0.5,10", { line: null, found: "1 quantiles" }],
    ["no quantile", "", { line: null, found: "0 quantiles" }],
  ];
  it.each(wrong)("with %s is refused with the line", async (_what, rows, problem) => {
    await expect(lengths(`quantile,tokens\n${rows}\n`)).rejects.toMatchObject({ problems: [problem] });
  });

  it("is no request log", async () => {
    await expect(lengths("arrival_s,input_tokens\n0,1\n")).rejects.toMatchObject({
      problems: [{ line: 1, found: "the columns arrival_s, input_tokens" }],
    });
  });
});

const folder = sharedFolder("data/traces/servegen");

describe("ServeGen's tables", () => {
  it.skipIf(folder === null)(titled("all of them, and requests of those lengths", folder), async () => {
    if (folder === null) return;
    const names = readdirSync(folder).filter((name) => name.startsWith("tokens-"));
    expect(names).toHaveLength(4);
    for (const name of names) {
      const read = await trafficFiles.readLengths(join(folder, name));
      expect(read.kind === "quantiles" && read.points.length).toBe(104);
    }
    const output = await trafficFiles.readLengths(join(folder, "tokens-deepseek-r1-output.csv"));
    const tokens = workloadOfLengths({ kind: "fixed", tokens: 1 }, output).outputTokens.slice().sort();
    expect(tokens[tokens.length / 2]).toBeGreaterThan(780);
    expect(tokens[tokens.length / 2]).toBeLessThan(805);
  });
});
