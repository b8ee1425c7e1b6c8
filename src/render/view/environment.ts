import type { RenderInput } from "../input.ts";
import { servesBuiltImage } from "./built-image.ts";
import { WEIGHTS } from "./cache.ts";
import { CACHE, launchOf } from "./launches.ts";

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * The images are built for root. Under the restricted profile the server runs as another user, who has no home and no
 * entry in /etc/passwd: HOME and the caches move to volumes that can be written, and USER names the user for Python's
 * getpass, without which torch fails at its first compilation (vllm-project/vllm#44548). Each cache is named: libraries
 * differ in whether they ask HOME, XDG_CACHE_HOME, or a folder beside their own code, which is read-only.
 */
export function environmentView(input: RenderInput): readonly Variable[] {
  const launch = launchOf(input);
  const { logLevel } = input.deployment.engine;
  const all: Readonly<Record<string, string>> = {
    ...HOMES,
    ...hubCaches(input),
    ...(servesBuiltImage(input) ? { HF_HUB_OFFLINE: "1", TRANSFORMERS_OFFLINE: "1" } : {}),
    ...launch.env,
    ...(logLevel === null ? {} : launch.log(logLevel).env),
  };
  return Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const HOMES = {
  HOME: CACHE,
  LOGNAME: "loadline",
  USER: "loadline",
  XDG_CACHE_HOME: `${CACHE}/xdg`,
  XDG_CONFIG_HOME: `${CACHE}/config`,
  TORCHINDUCTOR_CACHE_DIR: `${CACHE}/torchinductor`,
  TRITON_CACHE_DIR: `${CACHE}/triton`,
  NUMBA_CACHE_DIR: `${CACHE}/numba`,
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Weights alone may lie on a disk that all pods share: compiled kernels are not written by several at once. */
function hubCaches({ deployment }: RenderInput): Readonly<Record<string, string>> {
  const home = deployment.pod.cache.kind === "shared" ? WEIGHTS : `${CACHE}/huggingface`;
  // TGI's image sets HUGGINGFACE_HUB_CACHE itself, and that wins over HF_HOME.
  const hub = deployment.engine.name === "tgi" ? { HUGGINGFACE_HUB_CACHE: `${home}/hub` } : {};
  return { HF_HOME: home, ...hub };
}
