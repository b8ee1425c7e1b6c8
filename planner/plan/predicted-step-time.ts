import { type Coverage, type KvFormat, Z95 } from "../domain/index.ts";
import { kvBytesPerToken } from "../memory/kv-cache.ts";
import { WEIGHT_FORMATS } from "../memory/weights.ts";
import { idsOfShape } from "../models/lookup.ts";
import { type HardwareQuestion, hardwareStepTime } from "../steps/hardware.ts";
import { lawsFor } from "../steps/laws.ts";
import { type RequestSeconds, requestSecondsOf } from "../steps/serving-law.ts";
import type { StepTime } from "../steps/step-time.ts";

type Bytes = "denseBytesPerWeight" | "expertBytesPerWeight" | "kvBytesPerTokenPerGpu";
type Served = Omit<HardwareQuestion, Bytes> & { readonly kvCache: KvFormat };

/** Who serves it: `model` is the catalogue's id, null where a shape was given instead. */
interface ServedBy {
  readonly model: string | null;
  readonly engine: string;
  readonly version: string;
}

/** A step predictor with what surrounds the engine and how far to trust both. */
export interface HardwareStepTime {
  readonly kind: "known";
  readonly stepTime: StepTime;
  /** One standard deviation of log(true / predicted) of a step. */
  readonly relativeError: number;
  /** The same of a mean time to first token that is predicted as so many seconds, the step's error included. */
  readonly firstTokenError: (seconds: number) => number;
  readonly requestSeconds: RequestSeconds;
  readonly coverage: Coverage;
}

/** Steps of a model on its GPUs under an engine, by the fitted laws; refused where nothing of the kind was measured. */
export function predictedStepTime(
  served: Served,
  by: ServedBy,
): HardwareStepTime | { readonly kind: "refused"; readonly message: string } {
  const known = lawsFor({ ...by, ...served, ofShape: idsOfShape(served.architecture) });
  if (known.kind === "refused") return known;
  const { laws, error, coverage } = known;
  return {
    kind: "known",
    stepTime: hardwareStepTime(hardwareQuestion(served), laws),
    relativeError: error.step / Z95,
    firstTokenError: (seconds) => error.firstToken(seconds) / Z95,
    requestSeconds: requestSecondsOf(laws.serving),
    coverage,
  };
}

/** A model on its GPUs with the bytes that the memory law says a step reads. */
export function hardwareQuestion({ kvCache, ...served }: Served): HardwareQuestion {
  const { architecture, weights, tensorParallel } = served;
  const { bytesPerWeight, covers } = WEIGHT_FORMATS[weights];
  const onlyExperts = covers === "experts" && architecture.moe !== null;
  return {
    ...served,
    denseBytesPerWeight: onlyExperts ? 2 : bytesPerWeight.value,
    expertBytesPerWeight: bytesPerWeight.value,
    kvBytesPerTokenPerGpu: kvBytesPerToken(architecture, kvCache, tensorParallel),
  };
}
