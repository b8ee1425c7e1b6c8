import { RENDERING } from "../mistakes/rendering.ts";
import { InputError, type Problem } from "../ports/failure.ts";
import type { RenderInput } from "./input.ts";
import { gitopsPathOf } from "./layout/paths.ts";
import { inDeployment } from "./view/account.ts";
import { clusterOf } from "./view/identity.ts";

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const FOLDER = /^[A-Za-z0-9_.-]{1,255}$/;

/** Every part of an output path comes from the user: each must be a plain name, in one folder, on every file system. */
export function refuseUnsafePaths(input: RenderInput): void {
  const { name, namespace } = input.deployment;
  const problems = [
    ...label("metadata.name", name),
    ...label("metadata.namespace", namespace),
    ...label("clusters[].name", clusterOf(input).name).map(inSettings),
    ...folder("gitops.path", gitopsPathOf(input)).map(inSettings),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

function label(at: string, value: string): readonly Problem[] {
  if (DNS_LABEL.test(value)) return [];
  return [inDeployment(at, RENDERING.noLabel(shown(value)))];
}

function folder(at: string, value: string): readonly Problem[] {
  const parts = value.split("/");
  const isPlain = parts.every((part) => FOLDER.test(part) && part !== "." && part !== ".." && part !== ".git");
  if (isPlain) return [];
  return [inDeployment(at, RENDERING.noFolder(shown(value)))];
}

const inSettings = (problem: Problem): Problem => ({ ...problem, file: "loadline.yaml" });

const shown = (value: string): string => JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
