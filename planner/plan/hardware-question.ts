import type { CalibrationSubject, Engine, MemoryFit } from "../domain/index.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { findModel } from "../models/lookup.ts";
import type { ReplicaLimits } from "../simulate/replica-limits.ts";
import { inGibibytes } from "../units/index.ts";
import { contextsDownFrom, limitsOf, lookUp, type Serving, type ServingByName, type UnknownName } from "./by-name.ts";
import { entryNamed } from "./entry.ts";
import { type HardwareStepTime, predictedStepTime } from "./predicted-step-time.ts";
import { processorStepTime } from "./processor.ts";
import { servedKvCache } from "./served-kv-cache.ts";

export type HardwareAnswer =
  | {
      readonly kind: "known";
      readonly hardware: HardwareStepTime;
      readonly limits: ReplicaLimits;
      readonly engine: Engine;
      readonly memory: MemoryFit;
      /** What it is, as a calibration names it. */
      readonly subject: CalibrationSubject;
    }
  | { readonly kind: "refused"; readonly message: string };

/** `stepTime.kind: hardware`: step time and limits that an engine version would run a model with on a GPU; a reason where
 *  that is not known or the engine would not start. */
export function hardwareByName(question: ServingByName): HardwareAnswer {
  const serving = lookUp(question);
  if (serving.kind !== "known") return { kind: "refused", message: notKnown(serving) };
  const { architecture, gpu, engine, version, weights } = serving;
  const { tensorParallel, processor = null } = question;
  const misnamed = processor === null ? null : misnamedProcessor(question);
  if (misnamed !== null) return { kind: "refused", message: misnamed };
  const kvCache = servedKvCache(question.kvCache, serving);
  const named = { name: question.engine, version };
  const subject = { model: question.model, gpu: question.gpu, tensorParallel, engine: named, weights };
  const limits = limitsOf({ ...serving, tensorParallel }, question);
  const memoryAt = (maxContext: number) =>
    fitMemory({ architecture, gpu, tensorParallel, engine, version, limits, weights, kvCache, maxContext });
  const maxContext = question.maxContext ?? longestThatFits(architecture.maxPositions, memoryAt);
  const memory = memoryAt(maxContext);
  if (!memory.fits) return { kind: "refused", message: doesNotFit(question, serving, memory) };
  const { maxSequences, maxBatchedTokens, blockSize } = limits;
  const hardware = stepTimeOf(question, serving);
  if (hardware.kind === "refused") return hardware;
  return {
    kind: "known",
    hardware,
    engine,
    memory,
    subject,
    limits: { maxSequences, maxBatchedTokens, blockSize, kvBlocks: memory.kvBlocks, watermarkBlocks: 0, maxContext },
  };
}

/** Where no context is asked for: the model's own, or if that has no room the longest power of two that has. */
const longestThatFits = (maxPositions: number, memoryAt: (maxContext: number) => MemoryFit): number =>
  contextsDownFrom(maxPositions).find((context) => memoryAt(context).fits) ?? maxPositions;

function stepTimeOf(question: ServingByName, serving: Serving) {
  const { architecture, gpu, weights, version } = serving;
  const { tensorParallel, processor = null } = question;
  const kvCache = servedKvCache(question.kvCache, serving);
  if (processor !== null) return processorStepTime({ name: question.gpu, processor, architecture, weights, kvCache });
  const model = question.architecture ? null : (findModel(question.model)?.id ?? null);
  const served = { architecture, gpu, tensorParallel, weights, kvCache };
  return predictedStepTime(served, { model, engine: question.engine.toLowerCase(), version });
}

/** A calibration made on a processor must never be taken for one of a card that is really in the catalogue. */
function misnamedProcessor({ gpu, tensorParallel }: ServingByName): string | null {
  if (entryNamed(gpus, gpu)) return `${gpu} is a GPU of the catalogue; a processor needs a name of its own`;
  return tensorParallel > 1 ? "a processor has no links to others: tensorParallel must be 1" : null;
}

const NOUNS = { model: "model", gpu: "GPU", engine: "engine" } as const;

function notKnown(name: UnknownName): string {
  if (name.kind === "unknownVersion") {
    return `${name.engine} ${name.version} is not known; known: ${name.known[0]} to ${name.known.at(-1)}`;
  }
  const list = `; ${name.what === "model" ? "nearest" : "known"}: ${name.nearest.join(", ")}`;
  return `the ${NOUNS[name.what]} ${name.id} is not known${name.nearest.length === 0 ? "" : list}`;
}

function doesNotFit({ model, tensorParallel, gpu }: ServingByName, { weights }: Serving, memory: MemoryFit): string {
  const missing =
    memory.missingBytes > 0 ? ` (${inGibibytes(memory.missingBytes).toFixed(2)} GiB a GPU are missing)` : "";
  return `${model} in ${weights} does not fit ${tensorParallel} x ${gpu}: ${memory.binding}${missing}`;
}
