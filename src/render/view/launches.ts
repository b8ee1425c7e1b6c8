import type { LogLevel } from "../../../planner/index.ts";
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
  /** Starts with a root file system that it cannot write, given /tmp and its caches. */
  readonly leavesRootAlone: boolean;
  /** What answers to the model's name where the model is a folder; null: it answers to any. */
  readonly servedName: string | null;
  readonly log: (level: LogLevel) => LogWords;
}

/** How a log level is said: by arguments, by variables, or both. */
interface LogWords {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Of each pod's own, always writable: compiled kernels, and weights unless they lie on a shared disk. */
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
    servedName: "--served-model-name",
    readsTokenFile: true,
    leavesRootAlone: true,
    // The engine's own log and that of its web server.
    log: (level) => ({ args: ["--uvicorn-log-level", level], env: { VLLM_LOGGING_LEVEL: level.toUpperCase() } }),
  },
  sglang: {
    command: ["python3", "-m", "sglang.launch_server"],
    args: (port) => [...LISTEN(port), "--enable-metrics"],
    env: {},
    fp8: "fp8_e5m2",
    tagPrefix: "v",
    servedName: "--served-model-name",
    readsTokenFile: true,
    leavesRootAlone: true,
    log: (level) => ({ args: ["--log-level", level], env: {} }),
  },
  tgi: {
    command: null,
    args: (port) => ["--hostname", "0.0.0.0", "--port", String(port)],
    // The image points the hub's cache at /data, which a user other than root cannot write.
    env: { USAGE_STATS: "off" },
    fp8: "fp8_e5m2",
    tagPrefix: "",
    servedName: null,
    // The router is written in Rust and knows the variable, not the path.
    readsTokenFile: false,
    leavesRootAlone: true,
    log: (level) => ({ args: [], env: { LOG_LEVEL: level === "warning" ? "warn" : level } }),
  },
};

/** Nothing is known about the image: it keeps a root file system that it may write. */
const UNKNOWN: Launch = {
  ...{ command: null, args: () => [], env: {}, fp8: "fp8", tagPrefix: "", servedName: null },
  ...{ readsTokenFile: false, leavesRootAlone: false, log: () => ({ args: [], env: {} }) },
};

export const launchOf = ({ deployment }: RenderInput): Launch => LAUNCHES[deployment.engine.name] ?? UNKNOWN;
