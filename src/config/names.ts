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
      return DNS_LABEL.test(mended) ? `Write it like this: ${mended}.` : null;
    },
  });
}

export function labelValue(): Leaf<string> {
  return leaf({
    wanted: "label value: at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit",
    example: "assistants",
    json: { type: "string", maxLength: 63, pattern: LABEL_VALUE.source },
    read: (value) => {
      if (typeof value !== "string") return refuse("Put it in quotes, so that it is read as text.");
      return LABEL_VALUE.test(value) ? accept(value) : refuse("Shorten it, or move it into an annotation.");
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
  if (typeof value !== "string") return refuse(`Write it like this: ${example}.`);
  if (value.length <= 63 && pattern.test(value)) return accept(value);
  const mended = value
    .slice(0, 64)
    .toLowerCase()
    .replace(/[_\s]+/g, "-");
  return refuse(
    pattern.test(mended) && mended.length <= 63 ? `Write it like this: ${mended}.` : `Write it like this: ${example}.`,
  );
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
        return refuse(
          "Write aws-lambda for AWS Lambda or lambda-cloud for the GPU cloud of that name.",
          "a platform whose name is not shared by two",
        );
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
    advise: (given) => (given.includes("://") ? "Write the id alone, without the address in front of it." : null),
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
      if (typeof value !== "string") return refuse("Write it like this: vllm@0.15.");
      const match = ENGINE.exec(value);
      if (match !== null) return accept({ name: match[1] ?? "", version: match[2] ?? null });
      const lower = value.slice(0, 64).toLowerCase();
      return refuse(ENGINE.test(lower) ? `Write it like this: ${lower}.` : "Write it like this: vllm@0.15.");
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
      if (typeof value !== "string") return refuse(`Write it like this: ${example}.`);
      const advice = pathMistake(value, folder);
      return advice === null ? accept(value) : refuse(advice);
    },
  });
}

/** What is wrong with a relative path, as advice; null when nothing is. */
export function pathMistake(path: string, folder = CONFIG_FOLDER): string | null {
  if (path === "" || path.length > 1024) return "Name a file by a path of at most 1024 characters.";
  if (/\p{C}/u.test(path)) return "Remove the control characters.";
  if (path.includes("\\")) return "Write / between folders, not \\.";
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path))
    return "Save the file beside the configuration and name it: addresses are not followed.";
  if (path.startsWith("/") || path.startsWith("~")) return `Write the path from ${folder}, without a leading / or ~.`;
  if (path.split("/").includes("..")) return "Move the file below that folder: .. may not lead outside.";
  return null;
}
