import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withDatabase } from "../../../../src/adapters/traffic/database.ts";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { sharedFolder, titled } from "../../../support/shared.ts";
import { written } from "../../../support/written-file.ts";

const HEADER = "arrival_s,input_tokens,output_tokens";
const log = (arrivals: readonly number[]) =>
  written("a.csv", [HEADER, ...arrivals.map((at, i) => `${at},${i + 1},1`)].join("\n"));
const history = (arrivals: readonly number[]) => trafficFiles.readTraffic(log(arrivals));
const every = (step: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, i) => from + i * step);

describe("a history", () => {
  it("is sorted by arrival; who stood too late in the file is counted; ties keep the file's order", async () => {
    const read = await history([5, 1, 3, 5, 1]);
    expect(read.workload.arrivals).toEqual(Float64Array.of(0, 0, 2, 4, 4));
    expect(read.workload.inputTokens).toEqual(Int32Array.of(2, 5, 3, 1, 4));
    expect(read.reordered).toBe(3);
    expect(read.clockStart).toBe(1);
    expect(read.notes).toEqual(["3 rows stood later in the file than their arrival: sorted."]);
  });

  it("of any order holds the same requests, time 0 first, none before the one above", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 30 }), async (arrivals) => {
        const { workload, clockStart } = await history(arrivals);
        const expected = arrivals.map((at, i) => [at, i + 1] as const).sort((a, b) => a[0] - b[0]);
        expect(clockStart).toBe(Math.min(...arrivals));
        expect([...workload.arrivals]).toEqual(expected.map(([at]) => at - clockStart));
        expect([...workload.inputTokens]).toEqual(expected.map(([, tokens]) => tokens));
      }),
      { numRuns: 30 },
    );
  });

  it("lasts one mean gap beyond the last arrival, and one second when there is but one instant", async () => {
    expect((await history([0, 10, 20, 30])).duration).toBe(40);
    expect((await history([7])).duration).toBe(1);
    const burst = await history([7, 7]);
    expect(burst.duration).toBe(1);
    expect(burst.notes).toEqual([expect.stringContaining("one second stands in")]);
  });
});

describe("gaps", () => {
  it("are silences far beyond the usual", async () => {
    const read = await history([...every(10, 0, 7200), ...every(10, 10_000, 20_000)]);
    expect(read.gaps).toEqual([[7190, 10_000]]);
  });

  it("are not the quiet of a night with few requests", async () => {
    const read = await history([...every(5, 0, 7200), ...every(700, 7200, 30_000), ...every(5, 30_000, 37_200)]);
    expect(read.gaps).toEqual([]);
  });

  it("are not a thin log", async () => {
    expect((await history([0, 3600])).gaps).toEqual([]);
    expect((await history(every(3600, 0, 360_000))).gaps).toEqual([]);
  });
});

describe("the database", () => {
  it("opens the one file and no other, and leaves nothing behind", async () => {
    const before = readdirSync(process.cwd());
    const path = log([1]);
    const other = log([2]);
    await withDatabase(path, async ({ connection }) => {
      expect((await connection.runAndReadAll("select * from read_csv($path)", { path })).currentRowCount).toBe(1);
      const outside = connection.runAndReadAll("select * from read_csv($other)", { other });
      await expect(outside).rejects.toThrow("Permission Error");
      await expect(connection.run("set enable_external_access = true")).rejects.toThrow();
    });
    expect(readdirSync(process.cwd())).toEqual(before);
  });

  it("reads the plain columns from Parquet, and names rows there", async () => {
    const path = join(written("x", ""), "../p.parquet");
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const make = (rows: string) =>
      connection.run(
        `copy (select * from (values ${rows}) as t("Prompt", arrival_s, input_tokens, output_tokens, "odd ""name")) to '${path}' (format parquet)`,
      );
    await make("('a', 1.5, 10, 2::bigint, 1), ('b', 2.0, 11, 3, 1)");
    const read = await trafficFiles.readTraffic(path);
    expect(read.workload.arrivals).toEqual(Float64Array.of(0, 0.5));
    expect(read.workload.outputTokens).toEqual(Int32Array.of(2, 3));
    await make("('a', 1.5, 10, 2, 1), ('b', 2.0, 0, 3, 1)");
    await expect(trafficFiles.readRequests(path)).rejects.toMatchObject({
      problems: [{ line: null, at: "input_tokens", found: '"0" (row 2)' }],
    });
    connection.closeSync();
  });
});

const traces = sharedFolder("data/traces");
const vidur = sharedFolder("data/vidur");

describe("published traces", () => {
  const azureTitle = titled("Azure conversations: every row, and Vidur's own times for them", traces);
  it.skipIf(traces === null || vidur === null)(azureTitle, async () => {
    if (traces === null || vidur === null) return;
    const azure = await trafficFiles.readTraffic(join(traces, "azure-llm-2023/conv.csv"));
    expect(azure.rows).toEqual({ read: 19_366, bad: 0 });
    expect(azure).toMatchObject({ format: "azure-llm-2023", reordered: 0, gaps: [] });
    expect(azure.duration).toBeCloseTo(3502, 0);
    const runs = await trafficFiles.readRequests(join(vidur, "runs/8b-4rep-lor-sarathi512-conv-full/requests.csv"));
    expect(runs.ids).toBeNull();
    // This run of Vidur plays the trace in 0.4 of its time, and Vidur cuts inputs so that a request fits a context of 4,096 tokens.
    const cut = azure.workload.inputTokens.map((tokens, i) =>
      Math.min(tokens, 4096 - (azure.workload.outputTokens[i] ?? 0)),
    );
    expect(Buffer.from(runs.workload.inputTokens.buffer).equals(Buffer.from(cut.buffer))).toBe(true);
    expect(runs.workload.outputTokens).toEqual(azure.workload.outputTokens);
    const apart = runs.workload.arrivals.reduce(
      (most, at, i) => Math.max(most, Math.abs(at - 0.4 * (azure.workload.arrivals[i] ?? 0))),
      0,
    );
    expect(apart).toBeLessThan(1e-6);
  });

  it.skipIf(traces === null)(titled("Mooncake conversations: every row", traces), async () => {
    if (traces === null) return;
    const mooncake = await trafficFiles.readTraffic(join(traces, "mooncake/conversation_trace.jsonl"));
    expect(mooncake.rows).toEqual({ read: 12_031, bad: 0 });
    expect(mooncake.workload.inputTokens.reduce((a, b) => Math.max(a, b))).toBe(126_195);
    // The last batch is stamped 3,537 s; its requests came in the 3 s from there.
    expect(mooncake.duration).toBeCloseTo(3540, 0);
  });
});
