import {
  type Account,
  type Architecture,
  DEFAULT_POD,
  type LatencyTarget,
  type ModelDeployment,
  type Scaling,
  type Settings,
  type Slo,
  type Traffic,
  type UsDollars,
  versionOfImage,
} from "../../planner/index.ts";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { InputError } from "../ports/failure.ts";
import { type Format, readDocument } from "./document.ts";
import { readHoliday } from "./holiday-schema.ts";
import { modelDeploymentSchema, type RawModelDeployment } from "./model-deployment-schema.ts";
import { once } from "./once.ts";
import type { Located } from "./position.ts";
import { defaultSettings } from "./settings.ts";
import { readTokenLengths } from "./token-lengths.ts";
import { percentileOf } from "./traffic-schema.ts";

/** Reads a ModelDeployment; `settings` gives the region where the file names none. */
export function readModelDeployment(
  text: string,
  file: string,
  settings: Settings = defaultSettings(),
): Located<ModelDeployment> {
  const located = readDocument(text, file, FORMAT);
  const { region, ...rest } = located.value;
  const chosen = region ?? settings.defaults.region;
  if (chosen === null) throw new InputError([regionMissing(located)]);
  return { ...located, value: { ...rest, platform: { ...rest.platform, region: chosen } } };
}

type Raw = RawModelDeployment;
type RegionApart = Omit<ModelDeployment, "platform"> & {
  readonly platform: Omit<ModelDeployment["platform"], "region">;
  readonly region: string | null;
};

const FORMAT: Format<Raw, RegionApart> = {
  kind: "ModelDeployment",
  schema: once(modelDeploymentSchema),
  normalise,
};

function regionMissing({ file, locate }: Located<RegionApart>) {
  return {
    file,
    ...locate(["spec", "platform"]),
    at: "spec.platform.region",
    ...DEPLOYMENT.regionMissing,
  };
}

function normalise({ metadata, spec }: Raw): RegionApart {
  const { name, instance, tensorParallel, capacity, region, account } = spec.platform;
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    labels: metadata.labels,
    model: model(spec.model),
    engine: engine(spec.engine),
    platform: { name, instance, tensorParallel, capacity, ...accountOf(account) },
    region: region ?? null,
    scaling: scaling(spec.scaling),
    traffic: spec.traffic === undefined ? null : traffic(spec.traffic),
    slo: slo(spec.slo),
    budget: spec.budget === undefined ? null : { monthlyUsd: spec.budget.monthlyUsd as UsDollars },
    maintenance: spec.maintenance ?? null,
    access: spec.access ?? { ingressFrom: [], secrets: [] },
    gateway: spec.gateway === undefined ? null : gateway(spec.gateway),
    pod: pod(spec.pod),
    build: spec.build ?? null,
  };
}

/** Only what is said: an absent key is one that no platform asked for. */
function accountOf(raw: Raw["spec"]["platform"]["account"]): { readonly account?: Account } {
  const said = Object.entries(raw ?? {}).filter(([, value]) => value !== undefined);
  return said.length === 0 ? {} : { account: Object.fromEntries(said) as Account };
}

function model(raw: Raw["spec"]["model"]): ModelDeployment["model"] {
  return {
    id: raw.id,
    revision: raw.revision ?? null,
    weights: raw.weights ?? null,
    kvCache: raw.kvCache,
    maxContext: raw.maxContext ?? null,
    architecture: raw.architecture === undefined ? null : architectureOf(raw.architecture),
  };
}

/** A model's shape with what was left out. */
export function architectureOf(raw: NonNullable<Raw["spec"]["model"]["architecture"]>): Architecture {
  const { heads, bias, slidingWindow, moe, kvHeads, headDim, ...lengths } = raw;
  return {
    ...lengths,
    attention: {
      kind: "grouped-query",
      heads,
      kvHeads: kvHeads ?? heads,
      headDim: headDim ?? raw.hidden / heads,
      bias,
      slidingWindow: slidingWindow ?? null,
    },
    moe: moe ?? null,
  };
}

function engine(raw: Raw["spec"]["engine"]): ModelDeployment["engine"] {
  const image = raw.image ?? null;
  return {
    name: raw.name.name,
    version: raw.name.version ?? (image === null ? null : versionOfImage(image)),
    image,
    maxSequences: raw.maxSequences ?? null,
    maxBatchedTokens: raw.maxBatchedTokens ?? null,
    gpuMemoryUtilization: raw.gpuMemoryUtilization ?? null,
    prefixCaching: raw.prefixCaching ?? null,
    calibration: raw.calibration ?? null,
    logLevel: raw.logLevel ?? null,
  };
}

function scaling(raw: Raw["spec"]["scaling"]): Scaling {
  if (raw.mode === "fixed") return raw;
  const { wakeUp, ...rest } = raw;
  return { ...rest, target: raw.target ?? null, ...(wakeUp === undefined ? {} : { wakeUp }) };
}

function traffic(raw: NonNullable<Raw["spec"]["traffic"]>): Traffic {
  const { file, prometheus, start, inputTokens, outputTokens, burstiness, holidays, ...rest } = raw;
  const lengths =
    inputTokens === undefined || outputTokens === undefined
      ? null
      : { input: readTokenLengths(inputTokens), output: readTokenLengths(outputTokens) };
  return {
    ...{ ...rest, source: source(file, prometheus), start: start ?? null, lengths },
    ...{ burstiness: burstiness ?? null, holidays: holidays.map(readHoliday) },
  };
}

function source(file: string | undefined, prometheus: NonNullable<Raw["spec"]["traffic"]>["prometheus"]) {
  if (prometheus === undefined) return { kind: "file" as const, file: file ?? "" };
  const { inputTokens, outputTokens, ...rest } = prometheus;
  return {
    kind: "prometheus" as const,
    ...rest,
    inputTokens: inputTokens ?? null,
    outputTokens: outputTokens ?? null,
  };
}

const NO_TARGETS: Slo = { latency: [], errorRate: null, confidence: 0.9 };

function slo(raw: Raw["spec"]["slo"]): Slo {
  if (raw === undefined) return NO_TARGETS;
  const latency = (["ttft", "tpot", "e2e"] as const).flatMap((metric) =>
    Object.entries(raw[metric] ?? {}).map(([key, limit]): LatencyTarget => {
      return { metric, percentile: percentileOf(key), limit };
    }),
  );
  return { latency, errorRate: raw.errorRate ?? null, confidence: raw.confidence };
}

function gateway({ tracing, ...rest }: NonNullable<Raw["spec"]["gateway"]>): ModelDeployment["gateway"] {
  return { ...rest, langsmith: tracing?.langsmith ?? null };
}

function pod(raw: Raw["spec"]["pod"]): ModelDeployment["pod"] {
  const { cache, ...rest } = raw ?? {};
  const { kind = "node", storageClass = "" } = cache ?? {};
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_POD, ...given, cache: kind === "node" ? { kind } : { kind, storageClass } };
}
