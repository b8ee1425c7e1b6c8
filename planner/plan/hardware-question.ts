import type { Engine, MemoryFit } from "../domain/index.ts";
import { fitMemory } from "../memory/fit.ts";
import type { ReplicaLimits } from "../simulate/replica.ts";
import { inGibibytes } from "../units/index.ts";
import { contextsDownFrom, limitsOf, lookUp, type Serving, type ServingByName, type UnknownName } from "./by-name.ts";
import { type HardwareStepTime, predictedStepTime } from "./predicted-step-time.ts";
import { servedKvCache } from "./served-kv-cache.ts";

export type HardwareAnswer =
  | {
      readonly kind: "known";
      readonly hardware: HardwareStepTime;
      readonly limits: ReplicaLimits;
      readonly engine: Engine;
      readonly memory: MemoryFit;
    }
  | { readonly kind: "refused"; readonly message: string };

/** `stepTime.kind: hardware`: step time and limits that an engine version would run a model with on a GPU; a reason where
 *  that is not known or the engine would not start. */
export function hardwareByName(question: ServingByName): HardwareAnswer {
  const serving = lookUp(question);
  if (serving.kind !== "known") return { kind: "refused", message: notKnown(serving) };
  const { model, gpu, engine, version, weights } = serving;
  const { architecture } = model;
  const { tensorParallel } = question;
  const kvCache = servedKvCache(question.kvCache, serving);
  const limits = limitsOf({ ...serving, tensorParallel }, question);
  const memoryAt = (maxContext: number) =>
    fitMemory({ architecture, gpu, tensorParallel, engine, version, limits, weights, kvCache, maxContext });
  const maxContext = question.maxContext ?? longestThatFits(architecture.maxPositions, memoryAt);
  const memory = memoryAt(maxContext);
  if (!memory.fits) return { kind: "refused", message: doesNotFit(question, serving, memory) };
  const { maxSequences, maxBatchedTokens, blockSize } = limits;
  const served = { architecture, gpu, tensorParallel, weights, kvCache };
  const hardware = predictedStepTime(served, { model: model.id, engine: question.engine.toLowerCase(), version });
  if (hardware.kind === "refused") return hardware;
  return {
    kind: "known",
    hardware,
    engine,
    memory,
    limits: { maxSequences, maxBatchedTokens, blockSize, kvBlocks: memory.kvBlocks, watermarkBlocks: 0, maxContext },
  };
}

/** Where no context is asked for: the model's own, or if that has no room the longest power of two that has. */
const longestThatFits = (maxPositions: number, memoryAt: (maxContext: number) => MemoryFit): number =>
  contextsDownFrom(maxPositions).find((context) => memoryAt(context).fits) ?? maxPositions;

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
