import { servedWeights } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";
import { MODEL_FOLDER, servesBuiltImage } from "./built-image.ts";
import { environmentView } from "./environment.ts";
import { launchOf } from "./launches.ts";

/** Image, command, arguments and environment of the model server; `folder`: where the model lies, null = it is fetched by its id. */
export function launchView(input: RenderInput, folder: string | null = builtFolder(input)) {
  const launch = launchOf(input);
  const { logLevel } = input.deployment.engine;
  return {
    image: imageOf(input, launch.tagPrefix),
    command: launch.command ?? [],
    hasCommand: launch.command !== null,
    port: listeningPort(input),
    args: [
      ...engineFlags(input, folder).flatMap(wordsOf),
      ...launch.args(listeningPort(input)),
      ...(logLevel === null ? [] : launch.log(logLevel).args),
    ],
    env: environmentView(input),
  };
}

/** Ports below 1024 are root's: the server listens on 8080 instead of 80. */
export function listeningPort({ engine }: RenderInput): number {
  return engine.port < 1024 ? 8000 + engine.port : engine.port;
}

function imageOf({ deployment, engine, plan }: RenderInput, tagPrefix: string): string {
  if (deployment.engine.image !== null) return deployment.engine.image;
  const { version } = plan.engine;
  const exact = /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
  return `${engine.image}:${tagPrefix}${exact}`;
}

/** A flag of an engine and its value; null = it stands alone. An empty name is positional. */
export interface EngineFlag {
  readonly name: string;
  readonly value: string | null;
}

/** What the engine is told about the model and the plan, whatever way it is told. */
export function engineFlags(input: RenderInput, folder: string | null = builtFolder(input)): readonly EngineFlag[] {
  const { plan } = input;
  const { flags } = input.engine;
  const { limits } = plan;
  return [
    ...modelFlags(input, folder),
    ...flag(flags.maxContext, plan.maxContext),
    ...flag(flags.maxSequences, limits.maxSequences),
    ...flag(flags.maxBatchedTokens, limits.maxBatchedTokens),
    ...flag(flags.utilization, limits.utilization),
    ...flag(flags.tensorParallel, plan.gpusPerReplica > 1 ? plan.gpusPerReplica : null),
    ...weightFlags(input),
    ...flag(flags.kvCache, plan.kvCache === "fp8" ? launchOf(input).fp8 : null),
    ...(limits.prefixCaching || flags.prefixCachingOff === null ? [] : [{ name: flags.prefixCachingOff, value: null }]),
  ];
}

/** Callers go on asking for the model by its name, wherever it lies. */
function modelFlags(input: RenderInput, folder: string | null): readonly EngineFlag[] {
  const { flags } = input.engine;
  const { id, revision } = input.deployment.model;
  if (folder === null) return [...flag(flags.model, id), ...flag(flags.revision, revision)];
  return [...flag(flags.model, folder), ...flag(launchOf(input).servedName, id)];
}

const builtFolder = (input: RenderInput): string | null => (servesBuiltImage(input) ? MODEL_FOLDER : null);

/** What makes the engine serve other weights than the repository publishes, as far as a flag can; a finding says where not. */
function weightFlags({ engine, plan }: RenderInput): readonly EngineFlag[] {
  const served = servedWeights(plan, engine.flags);
  return served.kind === "flag" ? [{ name: served.flag, value: served.value }] : [];
}

/** Nothing when the engine has no such flag or nothing was said. */
function flag(name: string | null, value: string | number | null): readonly EngineFlag[] {
  return name === null || value === null ? [] : [{ name, value: String(value) }];
}

function wordsOf({ name, value }: EngineFlag): readonly string[] {
  return [...(name === "" ? [] : [name]), ...(value === null ? [] : [value])];
}
