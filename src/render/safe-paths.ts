import { InputError, type Problem } from "../ports/failure.ts";
import type { RenderInput } from "./input.ts";
import { clusterOf } from "./view/identity.ts";

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const FOLDER = /^[A-Za-z0-9_.-]{1,255}$/;

/** Every part of an output path comes from the user: each must be a plain name, in one folder, on every file system. */
export function refuseUnsafePaths(input: RenderInput): void {
  const { name, namespace } = input.deployment;
  const problems = [
    ...label("metadata.name", name),
    ...label("metadata.namespace", namespace),
    ...label("clusters[].name", clusterOf(input).name),
    ...folder("gitops.path", input.settings.gitops?.path ?? "clusters"),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function label(at: string, value: string): readonly Problem[] {
  if (DNS_LABEL.test(value)) return [];
  const wanted = "lower-case letters, digits and hyphens, at most 63, beginning and ending with a letter or digit";
  return [problem(at, value, wanted)];
}

function folder(at: string, value: string): readonly Problem[] {
  const parts = value.split("/");
  const isPlain = parts.every((part) => FOLDER.test(part) && part !== "." && part !== ".." && part !== ".git");
  if (isPlain) return [];
  return [problem(at, value, "a folder inside the repository, not its root: names parted by /")];
}

function problem(at: string, value: string, wanted: string): Problem {
  const found = JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  return { file: "ModelDeployment", line: null, column: null, at, found, wanted, advice: "Rename it." };
}
