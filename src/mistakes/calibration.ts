import type { Mistake } from "../ports/failure.ts";

const wholeFile =
  "Name the file that the benchmark saved, whole: vllm bench serve --save-result, guidellm --output-path.";

/** A Calibration that contradicts itself, and measurements that none can be made of. */
export const CALIBRATION = {
  engineVersionMissing: { wanted: "an engine with its version", advice: "Write it like this: vllm@0.15." },
  fallingSpan: { wanted: "the smaller number first", advice: "Swap the two." },
  notJson: (found: string): Mistake => ({
    found,
    wanted: "JSON of a benchmark, or metrics of Prometheus",
    advice: wholeFile,
  }),
  otherShape: (found: string, wanted: string): Mistake => ({ found, wanted, advice: wholeFile }),
  noResult: {
    found: "JSON that is no benchmark result known here",
    wanted: "a result of `vllm bench serve`, a report of GuideLLM, or an answer of Prometheus",
    advice: "Save it with vllm bench serve --save-result --save-detailed, or guidellm --output-path report.json.",
  },
  unknownStrategy: {
    found: "no strategy that is known",
    wanted: "synchronous, concurrent with streams, throughput, or constant or poisson with a rate",
    advice: "Leave this benchmark out of the report, or repeat it with another profile.",
  },
  lengthsMissing: {
    found: "neither requests nor the mean lengths of successful ones",
    wanted: "at least one of the two",
    advice: "Save the report as JSON, with its requests.",
  },
  tooManyFailed: (completed: number, sent: number): Mistake => ({
    found: `${completed} of ${sent} requests answered`,
    wanted: "at least nine of ten requests answered",
    advice: "Repeat the run on an engine that answers; failed requests are a load of their own.",
  }),
  unequalLists: (entries: number, wanted: number): Mistake => ({
    found: `a list of ${entries}`,
    wanted: `${wanted} entries, as input_lens has`,
    advice: "The file was cut or edited: name the one that the benchmark saved.",
  }),
  severalModels: (names: readonly string[], model: string): Mistake => ({
    found: `metrics of ${names.join(", ")}`,
    wanted: `those of one model, or of ${model} among others`,
    advice: "Name it as the server does with --served-model.",
  }),
  nothingCounted: (families: readonly string[]): Mistake => ({
    found: "metrics in which nothing was counted between one moment and the next",
    wanted: `at least two moments with vLLM's ${families.join(" or ")} and the lengths of requests`,
    advice: "Take the range of a query while the engine serves, or several /metrics pages some minutes apart.",
  }),
  unnamedSeries: {
    found: "a series without a name",
    wanted: "raw series: a rate or a sum has no name any more",
    advice: 'Query {__name__=~"vllm:.*"} over the range, without functions.',
  },
  noMetricLine: (found: string): Mistake => ({
    found,
    wanted: "a line of the Prometheus text format: name{labels} value",
    advice: "Save the page as it is: curl -s http://HOST:PORT/metrics > before.txt.",
  }),
  resultTooLarge: (bytes: number): Mistake => ({
    found: `${bytes} bytes`,
    wanted: "a result of at most 512 MiB",
    advice: "Name the files that benchmarks saved, one run each.",
  }),
  /** `found` is what the fit says of the measurements. */
  notEnough: (found: string): Mistake => ({
    found,
    wanted: "measurements that a fit can be made of and judged by",
    advice: "Nothing was written. loadline calibrate --help shows what it takes.",
  }),
  otherMachine: (address: string): Mistake => ({
    found: address,
    wanted: "an address on this machine, such as http://127.0.0.1:8000",
    advice: "Run loadline where the server runs, or forward its port to this machine.",
  }),
  limitTooShort: (seconds: number, address: string): Mistake => ({
    found: `${seconds} s, in which ${address} did not finish the first concurrency`,
    wanted: "time for at least one of them",
    advice: "Raise --limit, or ask for fewer or shorter requests.",
  }),
} as const;
