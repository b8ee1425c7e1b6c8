import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import type { TrafficFileHistory } from "../../../../src/ports/traffic-files.ts";
import { sharedFolder, titled } from "../../../support/shared.ts";
import { written } from "../../../support/written-file.ts";

const windows = (rows: readonly string[], header = "window_start_s,rate_rps") =>
  trafficFiles.readTraffic(written("w.csv", [header, ...rows, ""].join("\n")), { shown: "w.csv" });
const rates = ({ rates: series }: TrafficFileHistory): readonly number[] => [...(series?.rates ?? [])];
const refusal = async (reading: Promise<unknown>) => {
  const error: unknown = await reading.then(
    () => "was read",
    (thrown: unknown) => thrown,
  );
  return error as { problems: readonly { line: number | null; at: string; found: string; wanted: string }[] };
};

const streamed = (path: string) => trafficFiles.streamRequests(path, () => async () => {});

describe("windows of rates", () => {
  it("come back as they were, in any order; those left out or empty are gaps and nothing else is", async () => {
    const window = fc.record({
      rate: fc.integer({ min: 0, max: 500 }),
      shown: fc.constantFrom("yes", "yes", "no", "empty"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(window, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: -1, max: 1 }),
        async (some, start, turn) => {
          // Two at each end, so that the length is told and the first and last are there.
          const edge = { rate: 7, shown: "yes" };
          const all = [edge, edge, edge, ...some, edge, edge, edge];
          const rows = all.flatMap(({ rate, shown }, i) =>
            shown === "no" ? [] : [`${start + 600 * i},${shown === "empty" ? "" : rate / 4}`],
          );
          const read = await windows(turn === 0 ? rows : [...rows].sort((a, b) => turn * a.localeCompare(b)));
          expect(read.rates?.windowSeconds).toBe(600);
          expect(rates(read)).toEqual(all.map(({ rate, shown }) => (shown === "yes" ? rate / 4 : Number.NaN)));
          expect(read).toMatchObject({ clockStart: start, epoch: null, duration: 600 * all.length, format: "windows" });
          const inGaps = (at: number) => read.gaps.some(([from, to]) => at >= from && at < to);
          expect(all.map((_, i) => inGaps(600 * i + 1))).toEqual(all.map(({ shown }) => shown !== "yes"));
          expect(read.workload.arrivals).toHaveLength(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("with dates have an epoch; counted requests become a rate", async () => {
    const rows = ["2026-10-26T00:05:00Z,60", "2026-10-26T00:00:00Z,30", "2026-10-26T00:10:00Z,0"];
    const read = await windows(rows, "timestamp,requests");
    expect(rates(read)).toEqual([0.1, 0.2, 0]);
    expect(read).toMatchObject({ epoch: Date.parse("2026-10-26T00:00:00Z") / 1000, clockStart: 0, reordered: 1 });
    expect(read.notes).toContain("1 rows stood later in the file than their time: sorted.");
  });

  it("with mean lengths tell the mean over all requests, and that the spread is assumed", async () => {
    const rows = ["0,1,100,10", "60,3,200,20", "120,0,,", "180,1,,5"];
    const read = await windows(rows, "window_start_s,rate_rps,input_tokens,output_tokens");
    expect(read.lengths).toEqual({
      input: { kind: "spread", mean: 175, cv: 1 },
      output: { kind: "spread", mean: 15, cv: 1 },
    });
    expect(read.notes).toEqual([expect.stringContaining("spread is assumed")]);
    expect(read.format).toBe("windows");
  });

  it("with a cv tell the median of the times between requests, and a mark instead is a bad row", async () => {
    const header = "window_start_s,rate_rps,active_clients,CV";
    const read = await windows(["0,1,1,1.5", "60,3,1,", "120,0,1,9", "180,1,1,1.7"], header);
    expect(read).toMatchObject({ format: "servegen", burstiness: 1.7, stampSeconds: null });
    expect((await windows(["0,1", "60,3"])).burstiness).toBeNull();
    const { problems } = await refusal(windows(["0,1,1,many", "60,3,1,1"], header));
    expect(problems).toContainEqual(
      expect.objectContaining({ line: 2, at: "CV", wanted: "a coefficient of variation, 0 or more" }),
    );
  });

  it("as JSON lines, and as Parquet", async () => {
    const lines = [0, 1, 2].map((i) => JSON.stringify({ timestamp: 1_770_000_000 + 60 * i, requests_per_second: i }));
    expect(rates(await trafficFiles.readTraffic(written("w.jsonl", lines.join("\n"))))).toEqual([0, 1, 2]);
    const path = join(written("x", ""), "../w.parquet");
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(
      `copy (select timestamptz '2026-10-26 00:00:00+00' + to_minutes(i) as timestamp, i * 60 as requests from range(3) as t(i)) to '${path}'`,
    );
    connection.closeSync();
    const read = await trafficFiles.readTraffic(path);
    expect(rates(read)).toEqual([0, 1, 2]);
    expect(read).toMatchObject({
      epoch: Date.parse("2026-10-26T00:00:00Z") / 1000,
      notes: [],
    });
  });
});

describe("windows that are wrong", () => {
  const good = Array.from({ length: 40 }, (_, i) => `${600 * i},${i}`);
  it.each([
    ["a negative rate", "7200,-1", "rate_rps", '"-1"'],
    ["text", "7200,many", "rate_rps", '"many"'],
    ["no time", "soon,1", "window_start_s", '"soon"'],
  ])("%s is a bad row, named by line", async (_what, row, ...[at, found]) => {
    const read = await windows(good.with(12, row));
    expect(read.rows).toEqual({ read: 40, bad: 1 });
    expect(read.gaps).toEqual([[7200, 7800]]);
    expect(read.notes).toContain(`1 of 40 rows left out, the first on line 14: ${at} ${found}.`);
  });

  it("in more than one row of twenty are refused", async () => {
    const { problems } = await refusal(windows(good.map((row, i) => (i % 2 === 0 ? row : "x,1"))));
    expect(problems[0]?.found).toBe("20 of 40 rows that are no windows of rates (50.0 %)");
    expect(problems[1]).toMatchObject({ line: 3, at: "window_start_s" });
  });

  it.each([
    ["twice", good.with(20, "600,3"), 22, "begins when another does"],
    ["off the grid", good.with(20, "12100,3"), 22, "20.17 windows after the first"],
    ["alone", good.slice(0, 1), null, "one window"],
    ["without any rate", ["0,", "600,"], null, "no window with a rate"],
    ["not there", [], null, "no windows"],
  ])("%s are refused, with the line", async (_what, rows, ...[line, found]) => {
    const { problems } = await refusal(windows(rows));
    expect(problems).toMatchObject([{ line, found: expect.stringContaining(String(found)) }]);
  });

  it("are no requests to simulate", async () => {
    const path = written("w.csv", ["window_start_s,rate_rps", ...good].join("\n"));
    for (const read of [trafficFiles.readRequests, streamed]) {
      const { problems } = await refusal(read(path));
      const advice: unknown = expect.stringContaining("load.poisson");
      expect(problems).toMatchObject([{ found: "rates by the window (windows), no requests", advice }]);
    }
  });
});

const folder = sharedFolder("data/traces/servegen");

describe("ServeGen's aggregates", () => {
  it.skipIf(folder === null)(titled("every window of both services", folder), async () => {
    if (folder === null) return;
    const large = await trafficFiles.readTraffic(join(folder, "aggregate-m-large.csv"));
    expect(large).toMatchObject({ format: "servegen", rows: { read: 2016, bad: 0 }, duration: 14 * 86_400, gaps: [] });
    const mean = rates(large).reduce((sum, rate) => sum + rate, 0) / 2016;
    expect(mean).toBeCloseTo(196, 0);
    expect(Math.max(...rates(large))).toBeCloseTo(583, 0);
    const day = await trafficFiles.readTraffic(join(folder, "aggregate-deepseek-r1.csv"));
    expect(day).toMatchObject({ rows: { read: 144, bad: 0 }, duration: 86_400, lengths: null });
  });
});
