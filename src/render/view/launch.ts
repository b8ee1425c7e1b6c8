import { servedWeights } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";

/** How an engine's image is started, as far as its flags in planner/engines do not say. */
interface Launch {
  /** Null keeps the image's own entry point. */
  readonly command: readonly string[] | null;
  readonly args: (port: number) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The engine's word for 8-bit KV. */
  readonly fp8: string;
  /** In front of a bare version in an image tag. */
  readonly tagPrefix: string;
  /** Reads its Hugging Face token through huggingface_hub alone, which takes the path of a file. */
  readonly readsTokenFile: boolean;
}

export const CACHE = "/cache";

const LISTEN = (port: number) => ["--host", "0.0.0.0", "--port", String(port)];

const LAUNCHES: Readonly<Record<string, Launch>> = {
  vllm: {
    // The module has answered to --model in every release; `vllm serve` wants the model in front since 0.13.
    command: ["python3", "-m", "vllm.entrypoints.openai.api_server"],
    args: LISTEN,
    env: { VLLM_CACHE_ROOT: `${CACHE}/vllm`, VLLM_NO_USAGE_STATS: "1" },
    fp8: "fp8",
    tagPrefix: "v",
    readsTokenFile: true,
  },
  sglang: {
    command: ["python3", "-m", "sglang.launch_server"],
    args: (port) => [...LISTEN(port), "--enable-metrics"],
    env: {},
    fp8: "fp8_e5m2",
    tagPrefix: "v",
    readsTokenFile: true,
  },
  tgi: {
    command: null,
    args: (port) => ["--hostname", "0.0.0.0", "--port", String(port)],
    // The image points the hub's cache at /data, which a user other than root cannot write.
    env: { HUGGINGFACE_HUB_CACHE: `${CACHE}/huggingface/hub`, USAGE_STATS: "off" },
    fp8: "fp8_e5m2",
    tagPrefix: "",
    // The router is written in Rust and knows the variable, not the path.
    readsTokenFile: false,
  },
};

const UNKNOWN: Launch = {
  ...{ command: null, args: () => [], env: {}, fp8: "fp8", tagPrefix: "" },
  readsTokenFile: false,
};

/** Image, command, arguments and environment of the model server. */
export function launchView(input: RenderInput) {
  const launch = LAUNCHES[input.deployment.engine.name] ?? UNKNOWN;
  return {
    image: imageOf(input, launch),
    command: launch.command ?? [],
    hasCommand: launch.command !== null,
    port: listeningPort(input),
    args: [...engineArgs(input, launch), ...launch.args(listeningPort(input))],
    env: environment(launch),
    ...secretsOf(input, launch),
  };
}

/** Ports below 1024 are root's: the server listens on 8080 instead of 80. */
export function listeningPort({ engine }: RenderInput): number {
  return engine.port < 1024 ? 8000 + engine.port : engine.port;
}

function imageOf({ deployment, engine, plan }: RenderInput, { tagPrefix }: Launch): string {
  if (deployment.engine.image !== null) return deployment.engine.image;
  const { version } = plan.engine;
  const exact = /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
  return `${engine.image}:${tagPrefix}${exact}`;
}

function engineArgs(input: RenderInput, { fp8 }: Launch): readonly string[] {
  const { deployment, plan } = input;
  const { flags } = input.engine;
  const { limits } = plan;
  return [
    ...flag(flags.model, deployment.model.id),
    ...flag(flags.revision, deployment.model.revision),
    ...flag(flags.maxContext, plan.maxContext),
    ...flag(flags.maxSequences, limits.maxSequences),
    ...flag(flags.maxBatchedTokens, limits.maxBatchedTokens),
    ...flag(flags.utilization, limits.utilization),
    ...flag(flags.tensorParallel, plan.gpusPerReplica > 1 ? plan.gpusPerReplica : null),
    ...weightArgs(input),
    ...flag(flags.kvCache, plan.kvCache === "fp8" ? fp8 : null),
    ...(limits.prefixCaching || flags.prefixCachingOff === null ? [] : [flags.prefixCachingOff]),
  ];
}

/** What makes the engine serve other weights than the repository publishes, as far as a flag can; a finding says where not. */
function weightArgs({ engine, plan }: RenderInput): readonly string[] {
  const served = servedWeights(plan, engine.flags);
  return served.kind === "flag" ? [served.flag, served.value] : [];
}

/** A flag and its value; nothing when the engine has no such flag or nothing was said. An empty name is positional. */
function flag(name: string | null, value: string | number | null): readonly string[] {
  if (name === null || value === null) return [];
  return name === "" ? [String(value)] : [name, String(value)];
}

/**
 * The images are built for root. Under the restricted profile the server runs as user 1000, who has no home and no
 * entry in /etc/passwd: HOME and the caches move to the cache volume, and USER names the user for Python's getpass,
 * without which torch fails at its first compilation.
 */
function environment({ env }: Launch): readonly { readonly name: string; readonly value: string }[] {
  const all = { HOME: CACHE, HF_HOME: `${CACHE}/huggingface`, LOGNAME: "loadline", USER: "loadline", ...env };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `openai-key` becomes OPENAI_KEY, read from key `value` of the Secret `<deployment>-openai-key`. The Hugging Face token is
 *  mounted as a file where the engine takes one: no child process inherits it. */
function secretsOf({ deployment }: RenderInput, { readsTokenFile }: Launch) {
  const { name: owner, access } = deployment;
  const isFile = (name: string) => readsTokenFile && name === "hf-token";
  const files = access.secrets.filter(({ name }) => isFile(name));
  return {
    secrets: access.secrets
      .filter(({ name }) => !isFile(name))
      .map(({ name }) => ({
        variable: name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_"),
        secret: `${owner}-${name}`,
      })),
    secretFiles: files.map(({ name }) => ({
      ...{ variable: "HF_TOKEN_PATH", file: `/secrets/${name}/value` },
      ...{ volume: name, folder: `/secrets/${name}`, secret: `${owner}-${name}` },
    })),
  };
}
