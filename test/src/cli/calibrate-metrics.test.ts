import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { FLAGS, madeOpenRun, madeRun } from "../../support/benchmark-results.ts";
import { type Ended, ended, temporaryFolder } from "../../support/command.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";
import { EngineCounters, metricsPage, rangeAnswer } from "../../support/metric-pages.ts";

const LABELS = { model_name: "Qwen/Qwen3-8B", instance: "a:8000", engine: "0" };
const SLOWER = 1.4;

/** Ten minutes each at several rates, on an engine that had counted before: what a Prometheus keeps of it. */
function served(labels = LABELS) {
  const counters = new EngineCounters(labels);
  counters.count(madeRun(4, 9));
  const rates = [0.5, 1.5, 2.5, 1, 3, 2];
  return [null, ...rates].map((rate, i) => {
    if (rate !== null) counters.count(madeOpenRun(rate, 600, SLOWER));
    return { time: 1_795_500_000 + 600 * i, series: counters.series() };
  });
}
const history = rangeAnswer(served());

function fitted(end: Ended) {
  expect(end.code, end.stderr).toBe(0);
  const document = outputs["loadline.calibrate/v1"].parse(JSON.parse(end.stdout));
  if (!("terms" in document)) throw new Error("refused");
  return document;
}

async function calibrated(files: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ended> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return loadline(folder, "calibrate", ...Object.keys(files), ...FLAGS, ...more, "--json");
}

describe("calibrate on histograms of an engine that is 1.4 times slower", { timeout: 30_000 }, () => {
  it("a saved range: finds it, and leaves out what was counted before", async () => {
    const { error, fittedOn, loads } = fitted(await calibrated({ "range.json": JSON.stringify(history) }));
    expect(fittedOn).toMatchObject({ source: "prometheus", loads: 6 });
    expect(loads.map(({ name }) => Number.parseFloat(name))).toEqual(
      [0.5, 1, 1.5, 2, 2.5, 3].map((rate) => expect.closeTo(rate, 0)),
    );
    expect(error.before.tpot?.median).toBeGreaterThan(0.2);
    expect(error.after.tpot?.median).toBeLessThan(0.08);
    expect(error.after.ttft?.median).toBeLessThan(0.2);
  });

  it("pages of /metrics, in the order they are named", async () => {
    const counters = new EngineCounters(LABELS);
    const pages = [3, 3, 8, 8, 24, 24].map((level, i) => {
      if (i > 0) counters.count(madeRun(level, SLOWER));
      counters.running = level;
      return [`${i}.txt`, metricsPage(counters.series())];
    });
    const { error, loads } = fitted(await calibrated(Object.fromEntries(pages)));
    expect(loads.map(({ name }) => name)).toEqual([3, 6, 8, 16, 24].map((level) => `about ${level} at once`));
    expect(error.after.tpot?.median).toBeLessThan(0.25);
    expect(error.after.tpot?.median).toBeLessThan(error.before.tpot?.median ?? 0);
  });

  it("two replicas: the load of one of them", async () => {
    const both = served().map(({ time, series }, i) => {
      const other = served({ ...LABELS, instance: "b:8000" })[i]?.series ?? [];
      return { time, series: [...series, ...other] };
    });
    const { loads } = fitted(await calibrated({ "range.json": JSON.stringify(rangeAnswer(both)) }));
    expect(Number.parseFloat(loads.at(-1)?.name ?? "")).toBeCloseTo(3, 0);
  });

  it("a live Prometheus, whose address only the environment has", async () => {
    const asked: URL[] = [];
    const tokens: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? "", "http://x"));
      tokens.push(request.headers.authorization);
      response.end(JSON.stringify(history));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const main = resolve(import.meta.dirname, "../../../src/cli/main.ts");
    const flags = ["calibrate", "--prometheus", "main", "--window", "2h", ...FLAGS, "--json"];
    const environment = {
      ...process.env,
      LOADLINE_PROMETHEUS_MAIN: `http://127.0.0.1:${port}/base/`,
      LOADLINE_PROMETHEUS_MAIN_TOKEN: "word",
    };
    const run = spawn(process.execPath, [main, ...flags], { cwd: temporaryFolder(), env: environment });
    expect(fitted(await ended(run)).fittedOn.source).toBe("prometheus");
    const [url] = asked;
    expect([asked.length, url?.pathname, tokens[0]]).toEqual([1, "/base/api/v1/query_range", "Bearer word"]);
    const at = (name: string) => Number(url?.searchParams.get(name));
    expect([at("end") - at("start"), at("step")]).toEqual([7200, 60]);
    expect(url?.searchParams.get("query")).toContain("vllm:time_to_first_token_seconds");
  });
});

describe("calibrate refuses metrics", () => {
  const counters = new EngineCounters(LABELS);
  counters.count(madeRun(4, 1));
  const page = metricsPage(counters.series());
  const other = metricsPage(new EngineCounters({ ...LABELS, model_name: "other/model" }).series());
  const wrongs: readonly (readonly [what: string, text: string, words: string | RegExp])[] = [
    ["of one moment", page, "nothing was counted between"],
    ["that are cut off", `${page}vllm:request_pro{le="`, /^m\.txt:\d+\n {2}Found: "vllm:request_pro/],
    ["of other models", `${other}${other.replaceAll("other/model", "third/model")}`, "--served-model"],
    [
      "of a rate",
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"]]}]}}',
      "a series without a name",
    ],
    [
      "of a query that failed",
      '{"status":"error","data":null,"error":"x"}',
      "a successful answer of /api/v1/query_range",
    ],
  ];
  it.each(wrongs.map((wrong) => [wrong[0], wrong] as const))("%s", async (_what, [, text, words]) => {
    const end = await calibrated({ "m.txt": text });
    expect([end.code, end.stdout]).toEqual([2, ""]);
    expect(end.stderr).toMatch(words);
  });

  it("without an address, and of a server that is not there", async () => {
    const none = await loadline(temporaryFolder(), "calibrate", "--prometheus", "nobody", ...FLAGS);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("LOADLINE_PROMETHEUS_NOBODY")]);
  });
});
