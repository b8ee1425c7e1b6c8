import type { CalibrationSource } from "../../../planner/index.ts";
import { InputError } from "../../ports/failure.ts";
import { isGuideLlm, readGuideLlm } from "./guidellm.ts";
import { jsonValues, type Measurements, type ResultValue } from "./result-file.ts";
import { isVllmBench, readVllmBench } from "./vllm-bench.ts";

/** A result file as it was read. */
export interface ResultText {
  readonly file: string;
  readonly text: string;
}

/** The loads of all files together; each file is recognised by what stands in it. */
export function readMeasurements(files: readonly ResultText[]): Measurements {
  const read = files.flatMap(({ file, text }) => {
    const values = jsonValues(text, file);
    return values.map((value, index) => readValue(value, values.length === 1 ? file : `${file} #${index + 1}`));
  });
  const sources = new Set(read.map(({ source }) => source));
  const [only] = sources;
  const source: CalibrationSource = sources.size === 1 && only !== undefined ? only : "mixed";
  return { source, loads: read.flatMap(({ loads }) => loads), notes: read.flatMap(({ notes }) => notes) };
}

function readValue(value: ResultValue, name: string): Measurements {
  if (isVllmBench(value.value)) return readVllmBench(value, name);
  if (isGuideLlm(value.value)) return readGuideLlm(value, name);
  throw new InputError([
    {
      ...{ file: value.file, line: value.line, column: null, at: "" },
      found: "JSON that is no benchmark result known here",
      wanted: "a result of `vllm bench serve` or a report of GuideLLM",
      advice: "Save it with vllm bench serve --save-result --save-detailed, or guidellm --output-path report.json.",
    },
  ]);
}
