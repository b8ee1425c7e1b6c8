import { calibrationYaml, readCalibration } from "../../../src/config/index.ts";
import { CALIBRATION } from "../../../src/mistakes/calibration.ts";
import { readMeasurements } from "../../../src/tasks/calibrate/measurements.ts";
import { type MadeRun, vllmBench } from "../../support/benchmark-results.ts";
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
  noMetricLine: [measured("# HELP x\nno metric at all\n"), '"no metric at all"'],
});
