import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { neededColumns } from "../../../../src/adapters/traffic/layout.ts";
import { layouts } from "../../../../src/adapters/traffic/layouts/index.ts";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { written } from "../../../support/written-file.ts";

const history = (name: string, text: string | Uint8Array) => trafficFiles.readTraffic(written(name, text));
const combinations = (columns: readonly (readonly string[])[]): string[] =>
  columns.reduce<string[]>((some, names) => some.flatMap((one) => names.map((name) => `${one}|${name}`)), [""]);
const NAMES = "request_id,arrival_s,input_tokens,output_tokens";

describe("layouts", () => {
  it("the plain one: columns in any order and case, others unread", async () => {
    const read = await history("a.csv", "Prompt,OUTPUT_TOKENS,Arrival_s,Input_Tokens\nsecret,5,1.5,10\nx,6,2.25,20\n");
    expect(read).toEqual({
      workload: {
        arrivals: Float64Array.of(0, 0.75),
        inputTokens: Int32Array.of(10, 20),
        outputTokens: Int32Array.of(5, 6),
        prefixIds: null,
        prefixTokens: null,
      },
      rates: null,
      stampSeconds: null,
      burstiness: null,
      lengths: null,
      epoch: null,
      clockStart: 1.5,
      duration: 1.5,
      format: "plain",
      rows: { read: 2, bad: 0 },
      reordered: 0,
      gaps: [],
      notes: [],
    });
  });

  it("the plain one with shared prefixes, numbered as they appear", async () => {
    const { workload } = await history(
      "a.csv",
      `${NAMES},prefix_id,prefix_tokens\n0,0,10,1,sys,4\n1,1,10,1,,\n2,2,10,1,other,10\n3,3,10,1,sys,4\n4,4,10,1,sys,0\n`,
    );
    expect(workload.prefixIds).toEqual(Int32Array.of(0, -1, 1, 0, -1));
    expect(workload.prefixTokens).toEqual(Int32Array.of(4, 0, 10, 4, 0));
  });

  it("the plain one with dates: offsets are followed, time 0 is the first arrival", async () => {
    const rows = ["2026-10-26T01:00:00.5+01:00,10,1", "2026-10-26T00:00:01Z,10,1", "2026-10-25 20:00:02-0400,10,1"];
    const read = await history("a.csv", ["timestamp,input_tokens,output_tokens", ...rows].join("\n"));
    expect(read.workload.arrivals).toEqual(Float64Array.of(0, 0.5, 1.5));
    expect(read.epoch).toBe(Date.parse("2026-10-26T00:00:00.5Z") / 1000);
    expect(read.clockStart).toBe(0);
    expect(read.notes).toEqual([]);
  });

  it("the plain one with Unix seconds is a dated log", async () => {
    const read = await history("a.csv", `${NAMES}\na,1770000000.25,10,1\nb,1770000001.5,10,1\n`);
    expect(read.workload.arrivals).toEqual(Float64Array.of(0, 1.25));
    expect(read.epoch).toBe(1_770_000_000.25);
    expect(read.notes).toEqual(["Arrivals are Unix times."]);
  });

  it("Vidur's", async () => {
    const read = await history("a.csv", "request_id,arrived_at,num_prefill_tokens,num_decode_tokens\n0,0.5,512,1024\n");
    expect(read).toMatchObject({ format: "vidur", clockStart: 0.5, epoch: null });
    expect(read.workload.inputTokens).toEqual(Int32Array.of(512));
    expect(read.workload.outputTokens).toEqual(Int32Array.of(1024));
  });

  it("Azure's: seven digits of a second, and the missing zone is said", async () => {
    const read = await history(
      "a.csv",
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:46.6805907,396,109\n",
    );
    expect(read.format).toBe("azure-llm-2023");
    expect(read.workload.arrivals[1]).toBeCloseTo(7e-7, 12);
    expect(read.epoch).toBeCloseTo(Date.parse("2023-11-16T18:15:46.680Z") / 1000 + 0.00059, 6);
    expect(read.notes).toContain("Times name no zone: read as UTC.");
  });

  it("Mooncake's: milliseconds in JSON lines", async () => {
    const read = await history(
      "a.jsonl",
      '{"timestamp": 3000, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1]}\n{"timestamp": 3250, "input_length": 7, "output_length": 1, "hash_ids": []}\n',
    );
    expect(read).toMatchObject({ format: "mooncake", clockStart: 3, epoch: null });
    expect(read.workload.arrivals).toEqual(Float64Array.of(0, 0.25));
    expect(read.notes).toEqual([expect.stringContaining("batches of 3 s")]);
  });

  it("BurstGPT's: failures are left out and said, whole seconds are spread", async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${5 + Math.floor(i / 2)},ChatGPT,472,18,490,Conversation log`);
    const failed = "9,GPT-4,1087,0,1087,API log";
    const header = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";
    const read = await history("a.csv", [header, ...rows.slice(0, 9), failed, ...rows.slice(9)].join("\n"));
    expect(read).toMatchObject({ format: "burstgpt", clockStart: 5, epoch: null, rows: { read: 201, bad: 0 } });
    expect([...read.workload.arrivals.slice(0, 3)]).toEqual([0, 0.5, 1]);
    expect(read.notes).toEqual([
      expect.stringContaining("whole seconds"),
      "1 left out: failed requests (no response tokens).",
      expect.stringContaining("spread evenly"),
    ]);
  });

  it("the plain one as JSON lines, with keys missing here and there", async () => {
    const read = await history(
      "a.jsonl",
      '{"arrival_s":0,"input_tokens":10,"output_tokens":1}\n{"prefix_tokens":3,"prefix_id":"s","arrival_s":1,"input_tokens":"11","output_tokens":2,"prompt":"a \\"b\\""}',
    );
    expect(read.format).toBe("plain");
    expect(read.workload.inputTokens).toEqual(Int32Array.of(10, 11));
    expect(read.workload.prefixIds).toEqual(Int32Array.of(-1, 0));
  });

  it("no two of them claim the same columns", () => {
    const claims = layouts.flatMap((layout) => combinations(neededColumns(layout)));
    expect(new Set(claims).size).toBe(claims.length);
    expect(new Set(layouts.map(({ id }) => id)).size).toBe(layouts.length);
  });
});

describe("the guide's examples", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../../.github/guides/traffic.md"), "utf8");
  const examples = [...guide.matchAll(/^```(?:csv|json) (([\w-]+)\.\w+)\n(.*?)^```$/gms)].map(
    ([, name = "", id = "", text = ""]) => ({ name, id, text }),
  );

  it("show every layout, and its table names each", () => {
    const ids = layouts.map(({ id }) => id).sort();
    expect(examples.map(({ id }) => id).sort()).toEqual(ids);
    expect([...guide.matchAll(/^\| ([\w-]+) \|/gm)].map(([, id]) => id).sort()).toEqual([...ids, "layout"].sort());
  });

  it.each(examples)("$name is what it is called", async ({ name, id, text }) => {
    const read = await history(name, text);
    expect(read.format).toBe(id);
    expect(read.rows.bad).toBe(0);
  });
});

describe("text as programs write it", () => {
  const same = { arrivals: Float64Array.of(0, 1), inputTokens: Int32Array.of(10, 11) };
  const cases: readonly (readonly [string, string])[] = [
    ["Windows line ends", "arrival_s,input_tokens,output_tokens\r\n0,10,1\r\n1,11,1\r\n"],
    ["old Macintosh line ends", "arrival_s,input_tokens,output_tokens\r0,10,1\r1,11,1\r"],
    ["mixed line ends", "arrival_s,input_tokens,output_tokens\n0,10,1\r\n1,11,1\n"],
    ["a byte-order mark", "\uFEFFarrival_s,input_tokens,output_tokens\n0,10,1\n1,11,1\n"],
    [
      "quoted cells, a line end in one",
      'prompt,"arrival_s",input_tokens,output_tokens\n"a, ""b""\nc","0",10,1\nx,1,"11",1\n',
    ],
    ["blank lines before, between and after", "\n\narrival_s,input_tokens,output_tokens\n\n0,10,1\n\n1,11,1\n\n\n"],
    ["no line end at the end", "arrival_s,input_tokens,output_tokens\n0,10,1\n1,11,1"],
    ["comments before the header", "# made, by hand\n# twice\narrival_s,input_tokens,output_tokens\n0,10,1\n1,11,1\n"],
    ["mark, comment, Windows line ends", "\uFEFF# a\r\narrival_s,input_tokens,output_tokens\r\n0,10,1\r\n1,11,1\r\n"],
    ["semicolons", "arrival_s;input_tokens;output_tokens\n0;10;1\n1;11;1\n"],
    ["tabs", "arrival_s\tinput_tokens\toutput_tokens\n0\t10\t1\n1\t11\t1\n"],
    ["spaces around", "arrival_s, input_tokens, output_tokens\n 0, 10, 1\n1 ,11 ,1 \n"],
    [
      "JSON lines with blank ones",
      '\n{"arrival_s":0,"input_tokens":10,"output_tokens":1}\r\n\r\n{"arrival_s":1,"input_tokens":11.0,"output_tokens":1}\n\n',
    ],
  ];
  it.each(cases)("%s", async (_, text) => {
    const read = await history("a.log", text);
    expect(read.workload).toMatchObject(same);
    expect(read.rows).toEqual({ read: 2, bad: 0 });
  });

  it("a file name full of wildcards means that file alone", async () => {
    const path = written("a[1]*?{x}.csv", "arrival_s,input_tokens,output_tokens\n0,10,1\n");
    expect((await trafficFiles.readTraffic(path)).rows.read).toBe(1);
  });
});
