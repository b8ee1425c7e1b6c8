import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { InputError } from "../../../../src/ports/failure.ts";
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
      problems: [{ line: 72, at: "arrival_s", found: '"x"' }],
    });
  });

  it("are refused when an arrival lies before the previous one", async () => {
    const error = await requests(`${NAMES}\n0,1,10,1\n\n1,3,10,1\n2,2.5,10,1\n`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      problems: [{ line: 5, at: "arrival_s", found: '"2.5", an arrival before the previous one' }],
    });
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
