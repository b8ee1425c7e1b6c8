import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { refuseAccess } from "../../../../src/adapters/traffic/refuse.ts";
import { InputError, type Problem } from "../../../../src/ports/failure.ts";
import { written } from "../../../support/written-file.ts";

const HEADER = "arrival_s,input_tokens,output_tokens";

async function problems(reading: Promise<unknown>): Promise<readonly Problem[]> {
  const error = await reading.then(
    () => new Error("was read"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof InputError) return error.problems;
  throw error;
}

const refused = (text: string | Uint8Array, name = "a.csv") =>
  problems(trafficFiles.readTraffic(written(name, text), { shown: "traffic/a.csv" }));

/** A log of good rows with some bad ones put in at given places. */
function log(rows: number, bad: Readonly<Record<number, string>>): string {
  const lines = Array.from({ length: rows }, (_, i) => bad[i] ?? `${i},10,5`);
  return [HEADER, ...lines, ""].join("\n");
}

describe("files that are no log", () => {
  it("says which file, as the user wrote it", async () => {
    expect(await refused("")).toMatchObject([{ file: "traffic/a.csv", line: null, found: "no content" }]);
  });

  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["only comments", "# nothing\n\n", "no content"],
    ["a header and nothing else", `${HEADER}\n`, "no requests"],
    ["a header without line end", HEADER, "no requests"],
    ["bytes", Uint8Array.of(137, 80, 78, 71, 0, 1, 2), "a binary file"],
    ["gzip", gzipSync(`${HEADER}\n0,1,1\n`), "a gzip archive"],
    ["UTF-16", Buffer.from(`\uFEFF${HEADER}\n0,1,1\n`, "utf16le"), "UTF-16 text"],
    ["a JSON array", '[{"arrival_s":0}]', "a JSON array"],
    ["a repeated column", "arrival_s,input_tokens,Input_Tokens,output_tokens\n0,1,1,1\n", "two columns of this name"],
    ["a cut-off Parquet file", "PAR1 and no more", "not readable as Parquet"],
    ["two faults a line", `${HEADER}\n${"0\n".repeat(50_001)}`, "50,000 lines or more that do not have the columns"],
    ["a quote that stays open", `${HEADER},prompt\n0,1,1,a\n1,1,1,"b\n2,1,1,c\n`, "a quote that is never closed"],
  ];
  it.each(cases)("%s", async (_, content, found) => {
    const [first, ...others] = await refused(content);
    expect(first?.found).toContain(found);
    expect(others).toEqual([]);
  });

  it("names the line of the open quote, not of the end", async () => {
    expect((await refused(`${HEADER},prompt\n0,1,1,a\n1,1,1,"b\n2,1,1,c\n`))[0]?.line).toBe(3);
  });

  it("missing, a folder, a path through a file, a link to itself", async () => {
    const file = written("a.csv", "x");
    const loop = join(dirname(file), "loop.csv");
    symlinkSync(loop, loop);
    const found = async (path: string) => (await problems(trafficFiles.readTraffic(path)))[0]?.found;
    expect(await found(`${file}.gone`)).toBe("no such file");
    expect(await found(dirname(file))).toBe("a folder");
    expect(await found(join(file, "b.csv"))).toContain("part of the path is not a folder");
    expect(await found(loop)).toContain("leads back to itself");
  });

  it("a named pipe is refused, not waited for", async () => {
    const pipe = `${written("a.csv", "")}.pipe`;
    execFileSync("mkfifo", [pipe]);
    expect((await problems(trafficFiles.readTraffic(pipe)))[0]?.found).toBe("a pipe or device");
  });

  it("no permission", async (context) => {
    const denied = refuseAccess("a.csv", Object.assign(new Error("denied"), { code: "EACCES" }));
    expect(denied).toBeInstanceOf(InputError);
    context.skip(process.getuid?.() === 0, "SKIPPED: the superuser may read every file");
    const path = written("a.csv", log(1, {}));
    chmodSync(path, 0);
    expect((await problems(trafficFiles.readTraffic(path)))[0]?.found).toBe("no permission to read it");
  });

  it("more rows than the cap", async () => {
    const path = written("a.csv", log(3000, {}));
    expect((await problems(trafficFiles.readTraffic(path, { rowCap: 2999 })))[0]?.found).toBe("more than 2,999 rows");
    expect((await trafficFiles.readTraffic(path, { rowCap: 3000 })).rows.read).toBe(3000);
  });
});

describe("unknown columns", () => {
  it("names what was found, what is known, and the nearest layout with the likely misspelling", async () => {
    const [problem] = await refused("request_id,arival_s,input_tokens,output_tokens\n0,1,1,1\n");
    expect(problem).toMatchObject({
      line: 1,
      found: "the columns request_id, arival_s, input_tokens, output_tokens",
      advice: "Nearest is plain, which lacks arrival_s or timestamp. Did you mean arrival_s by arival_s?",
    });
    for (const id of ["plain", "vidur", "azure-llm-2023", "mooncake"]) expect(problem?.wanted).toContain(id);
  });

  it("knows values from names", async () => {
    expect((await refused("0,0.5,10,20\n1,0.7,10,20\n"))[0]?.advice).toContain("add a header line");
  });

  it("knows the line of the first JSON object", async () => {
    expect((await refused('\n\n{"time":1}\n', "a.jsonl"))[0]).toMatchObject({ line: 3, found: "the columns time" });
  });
});

describe("bad rows", () => {
  it("up to one in twenty are left out, counted, and the first is named", async () => {
    const path = written(
      "a.csv",
      log(100, { 3: "3,abc,5", 50: "50,10,0", 51: "51,10", 52: "52,10,5,9", 53: "nan,1,1" }),
    );
    const read = await trafficFiles.readTraffic(path);
    expect(read.rows).toEqual({ read: 100, bad: 5 });
    expect(read.workload.arrivals).toHaveLength(95);
    expect(read.notes).toEqual(['5 of 100 rows left out, the first on line 5: input_tokens "abc".']);
  });

  it("more are refused, the first five by line", async () => {
    const bad = { 3: "3,abc,5", 50: "50,10,0", 51: "51,10", 52: "52,10,5,9", 53: "nan,1,1", 54: "1,1,1.5" };
    const [summary, ...named] = await refused(log(100, bad));
    expect(summary).toMatchObject({
      line: null,
      found: "6 of 100 rows that are no requests (6.0 %)",
      advice: "The first 5 follow.",
    });
    expect(named.map(({ line, at, found }) => [line, at, found])).toEqual([
      [5, "input_tokens", '"abc"'],
      [52, "output_tokens", '"0"'],
      [53, "", "fewer columns than the header"],
      [54, "", "more columns than the header"],
      [55, "arrival_s", '"nan"'],
    ]);
  });

  const rows: readonly (readonly [string, string])[] = [
    ["negative input", "1,-1,5"],
    ["no input", "1,0,5"],
    ["no output", "1,10,0"],
    ["an empty cell", "1,,5"],
    ["a part of a token", "1,10.5,5"],
    ["too many tokens", "1,3000000000,5"],
    ["a negative arrival", "-1,10,5"],
    ["an infinite arrival", "inf,10,5"],
    ["a decimal comma", '"1,5",10,5'],
    ["a thousands separator", "1,1,020,5"],
    ["a line of spaces", "   "],
  ];
  it.each(rows)("%s is a bad row", async (_, row) => {
    const read = await trafficFiles.readTraffic(written("a.csv", log(40, { 20: row })));
    expect(read.rows).toEqual({ read: 40, bad: 1 });
    expect(read.notes[0]).toContain("the first on line 22:");
  });

  it.each([
    ["1999-12-31T23:59:59Z"],
    ["2100-01-01T00:00:00Z"],
    ["9999-01-01T00:00:00Z"],
    ["26/10/2026 08:00"],
    ["2026-02-30T00:00:00Z"],
    ["08:30:00"],
  ])("the date %s is refused", async (date) => {
    const [, named] = await refused(`timestamp,input_tokens,output_tokens\n${date},10,5\n`);
    expect(named).toMatchObject({ line: 2, at: "timestamp", found: JSON.stringify(date) });
    expect(named?.wanted).toContain("between 2000 and 2100");
  });

  it("Unix milliseconds in a column of seconds are told", async () => {
    const [, named] = await refused(`${HEADER}\n1770000000000,10,5\n`);
    expect(named?.advice).toContain("milliseconds must be divided by 1000");
  });

  it("a date in a column of seconds is told where dates belong", async () => {
    const [, named] = await refused(log(2, { 1: "2026-10-01T00:00:00Z,10,5" }));
    expect(named).toMatchObject({ line: 3, wanted: "seconds, 0 or more" });
    expect(named?.advice).toContain("a column named timestamp");
  });

  it("a prefix longer than the prompt is a bad row", async () => {
    const [, named] = await refused(`${HEADER},prefix_id,prefix_tokens\n0,10,5,a,11\n`);
    expect(named).toMatchObject({ at: "prefix_tokens", found: '"11"' });
  });

  it("the one in a hundred of a long file is left out, each shown as it stands and where", async () => {
    const bad = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [100 * i + 99, `${i},10,no ${i}`]));
    const path = written("a.csv", log(200_000, bad));
    const read = await trafficFiles.readTraffic(path);
    expect(read.rows).toEqual({ read: 200_000, bad: 2000 });
    expect(read.notes).toEqual(['2,000 of 200,000 rows left out, the first on line 101: output_tokens "no 0".']);
    const named = await problems(trafficFiles.readRequests(path));
    expect(named.map(({ line, found }) => [line, found])).toEqual(
      [0, 1, 2, 3, 4].map((i) => [100 * i + 101, `"no ${i}"`]),
    );
  });

  it("broken JSON lines have their line, blank ones are nothing", async () => {
    const good = '{"arrival_s":0,"input_tokens":10,"output_tokens":1}\n';
    const text = `${good}\n${good.repeat(20)}{"arrival_s": 1\n${good}`;
    const read = await trafficFiles.readTraffic(written("a.jsonl", text));
    expect(read.rows).toEqual({ read: 23, bad: 1 });
    expect(read.notes[0]).toContain("on line 23: arrival_s no such key, or no JSON object");
  });

  it("line numbers count blank lines, comments and line ends inside quotes", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},10,5,"two\nlines ""x"""`).join("\n\n");
    const text = `# one\n\n${HEADER},prompt\n${rows}\n30,bad,5,x\n`;
    const read = await trafficFiles.readTraffic(written("a.csv", text));
    const line = text.split("\n").findIndex((content) => content.startsWith("30,bad")) + 1;
    expect(read.notes[0]).toContain(`on line ${line}: input_tokens "bad"`);
  });

  it("the lines named are the bad ones, whatever stands between them", async () => {
    const good = ['0,10,5,"a"', '0,10,5,"two\nlines, ""x"""', "0,10,5,", '0,10,5,ab"c'];
    const bad = ["0,x,5,", '0,x,5,"two\nlines"', "0,10", "0,10,5,,x", "0,0,5,"];
    const record = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...good) },
      { weight: 3, arbitrary: fc.constantFrom(...bad) },
      { weight: 2, arbitrary: fc.constant("") },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 25 }), fc.boolean(), async (records, windows) => {
        const text = [`${HEADER},prompt`, ...records, "0,0,0,"].join("\n");
        const expected: number[] = [];
        let line = 2;
        for (const each of [...records, "0,0,0,"]) {
          if (each === "0,0,0," || bad.includes(each)) expected.push(line);
          line += each.split("\n").length;
        }
        const path = written("a.csv", windows ? text.replaceAll("\n", "\r\n") : text);
        const named = await problems(trafficFiles.readRequests(path));
        expect(named.map((problem) => problem.line)).toEqual(expected.slice(0, 5));
      }),
      { numRuns: 100 },
    );
  });

  it("a text shown is cut, so that no prompt is spilt", async () => {
    const [, named] = await refused(`${HEADER}\n${"x".repeat(500)},10,5\n`);
    expect(named?.found.length).toBeLessThan(70);
  });
});
