import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disk } from "../../../src/adapters/disk.ts";
import { prometheus } from "../../../src/adapters/prometheus.ts";
import { outputs } from "../../../src/config/outputs/index.ts";
import { type ObserveRequest, observeCommand } from "../../../src/tasks/observe-command.ts";
import type { ObserveOptions } from "../../../src/tasks/observe-deployment.ts";
import { planDeployments } from "../../../src/tasks/plan-deployments.ts";
import { realWorld } from "../../../src/world.ts";
import { ended, loadline, loadlineWith } from "../../support/command.ts";
import { committed, configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { exported } from "../../support/exported-weeks.ts";
import { observedDocument } from "../../support/observed.ts";
import { noPrometheus, type PrometheusServer, startPrometheus } from "../../support/prometheus-server.ts";
import { END, servedWeeks, WEEK } from "../../support/served-weeks.ts";

const RATE = 'rate: "vllm:request_success_total{namespace=\\"ai-models\\",service=\\"chat\\"}"';
const MEASURED = MODEL.replace(/scaling: .*/, "scaling: { mode: fixed, replicas: 2 }").replace(
  /traffic: .*/,
  `traffic: { prometheus: { server: main, ${RATE}, window: 14d } }`,
);
const WITH_SERVER = `${SETTINGS}prometheus: { main: {} }\n`;

const title = noPrometheus === null ? "a real Prometheus" : `SKIPPED, ${noPrometheus}: a real Prometheus`;
const DAY = 86_400;

/** Two weeks as forecast, and a third with 30 % more requests on an engine whose steps take 20 % longer. */
describe.skipIf(noPrometheus !== null)(`observe with ${title}`, { timeout: 60_000 }, () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus(exported(servedWeeks([{}, {}, { rate: 1.3, slowness: 1.2 }])));
  }, 60_000);
  afterAll(() => server.stop());

  const observed = (folder: string, ...more: readonly string[]) =>
    ended(
      loadlineWith({ LOADLINE_PROMETHEUS_MAIN: server.address }, folder, [
        ...["observe", "models/chat.yaml", "--now", "2026-11-25", ...more],
      ]),
    );

  it("finds both, tells them apart, and explains the latency by them", async () => {
    const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
    const end = await observed(folder, "--json");
    expect(end.stderr).toBe("");
    const document = observedDocument(JSON.parse(end.stdout));
    const { drifts, engine, latency, recalibration, targets, missing, measuredShare } = document;
    const standing = Object.fromEntries(drifts.map(({ kind, status }) => [kind, status]));
    expect(standing).toEqual({
      ...{ requests: "drifted", prompts: "as-forecast", answers: "as-forecast" },
      ...{ engine: "drifted", replicas: "as-forecast", cost: "as-forecast" },
    });
    const requests = drifts.find(({ kind }) => kind === "requests");
    expect(requests?.ratio).toBeGreaterThan(1.27);
    expect(requests?.ratio).toBeLessThan(1.33);
    // Within what the prediction says of itself, and yet not what it was the week before.
    expect(engine.slowness).toBeCloseTo(1.2, 1);
    expect((engine.slowness ?? 0) / (engine.before ?? 1)).toBeCloseTo(1.2, 1);
    expect(engine.slowness).toBeLessThan(engine.range[1]);
    expect([recalibration.pays, missing, measuredShare]).toEqual([true, [], 1]);
    const mean = latency.find(({ metric, statistic }) => metric === "ttft" && statistic === "mean");
    expect((mean?.withReplicasMs ?? 0) / (mean?.measuredMs ?? 1)).toBeCloseTo(1, 1);
    expect((mean?.measuredMs ?? 0) / (mean?.forecastMs ?? 1)).toBeGreaterThan(1.1);
    expect([end.code, targets.map(({ met }) => met)]).toEqual([0, [true, true]]);
  });

  it("says in text what the guide shows", async () => {
    const guide = readFileSync(join(import.meta.dirname, "../../../.github/guides/observe.md"), "utf8");
    const [, shown = ""] = /^\$ loadline observe models\/chat\.yaml --now 2026-11-25\n(.*?)^```$/ms.exec(guide) ?? [];
    const { stdout } = await observed(configRepository({ model: MEASURED, settings: WITH_SERVER }));
    expect(shown.split("\n").length).toBeGreaterThan(5);
    expect(stdout.slice(0, shown.length)).toBe(shown);
  });

  it("keeps what it observed where a folder is named, and shows the trend next time", async () => {
    const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
    const kept = () => readFileSync(join(folder, "kept/observations/ai-models/chat.json"), "utf8");
    const flags = ["--window", "1d", "--out", "kept"];
    const first = await observed(folder, ...flags, "--now", "2026-11-18");
    expect(first).toMatchObject({ code: 0, stdout: "", stderr: "Wrote kept/report.txt\n" });
    const { observations } = JSON.parse(kept());
    const second = await observed(folder, ...flags, "--json");
    const { earlier } = observedDocument(JSON.parse(second.stdout));
    expect([earlier, earlier.map(({ to }) => to)]).toEqual([observations, ["2026-11-18T00:00:00Z"]]);
    expect(JSON.parse(kept()).observations).toHaveLength(2);
  });

  const world = () => ({
    ...realWorld(),
    metrics: async (name: string) =>
      prometheus(name, { LOADLINE_PROMETHEUS_MAIN: server.address }, { wait: async () => undefined }),
  });
  const usual: ObserveOptions = {
    ...{ from: END - DAY, to: END, now: END, seed: 1, traffic: null, prometheus: null, selector: null },
    ...{ comparesBefore: false, progress: () => undefined },
  };
  /** As the command, in this process. */
  async function told(folder: string, request: Partial<ObserveRequest>, options: Partial<ObserveOptions> = {}) {
    const asked = { file: join(folder, "models/chat.yaml"), against: null, out: null, ...request };
    const { answer, files } = await observeCommand(asked, world(), { ...usual, ...options });
    const document = observedDocument(answer.document());
    return { code: answer.code, document, files, markdown: answer.markdown?.() ?? "" };
  }

  it("keeps the same bytes for the same stretch, and refuses a file that is not its own", async () => {
    const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
    const out = join(folder, "kept");
    const { files } = await told(folder, { out });
    await disk.write(out, files);
    expect((await told(folder, { out })).files).toEqual(files);
    const [path = ""] = files.keys();
    writeFileSync(join(out, path), '{"schema":"loadline.observations/v1"}');
    await expect(told(folder, { out })).rejects.toThrow(/chat\.json\n {2}Found: JSON that holds no observations \(at /);
    writeFileSync(join(out, path), "{");
    await expect(told(folder, { out })).rejects.toThrow(/chat\.json\n {2}Found: no JSON/);
  });

  it("is held against a kept plan, or the file as it stood", async () => {
    const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
    committed(folder);
    const file = join(folder, "forecast.json");
    const plan = await planDeployments([join(folder, "models/chat.yaml")], world(), {
      ...{ now: END - WEEK, seed: 1, horizonSeconds: WEEK, trafficScale: 1, lengthScale: { input: 1, output: 1 } },
      ...{ traffic: null, progress: () => undefined },
    });
    writeFileSync(file, JSON.stringify(plan.document()));
    const { document } = await told(folder, { against: file });
    const { traffic, replicas } = outputs["loadline.plan/v1"].parse(plan.document()).deployments[0] ?? {};
    const requests = document.drifts.find(({ kind }) => kind === "requests");
    expect(requests).toMatchObject({ status: "drifted" });
    expect(requests?.forecast).toBeCloseTo((traffic?.requestsPerMonth.p50 ?? 0) / 730 / 3600, 5);
    expect(document.replicas.forecast).toBe(replicas?.mean);
    writeFileSync(join(folder, "models/chat.yaml"), MEASURED.replace("replicas: 2", "replicas: 3"));
    const then = await told(folder, { against: "HEAD" });
    expect([then.document.forecast, then.document.replicas]).toEqual([
      expect.stringMatching(/chat\.yaml as it stood at HEAD$/),
      { forecast: 2, expected: 2, measured: 2 },
    ]);
    writeFileSync(file, JSON.stringify({ schema: "loadline.plan/v1", deployments: [] }));
    await expect(told(folder, { against: file })).rejects.toThrow(/forecast\.json\n {2}Found: a plan of/);
    writeFileSync(file, "[]");
    await expect(told(folder, { against: file })).rejects.toThrow(/forecast\.json\n {2}Found: JSON that is no plan/);
  });

  it("knows its traffic from a log where the file names one; a broken promise is exit code 1", async () => {
    const slow = MODEL.replace(/scaling: .*/, "scaling: { mode: fixed, replicas: 2 }").replace("80ms", "20ms");
    const folder = configRepository({ model: slow, settings: WITH_SERVER });
    const { code, document, markdown } = await told(folder, {});
    expect([code, document.missing]).toEqual([1, []]);
    expect(markdown).toMatch(/^### chat: drifted: requests, prompt lengths.*; missed: p95 TPOT\n/);
  });

  it("an engine of which nobody knows how fast it is: a refusal, exit code 1, and nothing is kept", async () => {
    const unknown = MEASURED.replace("g5.2xlarge", "g7.2xlarge");
    const folder = configRepository({ model: unknown, settings: WITH_SERVER });
    const request = { file: join(folder, "models/chat.yaml"), against: null, out: join(folder, "kept") };
    const { answer, files } = await observeCommand(request, world(), usual);
    expect(outputs["loadline.observe/v1"].parse(answer.document())).toMatchObject({ error: { kind: "refused" } });
    expect([answer.code, files.size, answer.text({ width: 80, color: false })]).toEqual([
      ...[1, 0, expect.stringMatching(/^chat cannot be compared: .*g7\.2xlarge/)],
    ]);
  });

  const wrongs: readonly (readonly [string, Partial<ObserveRequest>, Partial<ObserveOptions>, RegExp])[] = [
    ["labels that are none", {}, { selector: "model_name=" }, /^command line {2}--selector\n {2}Found: model_name=,/],
    [
      "a time of which nothing is there",
      {},
      { from: END - 99 * DAY, to: END - 98 * DAY },
      /nothing of this deployment/,
    ],
    ["no such revision", { against: "nope" }, {}, /Found: "nope", which names no commit/],
  ];
  it.each(wrongs.map((wrong) => [wrong[0], wrong] as const))(
    "refuses %s",
    async (_what, [, request, options, said]) => {
      const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
      committed(folder);
      await expect(told(folder, request, options)).rejects.toThrow(said);
    },
  );
});

describe("observe refuses", () => {
  it("a deployment of which nobody says who measures it, and too short a window", async () => {
    const folder = configRepository();
    const nobody = await loadline(folder, "observe", "models/chat.yaml", "--now", "2026-11-25");
    expect([nobody.code, nobody.stdout]).toEqual([2, ""]);
    expect(nobody.stderr).toMatch(/--prometheus\n {2}Found: no Prometheus in loadline\.yaml/);
    const short = await loadline(folder, "observe", "models/chat.yaml", "--window", "10m");
    expect([short.code, short.stderr]).toEqual([2, expect.stringMatching(/^command line {2}--window/)]);
  });
});
