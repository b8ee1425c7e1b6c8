import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { written } from "../../../support/written-file.ts";

const NAMES = "request_id,arrival_s,input_tokens,output_tokens";
const requests = (text: string, name = "r.csv") => trafficFiles.readRequests(written(name, text));

describe("requests to simulate", () => {
  it("keep the file's clock, order and ids", async () => {
    const { ids, workload } = await requests(`${NAMES}\nb,5.5,10,1\n"a,1",5.5,11,2\n7,6,12,3\n`);
    expect(ids).toEqual(["b", "a,1", "7"]);
    expect(workload.arrivals).toEqual(Float64Array.of(5.5, 5.5, 6));
    expect(workload.inputTokens).toEqual(Int32Array.of(10, 11, 12));
  });

  it("have no ids when these only count the rows, or when there are none", async () => {
    expect((await requests(`${NAMES}\n0,0,10,1\n1,1,10,1\n`)).ids).toBeNull();
    expect((await requests("arrival_s,input_tokens,output_tokens\n0,10,1\n")).ids).toBeNull();
    expect((await requests(`${NAMES}\n0,0,10,1\n01,1,10,1\n`)).ids).toEqual(["0", "01"]);
    expect((await requests(`${NAMES}\n0,0,10,1\n1,1,10,1\nx,2,10,1\n`)).ids).toEqual(["0", "1", "x"]);
  });

  it("with dates count seconds from the first", async () => {
    const rows = "2026-10-26T00:00:01.25Z,10,1\n2026-10-26T00:00:02Z,10,1\n";
    const { workload } = await requests(`timestamp,input_tokens,output_tokens\n${rows}`);
    expect(workload.arrivals).toEqual(Float64Array.of(0, 0.75));
  });

  it("are refused for one bad row among many", async () => {
    const rows = Array.from({ length: 100 }, (_, i) => (i === 70 ? "70,x,10,1" : `${i},${i},10,1`));
    await expect(requests([NAMES, ...rows].join("\n"))).rejects.toMatchObject({
      problems: [{ line: 72, column: 4, at: "arrival_s", found: '"x"' }],
    });
  });

  it.each([
    [
      "after a quoted cell with the delimiter and letters of several bytes",
      '"zwölf, über",0,ten,1',
      { line: 2, column: 17 },
    ],
    ["on the second line of its record", '"two\nlines",0,ten,1', { line: 3, column: 10 }],
    ["after an empty cell", ",0,10,", { line: 2, column: 7 }],
    ["between spaces", "a,0,10, x", { line: 2, column: 8 }],
  ])("name the column %s", async (_what, row, place) => {
    await expect(requests(`${NAMES}\n${row}\n`)).rejects.toMatchObject({ problems: [place] });
  });

  it("are put in order of arrival, each with its row in the file, ties in file order", async () => {
    const { workload, order, ids } = await requests(`${NAMES}\na,5,10,1\nb,1,20,1\nc,3,30,1\nd,1,40,1\n`);
    expect(workload.arrivals).toEqual(Float64Array.of(1, 1, 3, 5));
    expect(workload.inputTokens).toEqual(Int32Array.of(20, 40, 30, 10));
    expect(order).toEqual(Uint32Array.of(1, 3, 2, 0));
    expect(ids).toEqual(["a", "b", "c", "d"]);
    expect((await requests(`${NAMES}\na,1,10,1\nb,1,20,1\n`)).order).toBeNull();
  });

  it("come back as they were written", async () => {
    const request = fc.record({
      gap: fc.double({ min: 0, max: 1e4, noNaN: true }),
      input: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      output: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      id: fc.string({ unit: "grapheme", minLength: 1 }).filter((id) => !/[\n\r\0]/.test(id)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 40 }), async (rows) => {
        let clock = 0;
        const arrivals = rows.map(({ gap }) => (clock += gap));
        const lines = rows.map(
          ({ id, input, output }, i) => `"${id.replaceAll('"', '""')}",${arrivals[i]},${input},${output}`,
        );
        const read = await requests([NAMES, ...lines, ""].join("\n"));
        expect(read.workload.arrivals).toEqual(Float64Array.from(arrivals));
        expect(read.workload.inputTokens).toEqual(Int32Array.from(rows, ({ input }) => input));
        expect(read.workload.outputTokens).toEqual(Int32Array.from(rows, ({ output }) => output));
        expect(read.ids ?? rows.map((_, i) => String(i))).toEqual(rows.map(({ id }) => id));
      }),
      { numRuns: 40 },
    );
  });
});
