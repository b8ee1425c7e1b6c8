import { RENDERING } from "../../mistakes/rendering.ts";
import { InputError } from "../../ports/failure.ts";
import type { RenderInput, View } from "../input.ts";
import { buildFolderOf } from "../layout/paths.ts";
import { PLAIN_WORD } from "../printers.ts";
import { inDeployment } from "./account.ts";

/** Pinned by commit: a tag can be moved. */
const ACTIONS = {
  checkout: "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",
  buildx: "docker/setup-buildx-action@b5ca514318bd6ebac0fb2aedd5d36ec1b5c232a2",
  login: "docker/login-action@74a5d142397b4f367a81961eba4e8cd7edddf772",
  build: "docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83",
  prune: "actions/delete-package-versions@e5bc658cc4c965c472efe991f8beea3981499c55",
};

/** Megabytes of layers that BuildKit keeps on the runner: a model and its engine, not every model there has been. */
const KEPT = 60_000;

/** Data of `build/Dockerfile.hbs`. */
export function dockerfileView(input: RenderInput): View {
  const { model, engine } = input.deployment;
  const problems = [
    ...(engine.image !== null && /@sha256:[0-9a-f]{64}$/.test(engine.image)
      ? []
      : [inDeployment("spec.engine.image", RENDERING.digestMissing(engine.image))]),
    ...(model.revision === null ? [inDeployment("spec.model.revision", RENDERING.revisionMissing)] : []),
    ...[engine.image, model.id, model.revision]
      .filter((text) => text !== null && !PLAIN_WORD.test(text))
      .map((text) => inDeployment("spec.build", RENDERING.noPlainWord(JSON.stringify(text).slice(0, 80)))),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return { image: engine.image, model: model.id, revision: model.revision };
}

/** Data of `build/build-workflow.yaml.hbs`. */
export function buildWorkflowView(input: RenderInput): View {
  const { namespace, name, build, model } = input.deployment;
  const registry = build?.registry ?? "";
  const host = registry.slice(0, Math.max(0, registry.indexOf("/")));
  const isGithubRegistry = host === "ghcr.io";
  const folder = buildFolderOf(input);
  return {
    title: `build ${namespace}/${name}`,
    branch: input.settings.gitops?.branch ?? "main",
    folder,
    dockerfile: `${folder}/Dockerfile`,
    actions: ACTIONS,
    buildkit: `[worker.oci]\n  gc = true\n  maxUsedSpace = "${KEPT}MB"\n`,
    registryHost: host,
    isGithubRegistry,
    username: isGithubRegistry ? expression("github.actor") : expression("secrets.REGISTRY_USERNAME"),
    password: isGithubRegistry ? expression("secrets.GITHUB_TOKEN") : expression("secrets.REGISTRY_PASSWORD"),
    tag: `${registry}:${input.plan.engine.version}-${(model.revision ?? "").replaceAll(/[^\w.-]/g, "-")}`.slice(0, 255),
    // One tag, overwritten by each build: the cache in the registry does not grow with their number.
    cacheFrom: `type=registry,ref=${registry}:build-cache`,
    cacheTo: `type=registry,ref=${registry}:build-cache,mode=max,image-manifest=true`,
    secrets: `huggingface=${expression("secrets.HF_TOKEN")}\n`,
    packageName: registry.split("/").slice(2).join("/"),
  };
}

/** GitHub fills it in; in `with` it stays one value, whatever it holds. */
const expression = (name: string): string => `\${{ ${name} }}`;
