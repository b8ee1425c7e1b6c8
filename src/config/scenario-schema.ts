import * as z from "zod";
import { SCENARIO } from "../mistakes/scenario.ts";
import { VALUES } from "../mistakes/values.ts";
import { API_VERSION } from "./document.ts";
import { faultsSchema } from "./faults-schema.ts";
import { autoscalerSchema, fleetSchema } from "./fleet-schema.ts";
import { accept, choice, flag, integer, leaf, number, refuse } from "./leaves.ts";
import { loadSchema } from "./load-schema.ts";
import { architectureSchema, KV_FORMATS, WEIGHT_FORMATS } from "./model-schema.ts";
import { engineName, ID_MARK, modelId, plainId, relativePath, SCENARIO_FOLDER } from "./names.ts";
import { processorSchema } from "./processor-schema.ts";
import { fraction } from "./quantities.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** Schedulers that can be simulated. CONTRACT.md section 2. */
export const POLICIES = ["vllm", "tgi", "sglang", "static", "vllm-v0", "sarathi", "orca"] as const;

/** A Scenario as written. CONTRACT.md section 5. A batch line may leave out apiVersion. */
export function scenarioSchema() {
  return mapping({
    apiVersion: z.literal(API_VERSION).optional(),
    kind: z.literal("Scenario").optional(),
    id: idSchema().optional().describe("Comes back in the answer."),
    spec: mapping({
      scheduler: schedulerSchema().optional(),
      stepTime: stepTimeSchema(),
      fleet: fleetSchema().optional(),
      load: loadSchema().optional(),
      autoscaler: autoscalerSchema().nullable().optional(),
      faults: faultsSchema().optional(),
      seed: integer({ wanted: "seed", example: "1", least: 0, most: Number.MAX_SAFE_INTEGER }).optional(),
    }).check(consistent(specRules)),
  });
}

export type RawScenario = z.output<ReturnType<typeof scenarioSchema>>;

function idSchema() {
  const isId = (value: unknown): value is string | number | null =>
    value === null || (typeof value === "string" && value.length <= 256) || Number.isSafeInteger(value);
  return leaf({
    wanted: "id: text of at most 256 characters, or a whole number",
    example: "run-1",
    json: { anyOf: [{ type: "string", maxLength: 256 }, { type: "integer" }, { type: "null" }] },
    read: (value) => (isId(value) ? accept(value) : refuse(VALUES.noScenarioId)),
  });
}

function schedulerSchema() {
  const count = (wanted: string, example: string, least = 1) => integer({ wanted, example, least }).optional();
  return mapping({
    policy: choice("policy", POLICIES).optional().describe("How a step is formed."),
    maxBatchedTokens: count("most tokens a step", "512"),
    maxSequences: count("most sequences at once", "128"),
    blockSize: count("tokens a KV block", "16").describe("Default 16."),
    kvBlocks: count("KV blocks a replica", "3328"),
    watermarkBlocks: count("blocks kept free at admission", "33", 0).describe(
      "Default 1 % of kvBlocks for sarathi and vllm-v0, else 0.",
    ),
    maxContext: count("longest context in tokens", "4096").describe(
      "What orca reserves per request, default 4096; otherwise without effect. With hardware the engine's longest context: a prompt that leaves no room for a token is rejected, answers are as long as requests say.",
    ),
    prefixCaching: flag("prefix caching")
      .optional()
      .describe("For policy vllm. Default false; with hardware the engine's own."),
  }).describe("How steps are formed. May be left out with stepTime hardware.");
}

function stepTimeSchema() {
  const seconds = (wanted: string, example: string) => number({ wanted: `${wanted} in seconds`, example, most: 1e6 });
  const table = (name: string) => relativePath(`${name} table`, `${name}.csv`, SCENARIO_FOLDER);
  return z
    .discriminatedUnion("kind", [
      mapping({
        kind: z.literal("linear"),
        base: seconds("base time of a step", "0.016"),
        perPrefillToken: seconds("time a prompt token", "2.0e-5").default(0),
        perDecodeSequence: seconds("time a decoding sequence", "1.0e-5").default(0),
        perKvToken: seconds("time a KV token read", "7.0e-8").default(0),
        prefillStep: seconds("time once for steps with prompt tokens", "0").default(0),
      }),
      mapping({
        kind: z.literal("table"),
        decode: table("decode"),
        prefill: table("prefill"),
        mixed: table("mixed").optional(),
        prefillMulti: table("prefill_multi").optional(),
      }),
      hardwareSchema(),
    ])
    .describe("How long one step takes.");
}

function hardwareSchema() {
  return mapping({
    kind: z.literal("hardware"),
    model: modelId(),
    gpu: plainId("GPU", "a10g", { [ID_MARK]: "gpu" }),
    tensorParallel: integer({ wanted: "GPUs a replica", example: "1", most: 1024 }).default(1),
    engine: engineName(),
    weights: choice("weights", WEIGHT_FORMATS).optional(),
    kvCache: choice("KV cache format", KV_FORMATS).default("auto"),
    gpuMemoryUtilization: fraction({ wanted: "share of GPU memory", example: "90%", least: 0.01 }).optional(),
    architecture: architectureSchema().optional(),
    processor: processorSchema().optional(),
    calibration: relativePath("calibration", "calibration.yaml", SCENARIO_FOLDER)
      .optional()
      .describe("A Calibration of this engine, as `loadline calibrate` writes it."),
  });
}

interface Spec {
  readonly scheduler?: Readonly<Record<string, unknown>> | undefined;
  readonly stepTime: { readonly kind: string };
  readonly fleet?: { readonly replicas?: number | undefined } | undefined;
  readonly autoscaler?: { readonly min: number; readonly max: number } | null | undefined;
}

/** Policies that bound a step by tokens; the others bound it by sequences and memory. */
const TOKEN_BOUND: readonly unknown[] = ["vllm", "tgi", "sglang", "sarathi"];

const NEEDED: readonly (readonly [string, string])[] = [
  ["policy", "vllm"],
  ["maxSequences", "128"],
  ["kvBlocks", "3328"],
];

function specRules(spec: Spec): readonly Contradiction[] {
  const { fleet: { replicas } = {}, autoscaler } = spec;
  const nobody = replicas === 0 && autoscaler == null;
  const isOutside =
    replicas !== undefined && autoscaler != null && (replicas < autoscaler.min || replicas > autoscaler.max);
  return [
    ...schedulerRules(spec),
    ...when(isOutside, {
      path: ["fleet", "replicas"],
      ...SCENARIO.outsideAutoscaler(autoscaler?.min ?? 0, autoscaler?.max ?? 0),
    }),
    ...when(nobody, {
      path: ["fleet", "replicas"],
      ...SCENARIO.nobodyServes,
    }),
  ];
}

function schedulerRules({ scheduler, stepTime }: Spec): readonly Contradiction[] {
  if (stepTime.kind === "hardware") return [];
  if (scheduler === undefined) return [{ path: ["scheduler"], ...SCENARIO.noScheduler }];
  const needed = [...NEEDED];
  if (TOKEN_BOUND.includes(scheduler["policy"])) needed.push(["maxBatchedTokens", "512"]);
  return needed.flatMap(([key, example]) =>
    when(scheduler[key] === undefined, {
      path: ["scheduler", key],
      ...SCENARIO.limitMissing(key, stepTime.kind, example),
    }),
  );
}
