import { staticEntry } from "../../../planner/engines/static.ts";
import { gibibytes, hours, mebibytes, seconds } from "../../../planner/index.ts";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { RENDERING } from "../../../src/mistakes/rendering.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { renderDeployments } from "../../../src/tasks/render-manifests.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { refusal } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";
import { managedCalled } from "../render/managed-variety.ts";
import { autoscaled, chat, sample, shippedTemplates, varied, variety } from "../render/sample.ts";

type Deployment = RenderInput["deployment"];
type Platform = Partial<Deployment["platform"]>;

/** As the command, which knows file and line. */
const rendered = (platform: string) =>
  refusal(
    configRepository({ model: MODEL.replace(/platform: .*/, `platform: ${platform}`) }),
    ...["render", "models/chat.yaml", "--out", "out", "--now", "2026-11-25"],
  );
const render = (input: RenderInput) => async () => renderManifests(input, await shippedTemplates());
/** Renders a deployment of one platform with some keys changed. */
const on = (name: string, change: Partial<Deployment>) => {
  const input = managedCalled(name);
  return render({ ...input, deployment: { ...input.deployment, ...change } });
};
const placed = (name: string, platform: Platform) =>
  on(name, { platform: { ...managedCalled(name).deployment.platform, ...platform } });
const starting = (name: string, p99: number) => {
  const input = managedCalled(name);
  return render({ ...input, plan: { ...input.plan, startup: { ...input.plan.startup, p99: seconds(p99) } } });
};
const weighing = (name: string, weights: ReturnType<typeof mebibytes>) => {
  const input = managedCalled(name);
  const { memory } = input.plan;
  return render({ ...input, plan: { ...input.plan, memory: { ...memory, parts: { ...memory.parts, weights } } } });
};
const scaled = (scaling: Deployment["scaling"]) => render(varied({ scaling }));
const built = (change: Partial<Deployment>) =>
  render(varied({ deployment: { build: { registry: "ghcr.io/acme/chat" }, ...change } }));

const NONE = { mode: "fixed", replicas: 0, headroom: 0 } as const;
const ONE_SECRET = { access: { ingressFrom: [], secrets: [{ name: "t", store: "s", key: "prod/t" }] } };
const engineOf = (name: string, image: string | null) => ({
  engine: { ...managedCalled(name).deployment.engine, image },
});
const STATIC = { id: "static", entry: staticEntry } as const;
const GITOPS = { repository: "acme/gitops", branch: "main", mode: "commit" } as const;
const calendar = {
  ...autoscaled,
  schedule: [{ cron: "0 7 * * *", timezone: "UTC", duration: hours(48), minReplicas: 4 }],
};
const RENDERED = ["eks", "gke", "aks", "sagemaker", "cloud-run", "azure-container-apps", "hf-endpoints", "aws-lambda"];
const PROFILES = ["Consumption-GPU-NC8as-T4", "Consumption-GPU-NC24-A100"];
const OVER = "the window never closes before it opens again: raise minReplicas instead";

showEach("rendering", RENDERING, {
  sameFile: [
    async () =>
      renderDeployments(
        [sample, variety["fixed"] ?? sample],
        { templates: { read: shippedTemplates }, schemas: kubernetesModels() },
        { kubernetes: "1.34" },
      ),
    "ai-models/chat",
    "clusters/prod/_argocd/applications/ai-models/chat.yaml",
  ],
  noLabel: [render(varied({ deployment: { name: "Chat Bot" } })), '"Chat Bot"'],
  noServiceName: [render(varied({ deployment: { name: "8b-chat" } })), "8b-chat"],
  noFolder: [
    render({ ...sample, settings: { ...sample.settings, gitops: { ...GITOPS, path: "../elsewhere" } } }),
    '"../elsewhere"',
  ],
  platformWithoutTemplates: [render(varied({ platform: { name: "lambda-cloud" } })), "lambda-cloud", RENDERED],
  accountMissing: [
    () => rendered("{ name: sagemaker, region: us-east-1, instance: ml.g5.2xlarge }"),
    "executionRole",
    "sagemaker",
  ],
  noPlaceForSecrets: [on("aws-lambda", ONE_SECRET), ["t"], "aws-lambda"],
  startTooSlow: [starting("cloud-run", 1801), 1801, 1800, "cloud-run"],
  unknownInstance: [placed("azure-container-apps", { instance: "D4" }), "D4", PROFILES],
  nobodyServes: [on("cloud-run", { scaling: NONE })],
  imageNotInRegistry: [
    on("aws-lambda", engineOf("aws-lambda", "vllm/vllm-openai:v1")),
    "vllm/vllm-openai:v1",
    "us-east-1",
  ],
  modelTooLarge: [
    weighing("aws-lambda", mebibytes(9729)),
    managedCalled("aws-lambda").deployment.model.id,
    10_241,
    10_240,
  ],
  requestTooLong: [starting("aws-lambda", 871), { start: 871, answer: 30 }, 900],
  replicasThatWait: [on("aws-lambda", { scaling: { ...autoscaled, mode: "keda" } }), "1"],
  weightsAboveMemory: [weighing("cloud-run", gibibytes(33)), "l4-8cpu-32gib", "33.0"],
  noSecretManagerName: [on("cloud-run", ONE_SECRET), "prod/t"],
  regionIsNoCloud: [placed("hf-endpoints", { region: "us-east-1" }), "us-east-1", ["aws", "azure", "gcp"]],
  apiTokenMissing: [on("hf-endpoints", { access: { ingressFrom: [], secrets: [] } }), [], "hf-endpoints-token"],
  secretReference: [on("hf-endpoints", engineOf("hf-endpoints", "x/{{a:b:c}}")), "x/{{a:b:c}}"],
  engineOfNoContainer: [
    on("sagemaker", { engine: { ...managedCalled("sagemaker").deployment.engine, name: "static" } }),
    "static",
    ["vllm", "sglang", "tgi"],
  ],
  containerMissing: [on("sagemaker", engineOf("sagemaker", null)), "vllm"],
  instanceKept: [on("sagemaker", { scaling: NONE })],
  digestMissing: [built({ engine: { ...chat.engine, image: "vllm/vllm-openai:v0.15.1" } }), "vllm/vllm-openai:v0.15.1"],
  revisionMissing: [built({ model: { ...chat.model, revision: null } })],
  noPlainWord: [built({ model: { ...chat.model, id: "a\nRUN id" } }), '"a\\nRUN id"'],
  scheduleWithHpa: [scaled({ ...calendar, mode: "hpa" })],
  metricNotMeasured: [
    render(
      varied({ engine: STATIC, scaling: { ...autoscaled, mode: "keda", target: { metric: "kv-use", value: 1 } } }),
    ),
    "kv-use",
    "static",
  ],
  windowForKeda: [scaled({ ...calendar, mode: "keda" }), "0 7 * * *", OVER],
});
