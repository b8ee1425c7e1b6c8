import type { CalibrationSource } from "../../../planner/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { InputError } from "../../ports/failure.ts";
import { isGuideLlm, readGuideLlm } from "./guidellm.ts";
import { loadsOfHistograms } from "./histogram-loads.ts";
import { isExposition, isQueryAnswer, type MetricText, samplesOfExposition, samplesOfQuery } from "./metric-samples.ts";
import { jsonValues, type Measurements, type ResultValue } from "./result-file.ts";
import { isVllmBench, readVllmBench } from "./vllm-bench.ts";

/** A result file as it was read. */
export interface ResultText {
  readonly file: string;
  readonly text: string;
}

/** The loads of all files together; each file is recognised by what stands in it. Metrics of several files are read as one
 *  history of `model`, as the server calls it. */
export function readMeasurements(files: readonly ResultText[], model: string): Measurements {
  const metrics: MetricText[] = [];
  const read: Measurements[] = [];
  for (const { file, text } of files) {
    if (isExposition(text)) {
      metrics.push({ file, samples: samplesOfExposition(text, file) });
      continue;
    }
    const values = jsonValues(text, file);
    for (const [index, value] of values.entries()) {
      if (isQueryAnswer(value.value)) metrics.push({ file, samples: samplesOfQuery(value) });
      else read.push(readValue(value, values.length === 1 ? file : `${file} #${index + 1}`));
    }
  }
  if (metrics.length > 0) read.push(loadsOfHistograms(metrics, model));
  return joined(read);
}

function joined(read: readonly Measurements[]): Measurements {
  const sources = new Set(read.map(({ source }) => source));
  const [only] = sources;
  const source: CalibrationSource = sources.size === 1 && only !== undefined ? only : "mixed";
  return { source, loads: read.flatMap(({ loads }) => loads), notes: [...new Set(read.flatMap(({ notes }) => notes))] };
}

function readValue(value: ResultValue, name: string): Measurements {
  if (isVllmBench(value.value)) return readVllmBench(value, name);
  if (isGuideLlm(value.value)) return readGuideLlm(value, name);
  throw new InputError([
    {
      ...{ file: value.file, line: value.line, column: null, at: "" },
      ...CALIBRATION.noResult,
    },
  ]);
}
