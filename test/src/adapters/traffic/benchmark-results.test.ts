import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { guideLlm, type MadeRun, vllmBench } from "../../../support/benchmark-results.ts";
import { written } from "../../../support/written-file.ts";

const run: MadeRun = {
  concurrency: 2,
  input: Int32Array.of(128, 512, 1024),
  output: Int32Array.of(32, 96, 1),
  ttft: Float64Array.of(0.1, 0.2, 0.3),
  tpot: Float64Array.of(0.01, 0.01, 0.01),
  start: Float64Array.of(5.5, 6, 7.25),
};
const read = (result: object, space = 0) =>
  trafficFiles.readTraffic(written("result.json", JSON.stringify(result, null, space)), { shown: "result.json" });

describe("a benchmark's result", () => {
  const results: readonly (readonly [string, object, number | null])[] = [
    ["vllm-bench", vllmBench(run), null],
    ["guidellm", guideLlm([run], "config"), 1e9 + 5.5],
    ["guidellm", guideLlm([run], "args"), 1e9 + 5.5],
  ];
  it.each(results)("of %s holds its requests, on one line or many", async (format, result, epoch) => {
    for (const space of [0, 2]) {
      const history = await read(result, space);
      expect(history).toMatchObject({ format, epoch, rows: { read: 3, bad: 0 } });
      expect([...history.workload.arrivals]).toEqual([0, 0.5, 1.75]);
      expect(history.workload.inputTokens).toEqual(run.input);
      expect(history.workload.outputTokens).toEqual(run.output);
      expect(history.notes[0]).toContain("load generator");
    }
  });

  it("of several runs holds the requests of all", async () => {
    const later = { ...run, start: run.start.map((at) => at + 100) };
    expect((await read(guideLlm([later, run], "config"))).workload.arrivals).toHaveLength(6);
  });

  it("leaves out what failed, and says so", async () => {
    const history = await read({ ...vllmBench(run), output_lens: [32, 0, 1] });
    expect([...history.workload.arrivals]).toEqual([0, 1.75]);
    expect(history.notes).toContain("1 left out: failed requests (no output).");
  });

  it("is read where Python wrote NaN and Infinity", async () => {
    const text = JSON.stringify(vllmBench(run))
      .replace('"inf"', "Infinity")
      .replace('"burstiness":1', '"burstiness":NaN');
    expect(text).toContain("NaN");
    expect((await trafficFiles.readTraffic(written("a.json", text))).workload.arrivals).toHaveLength(3);
  });

  it("without its requests is refused, and told how to save them", async () => {
    const advice: unknown = expect.stringContaining("--save-detailed");
    await expect(read(vllmBench(run, false))).rejects.toMatchObject({ problems: [{ found: "no requests", advice }] });
    const { start_times: _, ...untimed } = vllmBench(run) as { start_times: unknown };
    await expect(read(untimed)).rejects.toMatchObject({ problems: [{ advice }] });
    await expect(read(guideLlm([run], "config", false))).rejects.toMatchObject({
      problems: [{ found: "no requests" }],
    });
  });

  it("that is cut off is refused", async () => {
    const text = JSON.stringify(vllmBench(run)).slice(0, -20);
    await expect(trafficFiles.readTraffic(written("a.json", text))).rejects.toMatchObject({
      problems: [{ found: expect.stringContaining("not readable as JSON") }],
    });
  });
});
