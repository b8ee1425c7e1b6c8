import { posix } from "node:path";
import { VALUES } from "../mistakes/values.ts";
import { accept, type Leaf, leaf, type Reading, refuse, text } from "./leaves.ts";

/** One label of a DNS name, as Kubernetes names objects and namespaces. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
/** Prefix (a DNS name) and name of a Kubernetes label. */
export const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A name that becomes a Kubernetes object: a DNS-1123 label. */
export function dnsLabel(wanted: string, example: string): Leaf<string> {
  return text({
    wanted: `${wanted}: a DNS-1123 label (lower-case letters, digits and -, at most 63, no - at the ends)`,
    example,
    pattern: DNS_LABEL,
    longest: 63,
    advise: (given) => {
      const mended = given
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, "");
      return DNS_LABEL.test(mended) ? VALUES.likeThis(mended) : null;
    },
  });
}

export function labelValue(): Leaf<string> {
  return leaf({
    wanted: "label value: at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit",
    example: "assistants",
    json: { type: "string", maxLength: 63, pattern: LABEL_VALUE.source },
    read: (value) => {
      if (typeof value !== "string") return refuse(VALUES.quoteIt);
      return LABEL_VALUE.test(value) ? accept(value) : refuse(VALUES.noLabelValue);
    },
  });
}

/** An id of the catalogue (GPU, region, policy): only its form is judged here. */
export function plainId(wanted: string, example: string, marks: Readonly<Record<string, string>> = {}): Leaf<string> {
  const pattern = /^[a-z0-9][a-z0-9.-]*$/;
  return leaf({
    wanted: `${wanted}: an id of lower-case letters, digits, - and ., such as ${example}`,
    example,
    json: { type: "string", maxLength: 63, pattern: pattern.source, ...marks },
    read: (value) => readId(value, pattern, example),
  });
}

function readId(value: unknown, pattern: RegExp, example: string): Reading<string> {
  if (typeof value !== "string") return refuse(VALUES.likeThis(example));
  if (value.length <= 63 && pattern.test(value)) return accept(value);
  const mended = value
    .slice(0, 64)
    .toLowerCase()
    .replace(/[_\s]+/g, "-");
  return refuse(pattern.test(mended) && mended.length <= 63 ? VALUES.likeThis(mended) : VALUES.likeThis(example));
}

/** Where a replica runs. Both AWS and a GPU cloud are called Lambda, so the word alone is refused. */
export function platformId(): Leaf<string> {
  const pattern = /^[a-z0-9][a-z0-9.-]*$/;
  return leaf({
    wanted: "platform: an id such as eks, gke, aks, hf-endpoints, sagemaker or cloud-run",
    example: "eks",
    json: { type: "string", maxLength: 63, pattern: pattern.source, not: { const: "lambda" }, [ID_MARK]: "platform" },
    read: (value) => {
      if (typeof value === "string" && value.toLowerCase() === "lambda") {
        return refuse(VALUES.twoLambdas, "a platform whose name is not shared by two");
      }
      return readId(value, pattern, "eks");
    },
  });
}

/** Marks a property of a JSON Schema whose values the catalogue lists. */
export const ID_MARK = "x-loadline-id";

/** A Hugging Face id: `owner/name`, or a bare name for the oldest models. */
export function modelId(): Leaf<string> {
  return text({
    wanted: "model: a Hugging Face id, such as meta-llama/Llama-3.1-8B-Instruct",
    example: "meta-llama/Llama-3.1-8B-Instruct",
    pattern: /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/,
    longest: 200,
    advise: (given) => (given.includes("://") ? VALUES.addressForId : null),
  });
}

/** A container image; whether it carries a digest is a matter for the policies. */
export function image(example: string): Leaf<string> {
  return text({
    wanted: "image: a container image name with tag or digest",
    example,
    pattern: /^[^\s\p{C}-][^\s\p{C}]*$/u,
    longest: 512,
  });
}

export interface EngineName {
  readonly name: string;
  readonly version: string | null;
}

const ENGINE = /^([a-z][a-z0-9-]{0,30})(?:@v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?))?$/;

/** `vllm`, or `vllm@0.15` when the image does not say the version. */
export function engineName(): Leaf<EngineName> {
  return leaf({
    wanted: "engine: vllm, tgi, sglang or static, with or without a version (vllm@0.15)",
    example: "vllm",
    json: { type: "string", pattern: ENGINE.source },
    read: (value) => {
      if (typeof value !== "string") return refuse(VALUES.likeThis("vllm@0.15"));
      const match = ENGINE.exec(value);
      if (match !== null) return accept({ name: match[1] ?? "", version: match[2] ?? null });
      const lower = value.slice(0, 64).toLowerCase();
      return refuse(ENGINE.test(lower) ? VALUES.likeThis(lower) : VALUES.likeThis("vllm@0.15"));
    },
  });
}

/** Where paths of a ModelDeployment and of the Settings begin. */
export const CONFIG_FOLDER = "the folder that holds loadline.yaml";
/** Where paths of a Scenario begin. */
export const SCENARIO_FOLDER = "the folder of the scenario";

/** A path below a folder; nothing outside it can be named. */
export function relativePath(wanted: string, example: string, folder = CONFIG_FOLDER): Leaf<string> {
  return leaf({
    wanted: `${wanted}: a path below ${folder}, such as ${example}`,
    example,
    json: { type: "string", minLength: 1, maxLength: 1024 },
    read: (value) => {
      if (typeof value !== "string") return refuse(VALUES.likeThis(example));
      const advice = pathMistake(value, folder);
      return advice === null ? accept(withoutSteps(value)) : refuse(advice);
    },
  });
}

/** Steps back that stay inside are taken here: a revision of Git knows no "..". */
const withoutSteps = (path: string): string => (path.includes("..") ? posix.normalize(path) : path);

/** What is wrong with a relative path, as advice; null when nothing is. */
export function pathMistake(path: string, folder = CONFIG_FOLDER): string | null {
  if (path === "" || path.length > 1024) return VALUES.noPath;
  if (/\p{C}/u.test(path)) return VALUES.controlCharacters;
  if (path.includes("\\")) return VALUES.backslash;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path)) return VALUES.addressForPath;
  if (path.startsWith("/") || path.startsWith("~")) return VALUES.absolutePath(folder);
  if (path.includes("..") && /^\.{1,2}(\/|$)/.test(posix.normalize(path))) return VALUES.leadsOutside;
  return null;
}
