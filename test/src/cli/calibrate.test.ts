import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCalibration } from "../../../src/config/index.ts";
import { outputs } from "../../../src/config/outputs/index.ts";
import { FLAGS, guideLlm, type MadeRun, madeRun, vllmBench } from "../../support/benchmark-results.ts";
import { loadline, temporaryFolder } from "../../support/command.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const LEVELS = [1, 4, 16, 48];
const runs: readonly MadeRun[] = LEVELS.map((level) => madeRun(level, 1.4));

function folderOf(files: Readonly<Record<string, object | string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}

async function calibrated(files: Readonly<Record<string, object | string>>) {
  const folder = folderOf(files);
  const end = await sharedLoadline(folder, "calibrate", ...Object.keys(files), ...FLAGS, "--json");
  expect([end.code, end.stderr]).toEqual([0, ""]);
  const document = outputs["loadline.calibrate/v1"].parse(JSON.parse(end.stdout));
  if (!("terms" in document)) throw new Error("refused");
  const { value } = readCalibration(readFileSync(join(folder, "calibration.yaml"), "utf8"), "calibration.yaml");
  expect(value.terms).toEqual(document.terms);
  return document;
}

const details = Object.fromEntries(runs.map((run) => [`c${run.concurrency}.json`, vllmBench(run)]));

describe("calibrate on results of benchmarks of an engine that is 1.4 times slower", () => {
  it.each<[string, Readonly<Record<string, object | string>>]>([
    ["vllm bench, each request", details],
    ["vllm bench, appended to one file", { "all.json": runs.map((run) => JSON.stringify(vllmBench(run))).join("\n") }],
    ["vllm bench, a list", { "all.json": runs.map((run) => vllmBench(run)) }],
    ["GuideLLM up to 0.3", { "report.json": guideLlm(runs, "args") }],
    ["GuideLLM from 0.4", { "report.json": guideLlm(runs, "config") }],
  ])("%s: before 29 % off, after right", { timeout: 30_000 }, async (_name, files) => {
    const { error, fittedOn, loads, relativeError } = await calibrated(files);
    expect(error.before.tpot?.median).toBeCloseTo(1 - 1 / 1.4, 2);
    expect(error.after.tpot?.median).toBeLessThan(0.02);
    expect(error.after.ttft?.median).toBeLessThan(0.02);
    expect(relativeError).toBeLessThan(0.15);
    expect(fittedOn).toMatchObject({ date: "2026-11-25", loads: 4, range: { concurrency: [1, 48] } });
    expect(loads.map(({ requests }) => requests)).toEqual(LEVELS.map((level) => 6 * level + 6));
  });

  it.each<[string, object]>([
    ["vllm bench", runs.map((run) => vllmBench(run, false))],
    ["GuideLLM", guideLlm(runs, "config", false)],
  ])("%s, means and percentiles alone: less, and it says so", { timeout: 30_000 }, async (_name, content) => {
    const { error, notes } = await calibrated({ "results.json": content });
    expect(error.after.tpot?.median).toBeLessThan(0.08);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("its requests are taken to be equally long");
  });

  it("replays an open load as it was sent, whatever the order of its rows", { timeout: 30_000 }, async () => {
    const run = runs[2] ?? madeRun(16, 1.4);
    const open = { ...vllmBench(run), request_rate: 50, max_concurrency: null };
    const { loads, error } = await calibrated({ "open.json": open });
    expect(error.heldBack).toBe("every third request");
    expect(loads[0]?.concurrency).toBeLessThan(20);
    expect(error.after.tpot?.median).toBeLessThan(0.03);
  });

  it("prints the same bytes twice, and a table on a terminal", { timeout: 30_000 }, async () => {
    const folder = folderOf(details);
    const first = await loadline(folder, "calibrate", ...Object.keys(details), ...FLAGS);
    const bytes = readFileSync(join(folder, "calibration.yaml"));
    const second = await sharedLoadline(folder, "calibrate", ...Object.keys(details), ...FLAGS);
    expect(second.stdout).toBe(first.stdout);
    expect(readFileSync(join(folder, "calibration.yaml")).equals(bytes)).toBe(true);
    expect(first.stdout).toMatch(/c4\.json +4 .* held back\n/);
    expect(first.stdout).toMatch(/error of TPOT +29 % .* → /);
    expect(readdirSync(folder).sort()).toEqual([...Object.keys(details), "calibration.yaml"].sort());
  });
});

describe("calibrate refuses", () => {
  const one = vllmBench(runs[1] ?? madeRun(4, 1.4));
  const cut = JSON.stringify(one, null, 2).slice(0, 3000);
  const wrongs: readonly (readonly [what: string, content: object | string, ...parts: (string | RegExp)[]])[] = [
    ["a file that is cut off", cut, /^r\.json:\d+:\d+\n/, "the end of the file", "JSON of a benchmark"],
    ["another JSON", { hello: 1 }, "r.json:1\n", "no benchmark result"],
    ["text for a number", { ...one, completed: "many" }, /^r\.json:\d+ {2}completed\n/, '"many"'],
    ["lists that differ", { ...one, ttfts: [1, 2] }, /^r\.json:\d+ {2}ttfts\n/, "a list of 2"],
    ["a mean that no engine has", { ...one, mean_tpot_ms: 1e308 }, /^r\.json:\d+ {2}mean_tpot_ms\n/, "1e+308"],
    ["a run that failed", { ...one, completed: 3 }, "3 of 30 requests answered"],
    ["one load of means", vllmBench(runs[1] ?? madeRun(4, 1.4), false), "fewer than three loads"],
    ["requests beyond the context", { ...one, input_lens: new Array(30).fill(9000) }, "cannot serve"],
    ["nothing at all", "", /^r\.json:1:1\n/],
  ];
  it.each(wrongs.map((wrong) => [wrong[0], wrong] as const))("%s", async (_what, [, content, ...parts]) => {
    const folder = folderOf({ "r.json": content });
    const end = await sharedLoadline(folder, "calibrate", "r.json", ...FLAGS);
    expect([end.code, end.stdout]).toEqual([2, ""]);
    for (const part of parts) expect(end.stderr).toMatch(part);
    expect(end.stderr).not.toContain("bug");
    expect(existsSync(join(folder, "calibration.yaml"))).toBe(false);
  });

  it("a model, GPU or engine that nobody knows, before it reads anything", async () => {
    const folder = temporaryFolder();
    const flags = FLAGS.map((flag) => (flag === "l40s" ? "l40z" : flag));
    const end = await sharedLoadline(folder, "calibrate", "none.json", ...flags, "--json");
    expect(outputs["loadline.calibrate/v1"].parse(JSON.parse(end.stdout))).toMatchObject({
      error: { kind: "refused" },
    });
    expect(end.code).toBe(1);
  });

  it("to write what predicts no better than nothing", { timeout: 30_000 }, async () => {
    // Two loads as predicted, and between them one of a machine that is busy with something else.
    const odd = [madeRun(1, 1), madeRun(4, 1), madeRun(8, 1.001), madeRun(16, 3)];
    const files = Object.fromEntries(odd.map((run) => [`c${run.concurrency}.json`, vllmBench(run)]));
    const folder = folderOf(files);
    const end = await sharedLoadline(folder, "calibrate", ...Object.keys(files), ...FLAGS);
    expect([end.code, end.stderr]).toEqual([1, ""]);
    expect(end.stdout).toContain("nothing was written");
    expect(existsSync(join(folder, "calibration.yaml"))).toBe(false);
  });

  it("no measurements, and a shape that is wrong", async () => {
    const folder = folderOf({ "shape.yaml": "layers: 2\nhidden: 64\nheads: 5\n", "r.json": one });
    expect((await sharedLoadline(folder, "calibrate", ...FLAGS)).stderr).toContain("files with measurements");
    const shaped = await sharedLoadline(folder, "calibrate", "r.json", ...FLAGS, "--architecture", "shape.yaml");
    expect([shaped.code, shaped.stderr]).toEqual([2, expect.stringMatching(/^shape\.yaml:\d+:\d+ {2}/)]);
  });
});
