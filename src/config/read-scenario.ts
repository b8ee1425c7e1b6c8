import type { Fault, PoissonStage, RandomLoad, Seconds, Spread } from "../../planner/index.ts";
import { type Format, readDocument, readJsonValue } from "./document.ts";
import { architectureOf } from "./model-deployment.ts";
import { once } from "./once.ts";
import type { Located } from "./position.ts";
import type { HardwareStepTime, Scenario, ScenarioAutoscaler, ScenarioFleet, ScenarioScheduler } from "./scenario.ts";
import { type RawScenario, scenarioSchema } from "./scenario-schema.ts";
import { processorOf } from "./shape-files.ts";
import { readTokenLengths } from "./token-lengths.ts";

/** Reads a Scenario for `simulate`. */
export function readScenario(text: string, file: string): Located<Scenario> {
  return readDocument(text, file, FORMAT);
}

/** Reads one line of `simulate --batch`, already parsed as JSON; `line` counts from 1, null = not known. */
export function scenarioFromJson(value: unknown, file: string, line: number | null): Scenario {
  return readJsonValue(value, { file, line }, FORMAT);
}

type Raw = RawScenario;
type Spec = Raw["spec"];

const FORMAT: Format<Raw, Scenario> = { kind: "Scenario", schema: once(scenarioSchema), normalise };

function normalise({ id, spec }: Raw): Scenario {
  const { stepTime } = spec;
  const parts = {
    id: id ?? null,
    fleet: fleet(spec),
    load: spec.load === undefined ? null : load(spec.load),
    autoscaler: spec.autoscaler == null ? null : autoscaler(spec.autoscaler),
    faults: (spec.faults ?? []).map(fault),
    seed: spec.seed ?? null,
  };
  if (stepTime.kind === "hardware") {
    return { ...parts, kind: "hardware", stepTime: hardware(stepTime), scheduler: given(spec) };
  }
  const scheduler = explicitScheduler(given(spec));
  if (stepTime.kind === "linear") return { ...parts, kind: "explicit", stepTime, scheduler };
  const { mixed = null, prefillMulti = null, ...rest } = stepTime;
  return { ...parts, kind: "explicit", stepTime: { ...rest, mixed, prefillMulti }, scheduler };
}

function hardware(raw: Extract<Spec["stepTime"], { kind: "hardware" }>): HardwareStepTime {
  const { weights = null, gpuMemoryUtilization = null, calibration = null, ...rest } = raw;
  const { architecture: shape, processor, ...named } = rest;
  const architecture = shape ? architectureOf(shape) : null;
  const given = processor ? processorOf(processor) : null;
  return { ...named, weights, gpuMemoryUtilization, calibration, architecture, processor: given };
}

/** Blocks that admission leaves free where nothing is said. CONTRACT.md section 5. */
export function defaultWatermark(policy: string, kvBlocks: number): number {
  return policy === "sarathi" || policy === "vllm-v0" ? Math.floor(kvBlocks / 100) : 0;
}

/** Only the keys that were written. */
function given({ scheduler }: Spec): Partial<ScenarioScheduler> {
  return Object.fromEntries(Object.entries(scheduler ?? {}).filter(([, value]) => value !== undefined));
}

/** Tokens; the bound of Vidur's padded batch, and its longest request (data/vidur/FACTS.md sections 2 and 5). */
const VIDUR_TOKENS = 4096;

/** Fills in the defaults of CONTRACT.md section 5; the schema has made sure of policy, maxSequences and kvBlocks. */
function explicitScheduler(raw: Partial<ScenarioScheduler>): ScenarioScheduler {
  const { policy = "vllm", kvBlocks = 0, maxSequences = 1 } = raw;
  return {
    policy,
    maxSequences,
    kvBlocks,
    maxBatchedTokens: raw.maxBatchedTokens ?? (policy === "vllm-v0" ? VIDUR_TOKENS : null),
    blockSize: raw.blockSize ?? 16,
    watermarkBlocks: raw.watermarkBlocks ?? defaultWatermark(policy, kvBlocks),
    maxContext: raw.maxContext ?? VIDUR_TOKENS,
    prefixCaching: raw.prefixCaching ?? false,
  };
}

type RawSpread = Seconds | Spread | null | undefined;

function spread(raw: RawSpread): Spread | null {
  if (raw == null) return null;
  return typeof raw === "number" ? { p50: raw, p99: raw } : raw;
}

const ONE_REPLICA: ScenarioFleet = {
  replicas: 1,
  router: "round-robin",
  queueLimit: null,
  timeout: null,
  retries: 0,
  retryBackoff: { first: 0.5 as Seconds, longest: 8 as Seconds, jitter: 0.25 },
  startup: { provision: null, pull: null, load: null, compile: null, warmUp: null },
  restartEvery: null,
  restartStrategy: "rolling",
  gracePeriod: null,
  meshLatency: null,
  leakPerHour: null,
  memoryLimit: 16 * 2 ** 30,
  memoryAtStart: null,
};

function fleet({ fleet: raw, autoscaler: scaled }: Spec): ScenarioFleet {
  const replicas = raw?.replicas ?? Math.max(1, scaled?.min ?? 1);
  if (raw === undefined) return { ...ONE_REPLICA, replicas };
  const phases = raw.startup ?? {};
  return {
    ...raw,
    replicas,
    startup: {
      provision: spread(phases.provision),
      pull: spread(phases.pull),
      load: spread(phases.load),
      compile: spread(phases.compile),
      warmUp: spread(phases.warmUp),
    },
    meshLatency: spread(raw.meshLatency),
  };
}

type RawLoad = NonNullable<Spec["load"]>;
type RawPoisson = NonNullable<RawLoad["poisson"]>;
type RawTokens = RawPoisson["inputTokens"];

function load({ closedLoop, poisson, stages }: RawLoad): RandomLoad {
  if (closedLoop !== undefined) {
    const { concurrency, requests } = closedLoop;
    return { kind: "closedLoop", concurrency, requests, ...lengths(closedLoop) };
  }
  const listed = poisson === undefined ? (stages ?? []) : [poisson];
  return { kind: "stages", stages: listed.map((item) => stage("poisson" in item ? item.poisson : item)) };
}

function stage(raw: RawPoisson): PoissonStage {
  const end = raw.duration === undefined ? { requests: raw.requests ?? 0 } : { duration: raw.duration };
  return { rate: raw.rate, end, ...lengths(raw) };
}

function lengths(raw: { readonly inputTokens: RawTokens; readonly outputTokens: RawTokens }) {
  return { inputTokens: readTokenLengths(raw.inputTokens), outputTokens: readTokenLengths(raw.outputTokens) };
}

const FIVE_MINUTES = 300 as Seconds;
const NOW = 0 as Seconds;
const PERIOD = 15 as Seconds;

/** Defaults of Kubernetes' HorizontalPodAutoscaler v2: double or add four pods a quarter minute, down after five minutes. */
function autoscaler(raw: NonNullable<Spec["autoscaler"]>): ScenarioAutoscaler {
  const { scaleUp, scaleDown, metric = null, target = null, ...rest } = raw;
  return {
    ...rest,
    metric,
    target,
    scaleUp: {
      stabilization: scaleUp?.stabilization ?? NOW,
      rules: scaleUp?.rules ?? [
        { type: "pods", value: 4, period: PERIOD },
        { type: "percent", value: 1, period: PERIOD },
      ],
    },
    scaleDown: {
      stabilization: scaleDown?.stabilization ?? FIVE_MINUTES,
      rules: scaleDown?.rules ?? [{ type: "percent", value: 1, period: PERIOD }],
    },
  };
}

function fault(raw: NonNullable<Spec["faults"]>[number]): Fault {
  return raw.kind === "device-plugin-outage" ? raw : { ...raw, replica: raw.replica ?? null };
}
