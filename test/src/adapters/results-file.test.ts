import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REQUEST_STATUS } from "../../../planner/index.ts";
import { resultsFile } from "../../../src/adapters/results-file.ts";
import { InputError } from "../../../src/ports/failure.ts";
import type { ResultRows } from "../../../src/ports/traffic-files.ts";
import { written } from "../../support/written-file.ts";

const HEADER = "request_id,arrival_s,scheduled_s,first_token_s,finish_s,replica,preemptions,status";

interface Row {
  readonly id: string;
  readonly times: readonly [number, number, number, number];
  readonly replica: number;
  readonly preemptions: number;
  readonly status: number;
}

async function writeResults(path: string, rows: ResultRows): Promise<void> {
  const writer = await resultsFile.openResults(path);
  try {
    await writer.write(rows);
    await writer.commit();
  } finally {
    await writer.discard();
  }
}

function columns(rows: readonly Row[]): ResultRows {
  const times = (at: number) => Float64Array.from(rows, (row) => row.times[at] ?? Number.NaN);
  return {
    ids: rows.map(({ id }) => id),
    statusNames: REQUEST_STATUS,
    arrivals: times(0),
    scheduled: times(1),
    firstToken: times(2),
    finish: times(3),
    replica: Int32Array.from(rows, ({ replica }) => replica),
    preemptions: Int32Array.from(rows, ({ preemptions }) => preemptions),
    status: Uint8Array.from(rows, ({ status }) => status),
  };
}

const completed: Row = { id: "a", times: [0.1, 0.2, 1 / 3, 4], replica: 0, preemptions: 2, status: 0 };
const unfinished: Row = { ...completed, id: "d,e", times: [5, 5, Number.NaN, Number.NaN], status: 3 };
const rejected: Row = { id: "b", times: [1, Number.NaN, Number.NaN, 1], replica: -1, preemptions: 0, status: 1 };

describe("results", () => {
  it("have the columns of the contract; what never happened is empty", async () => {
    const path = `${written("x", "")}.csv`;
    await writeResults(path, columns([completed, rejected, { ...rejected, status: 2 }, unfinished]));
    expect(readFileSync(path, "utf8").split("\n")).toEqual([
      HEADER,
      "a,0.1,0.2,0.333333333,4,0,2,completed",
      "b,1,,,1,,0,rejected",
      "b,1,,,1,,0,timed-out",
      '"d,e",5,5,,,0,2,unfinished',
      "",
    ]);
  });

  it("begin anew when they are asked to", async () => {
    const path = `${written("x", "")}.csv`;
    const writer = await resultsFile.openResults(path);
    await writer.write(columns([completed, rejected]));
    await writer.restart();
    await writer.write(columns([rejected]));
    await writer.write(columns([unfinished]));
    await writer.commit();
    expect(
      readFileSync(path, "utf8")
        .split("\n")
        .map((line) => line.split(",")[0]),
    ).toEqual(["request_id", rejected.id, '"d', ""]);
  });

  it("go where a link leads, and leave the link", async () => {
    const path = written("x", "before");
    symlinkSync(path, `${path}.link`);
    await writeResults(`${path}.link`, columns([completed]));
    expect(readFileSync(path, "utf8")).toMatch(/^request_id/);
    expect(lstatSync(`${path}.link`).isSymbolicLink()).toBe(true);
  });

  it("number the rows from 0 without ids, in as many pieces as it takes", async () => {
    const path = `${written("x", "")}.csv`;
    const rows = columns(Array.from({ length: 20_000 }, () => completed));
    await writeResults(path, { ...rows, ids: null });
    const ids = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    expect(ids).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i)));
  });

  it("have times of nine digits or more, and those of a log as they stood there", async () => {
    const path = `${written("x", "")}.csv`;
    const texts = [
      "0",
      "0.000001234567891",
      "1e-7",
      "0.9999999996",
      "9.9999999999",
      "123456.042119",
      "4194303.000000001",
    ];
    const rows = [...texts, "4194304.123456789", "1099511627776.5"].map((text): Row => {
      return { ...completed, times: [Number(text), 7, 100.5, 1_000_000.000001] };
    });
    await writeResults(path, columns(rows));
    const lines = readFileSync(path, "utf8").trim().split("\n").slice(1);
    expect(lines.map((line) => line.split(",").slice(1, 5).join(" "))).toEqual(
      [
        ...["0", "0.000001234567891", "1e-7", "1", "10", "123456.042119", "4194303.000000001"],
        ...["4194304.123456789", "1099511627776.5"],
      ].map((text) => `${text} 7 100.5 1000000.000001`),
    );
  });

  it("read back as they were, times to the nanosecond", async () => {
    const time = fc.oneof(
      fc.constant(Number.NaN),
      fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true }),
    );
    const row = fc.record({
      id: fc.stringMatching(/^[a-z0-9äß€😀-]{1,8}$/u),
      times: fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), time, time, time),
      replica: fc.integer({ min: -1, max: 500 }),
      preemptions: fc.nat(50),
      status: fc.nat(3),
    });
    const path = `${written("x", "")}.csv`;
    const read = (line: string): Row => {
      const [id = "", ...cells] = line.split(",");
      const number = (cell: string | undefined, absent: number) =>
        cell === "" || cell === undefined ? absent : Number(cell);
      const [a, b, c, d] = cells.slice(0, 4).map((cell) => number(cell, Number.NaN));
      const status = REQUEST_STATUS.map(String).indexOf(cells[6] ?? "");
      const times: Row["times"] = [a ?? -1, b ?? -1, c ?? -1, d ?? -1];
      return { id, times, replica: number(cells[4], -1), preemptions: number(cells[5], -1), status };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        await writeResults(path, columns(rows));
        const lines = readFileSync(path, "utf8").split("\n");
        const found = lines.slice(1, -1).map(read);
        const toNanoseconds = (row: Row) => ({ ...row, times: row.times.map(nanosecondOf) });
        expect(found.map(toNanoseconds)).toEqual(rows.map(toNanoseconds));
      }),
      { numRuns: 50 },
    );
  });
});

/** A time as the file gives it: nanoseconds, where a float64 is finer and nine digits are not more. */
const nanosecondOf = (seconds: number): number =>
  seconds < 0.1 || seconds >= 2 ** 22
    ? seconds
    : Math.round((seconds - Math.floor(seconds)) * 1e9) + 1e9 * Math.floor(seconds);

describe("a place that cannot be written", () => {
  it("is the user's mistake, and nothing is left there", async () => {
    const file = written("x", "kept");
    const folder = join(dirname(file), "folder");
    mkdirSync(folder);
    const rows = columns([completed]);
    for (const path of [join(folder, "no/such.csv"), folder, join(file, "r.csv"), "/dev/null"]) {
      await expect(writeResults(path, rows)).rejects.toBeInstanceOf(InputError);
    }
    expect(readdirSync(dirname(file)).sort()).toEqual(["folder", "x"]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps what was there when writing fails half-way", async () => {
    const path = written("r.csv", "kept");
    const rows = columns([completed]);
    const failing = {
      ...rows,
      get replica(): Int32Array {
        throw new Error("half-way");
      },
    };
    await expect(writeResults(path, failing)).rejects.toThrow("half-way");
    expect(readFileSync(path, "utf8")).toBe("kept");
    expect(readdirSync(dirname(path))).toEqual(["r.csv"]);
  });

  it("replaces a file that was there", async () => {
    const path = written("r.csv", "old");
    writeFileSync(path, "older and longer than anything new could be\n".repeat(99));
    await writeResults(path, columns([]));
    expect(readFileSync(path, "utf8")).toBe(`${HEADER}\n`);
  });
});
