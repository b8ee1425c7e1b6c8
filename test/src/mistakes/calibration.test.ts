import { disk } from "../../../src/adapters/disk.ts";
import { openAiEndpoint } from "../../../src/adapters/openai-endpoint.ts";
import { calibrationYaml, readCalibration } from "../../../src/config/index.ts";
import { CALIBRATION } from "../../../src/mistakes/calibration.ts";
import { readMeasurements } from "../../../src/tasks/calibrate/measurements.ts";
import { probe } from "../../../src/tasks/calibrate/probe.ts";
import { calibrateFromFiles } from "../../../src/tasks/calibrate-engine.ts";
import { type MadeRun, SERVING, vllmBench } from "../../support/benchmark-results.ts";
import { calibration } from "../../support/calibration.ts";
import { showEach } from "../../support/mistakes.ts";
import { replaced } from "../config/examples.ts";

const run: MadeRun = {
  ...{ concurrency: 1, input: Int32Array.of(128, 64), output: Int32Array.of(32, 16) },
  ...{ ttft: Float64Array.of(0.1, 0.1), tpot: Float64Array.of(0.01, 0.01), start: Float64Array.of(5.5, 6) },
};
const MODEL = "Qwen/Qwen3-8B";
const measured = (content: string | object) => () => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return readMeasurements([{ file: "results/r.json", text }], MODEL);
};
const guided = (benchmark: object) => measured({ benchmarks: [{ metrics: {}, ...benchmark }] });
const bench = vllmBench(run);
const FAMILIES = ["vllm:time_to_first_token_seconds"];
const series = { status: "success", data: { resultType: "matrix", result: [{ metric: {}, values: [[0, "1"]] }] } };
const counted = (model: string) => `vllm:time_to_first_token_seconds_count{model_name="${model}"} 1`;

const text = calibrationYaml(calibration());
const read = (from: string, to: string) => () => readCalibration(replaced(text, from, to), "calibrations/chat.yaml");

const fromFiles = (files: Readonly<Record<string, Uint8Array>>) =>
  calibrateFromFiles(
    Object.keys(files),
    { files: { ...disk, read: async (path) => files[path] ?? null } },
    {
      ...{ serving: SERVING, servedModel: MODEL, architecture: null, processor: null, out: "c.yaml", now: 0 },
      progress: () => undefined,
    },
  );

/** Measures a server on whose clock a second passes whenever somebody looks. */
function slowly() {
  let seconds = 0;
  const answer = { kind: "answered", firstToken: 1, lastToken: 2, inputTokens: 1, outputTokens: 2, events: 2 } as const;
  return probe(
    { address: "http://127.0.0.1:8000", complete: async () => answer, close: () => undefined },
    {
      ...{ model: MODEL, concurrencies: [1], inputTokens: 8, outputTokens: 8, requests: 1, limit: 2 },
      ...{ stopwatch: () => seconds++, progress: () => undefined },
    },
  );
}

showEach("calibration", CALIBRATION, {
  engineVersionMissing: [read("vllm@0.15", "vllm")],
  fallingSpan: [read("concurrency: [1, 1000]", "concurrency: [1000, 1]")],
  notJson: [measured('{ "completed": 3'), "the end of the file"],
  otherShape: [measured({ ...bench, completed: "many" }), '"many"', "a result of `vllm bench serve --save-result`"],
  noResult: [measured({ hello: 1 })],
  unknownStrategy: [guided({ config: { strategy: { type_: "sweep" } } })],
  lengthsMissing: [guided({ config: { strategy: { type_: "synchronous" } } })],
  tooManyFailed: [measured({ ...bench, completed: 1 }), 1, 2],
  unequalLists: [measured({ ...bench, ttfts: [1] }), 1, 2],
  severalModels: [measured(`${counted("a")}\n${counted("b")}\n`), ["a", "b"], MODEL],
  nothingCounted: [measured(`${counted("a")}\n`), FAMILIES],
  unnamedSeries: [measured(series)],
  resultTooLarge: [() => fromFiles({ "big.json": new Uint8Array(2 ** 29 + 1) }), 2 ** 29 + 1],
  notEnough: [
    () => fromFiles({ "c1.json": new TextEncoder().encode(JSON.stringify(vllmBench(run, false))) }),
    "with fewer than three loads nothing can be held back to judge the fit",
  ],
  otherMachine: [() => openAiEndpoint("http://10.0.0.1:8000", 1), "http://10.0.0.1:8000"],
  limitTooShort: [slowly, 2, "http://127.0.0.1:8000"],
  noMetricLine: [measured("# HELP x\nno metric at all\n"), '"no metric at all"'],
});
