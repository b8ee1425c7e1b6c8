import type { KernelFormat } from "../../../planner/steps/kernel-laws.ts";
import type { KernelFactors, ServingLaw } from "../../../planner/steps/serving-law.ts";

/** Where a parameter stands before any server was seen, and how far from it one would believe: a factor of e^sd either way. */
interface Belief {
  readonly value: number;
  readonly sd: number;
}

type Overhead = Exclude<keyof ServingLaw, "matmul" | "experts" | "requestsOf" | "stepsOf">;

const OVERHEADS: Readonly<Record<Overhead, Belief>> = {
  kv: { value: 1, sd: 0.3 },
  pairs: { value: 1, sd: 0.5 },
  collectives: { value: 1, sd: 0.4 },
  floors: { value: 1, sd: 0.3 },
  layerSeconds: { value: 15e-6, sd: 0.8 },
  passes: { value: 10, sd: 0.35 },
  stepSeconds: { value: 0.5e-3, sd: 1 },
  sequenceSeconds: { value: 10e-6, sd: 1 },
  eagerLayerSeconds: { value: 20e-6, sd: 1 },
  requestSeconds: { value: 15e-3, sd: 1 },
  requestTokenSeconds: { value: 3e-6, sd: 1 },
  requestInFlightSeconds: { value: 0.3e-3, sd: 1 },
  synchronousSeconds: { value: 1e-3, sd: 1 },
  synchronousSequenceSeconds: { value: 10e-6, sd: 1 },
  olderExperts: { value: 1, sd: 0.3 },
};

/** What stands before the engine differs by model: its tokenizer, its chat template. */
const REQUESTS: Belief = { value: 1, sd: 0.5 };
/** Steps follow from a model's shape but for what was written for one model alone. */
const STEPS: Belief = { value: 1, sd: 0.1 };

/** What a group of rows has parameters for. */
export interface Varieties {
  readonly matmul: readonly KernelFormat[];
  readonly experts: readonly KernelFormat[];
  readonly models: readonly string[];
}

const READ: Belief = { value: 1, sd: 0.3 };
const MULTIPLY: Belief = { value: 1, sd: 0.4 };

/** What is fitted of a serving law: all overheads, and factors on the formats that were measured. Each is a number near 0, in
 *  units of its belief's width, on a logarithmic scale. */
export class ServingParameters {
  readonly names: readonly string[];
  private readonly beliefs: readonly Belief[];
  private readonly varieties: Varieties;

  /** `prior`: another law whose values are believed instead of the general ones, half as wide. */
  constructor(varieties: Varieties, prior: ServingLaw | null) {
    this.varieties = varieties;
    const entries: [string, Belief][] = [];
    for (const part of ["matmul", "experts"] as const) {
      for (const format of varieties[part]) {
        const known = prior?.[part][format];
        entries.push([`${part} ${format} read`, believed(READ, known?.read)]);
        entries.push([`${part} ${format} multiply`, believed(MULTIPLY, known?.multiply)]);
      }
    }
    for (const model of varieties.models) {
      entries.push([`requests ${model}`, REQUESTS]);
      entries.push([`steps ${model}`, STEPS]);
    }
    for (const [name, belief] of Object.entries(OVERHEADS)) {
      entries.push([name, believed(belief, prior?.[name as Overhead])]);
    }
    this.names = entries.map(([name]) => name);
    this.beliefs = entries.map(([, belief]) => belief);
  }

  /** The law at a point. */
  lawAt(point: readonly number[]): ServingLaw {
    const value = (name: string) => this.valueAt(point, this.names.indexOf(name));
    const factors = (part: "matmul" | "experts") =>
      Object.fromEntries(
        this.varieties[part].map((format): [KernelFormat, KernelFactors] => [
          format,
          { read: value(`${part} ${format} read`), multiply: value(`${part} ${format} multiply`) },
        ]),
      );
    const byModel = (part: "requests" | "steps") =>
      Object.fromEntries(this.varieties.models.map((model) => [model, value(`${part} ${model}`)]));
    const overheads = Object.fromEntries(Object.keys(OVERHEADS).map((name) => [name, value(name)]));
    return {
      ...{ matmul: factors("matmul"), experts: factors("experts") },
      ...{ requestsOf: byModel("requests"), stepsOf: byModel("steps") },
      ...(overheads as Record<Overhead, number>),
    };
  }

  /** Which parameters a server's prediction can depend on: formats that it does not use cannot move it. */
  relevant(uses: Uses): readonly number[] {
    return this.names.flatMap((name, index) => (touches(name, uses) ? [index] : []));
  }

  /** The mean logarithm of the models' factors on steps, which is to be 0: what all models have in common belongs to the law, or a model
   *  that was not measured would be predicted without it. */
  meanOfSteps(point: readonly number[]): number {
    const steps = this.names.flatMap((name, index) =>
      name.startsWith("steps ") ? [STEPS.sd * (point[index] ?? 0)] : [],
    );
    return steps.reduce((sum, one) => sum + one, 0) / steps.length;
  }

  private valueAt(point: readonly number[], index: number): number {
    const belief = this.beliefs[index];
    if (belief === undefined) throw new Error("no such parameter");
    return belief.value * Math.exp(belief.sd * (point[index] ?? 0));
  }
}

/** Formats that a server is run with, and on how many GPUs. */
export interface Uses {
  readonly matmul: KernelFormat;
  readonly experts: KernelFormat | null;
  readonly model: string;
  readonly tensorParallel: number;
}

function touches(name: string, { matmul, experts, model, tensorParallel }: Uses): boolean {
  const [part, format] = name.split(" ");
  if (part === "requests" || part === "steps") return format === model;
  if (part === "collectives") return tensorParallel > 1;
  if (part === "matmul") return format === matmul || format === "bf16";
  return part !== "experts" || format === experts;
}

const believed = (belief: Belief, known: number | undefined): Belief =>
  known === undefined ? belief : { value: known, sd: belief.sd / 2 };
