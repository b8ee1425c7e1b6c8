import type { Architecture, Gpu, KvFormat, WeightFormat } from "../domain/index.ts";
import { activeParameterCount, assumed } from "../domain/index.ts";
import { kvBytesPerToken } from "../memory/kv-cache.ts";
import { weightBytes } from "../memory/weights.ts";
import { linearStepTime } from "../steps/linear.ts";
import type { Bytes, BytesPerSecond, FlopPerSecond, Watts } from "../units/index.ts";
import type { HardwareStepTime } from "./predicted-step-time.ts";

/** Something to compute on that the catalogue does not have, a CPU for one, by three figures of whoever names it. */
export interface Processor {
  readonly memory: Bytes;
  readonly bytesPerSecond: BytesPerSecond;
  readonly flopPerSecond: FlopPerSecond;
}

/** The processor in the place of a GPU: what the memory law asks of one. */
export function asGpu(name: string, { memory, bytesPerSecond, flopPerSecond }: Processor): Gpu {
  const given = <T>(value: T) => assumed(value, `the figures given for ${name}`, "2026-11-25");
  return {
    name,
    memoryNominal: given(memory),
    memoryUsable: given(memory),
    bandwidth: given(bytesPerSecond),
    matmul: { fp16: given(flopPerSecond), bf16: given(flopPerSecond) },
    peerLink: null,
    hostLink: given(bytesPerSecond),
    power: given(0 as Watts),
    architecture: "none",
  };
}

/** A model that is served on a processor. */
export interface ProcessorQuestion {
  readonly name: string;
  readonly processor: Processor;
  readonly architecture: Architecture;
  readonly weights: WeightFormat;
  readonly kvCache: KvFormat;
}

/** One standard deviation of log(true / predicted) of a step time that nobody has measured. */
const UNMEASURED = 0.5;

/** Steps of a processor without overlap: weights are read once, each token costs two operations a parameter that it touches,
 *  and the KV cache is read. A shape to calibrate, not a forecast to trust. */
export function processorStepTime(question: ProcessorQuestion): HardwareStepTime {
  const { name, processor, architecture, weights, kvCache } = question;
  const perToken = (2 * activeParameterCount(architecture)) / processor.flopPerSecond;
  return {
    kind: "known",
    stepTime: linearStepTime({
      base: weightBytes(architecture, weights, 1) / processor.bytesPerSecond,
      perPrefillToken: perToken,
      perDecodeSequence: perToken,
      perKvToken: kvBytesPerToken(architecture, kvCache, 1) / processor.bytesPerSecond,
      prefillStep: 0,
    }),
    relativeError: UNMEASURED,
    firstTokenError: () => UNMEASURED,
    requestSeconds: () => 0,
    coverage: { status: "extrapolated", why: `step times of ${name} follow the three figures given for it` },
  };
}
