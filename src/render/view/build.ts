import { InputError, type Problem } from "../../ports/failure.ts";
import type { RenderInput, View } from "../input.ts";
import { buildFolderOf } from "../layout/paths.ts";
import { PLAIN_WORD } from "../printers.ts";

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
    ...wanted(engine.image !== null && /@sha256:[0-9a-f]{64}$/.test(engine.image), {
      ...{ at: "spec.engine.image", found: engine.image, wanted: "an image with its digest" },
      advice: "Write name:tag@sha256:…; a build from a tag alone is another one tomorrow.",
    }),
    ...wanted(model.revision !== null, {
      ...{ at: "spec.model.revision", found: model.revision, wanted: "the revision to build in" },
      advice: "Copy the commit from the model's page on Hugging Face.",
    }),
    ...[engine.image, model.id, model.revision]
      .filter((text) => text !== null && !PLAIN_WORD.test(text))
      .map((found) => ({
        ...{ file: FILE, line: null, column: null, at: "spec.build", found: JSON.stringify(found).slice(0, 80) },
        ...{
          wanted: "names of letters, digits and . _ : / @ + -",
          advice: "Nothing else is written into a Dockerfile.",
        },
      })),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return { image: engine.image, model: model.id, revision: model.revision };
}

const FILE = "ModelDeployment";

function wanted(
  holds: boolean,
  { found, ...rest }: Pick<Problem, "at" | "wanted" | "advice"> & { found: string | null },
) {
  if (holds) return [];
  return [{ file: FILE, line: null, column: null, found: found ?? "nothing", ...rest }];
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
