import { createHash } from "node:crypto";
import { platforms } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { identityView } from "./identity.ts";
import { notRenderable } from "./refusal.ts";
import { sagemakerEnvironment } from "./sagemaker-environment.ts";
import { type Autoscaled, autoscaledOf } from "./scaling.ts";

const VARIANT = "AllTraffic";
/** SageMaker's names have 63 characters at most; nine of them are the mark of what is inside. */
const LONGEST_NAME = 54;
/** Bounds of the start-up health check, seconds: AWS API reference, ProductionVariant. */
const STARTUP = { least: 60, most: 3600 };
/** What Application Auto Scaling waits between two changes where nobody says; planner/platforms/sagemaker.ts names it, too. */
const COOLDOWN = 300;

const ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

/** Data of `sagemaker/model.yaml.hbs`. */
export function modelView(input: RenderInput): View {
  return {
    ...objectView(input, "config"),
    name: modelName(input),
    modelName: hostedName(input, "model"),
    ...container(input),
  };
}

/** Data of `sagemaker/endpoint-config.yaml.hbs`. */
export function endpointConfigView(input: RenderInput): View {
  return {
    ...objectView(input, "config"),
    name: endpointConfigName(input),
    ...variant(input),
    configName: hostedName(input, "config"),
  };
}

/** Data of `sagemaker/endpoint.yaml.hbs`. */
export function endpointView(input: RenderInput): View {
  return {
    ...objectView(input, "workload"),
    endpointName: endpointName(input),
    configName: hostedName(input, "config"),
  };
}

/** Data of `sagemaker/scalable-target.yaml.hbs`. */
export function scalableTargetView(input: RenderInput): View {
  const { minReplicas, maxReplicas } = bounds(input);
  return { ...objectView(input, "scaling"), resource: resourceOf(input), minReplicas, maxReplicas };
}

/** Data of `sagemaker/scaling-policy.yaml.hbs`: the target that the forecast assumes. */
export function scalingPolicyView(input: RenderInput): View {
  const share = platforms.sagemaker.scaling?.value.shareOfLimit ?? 1;
  return {
    ...objectView(input, "scaling"),
    policyName: `${endpointName(input)}-concurrency`,
    resource: resourceOf(input),
    target: Math.max(1, share * input.plan.limits.maxSequences),
    cooldownSeconds: COOLDOWN,
  };
}

export const modelName = (input: RenderInput): string => `${input.deployment.name}-${markOf(input, "model")}`;
export const endpointConfigName = (input: RenderInput): string => `${input.deployment.name}-${markOf(input, "config")}`;

/**
 * A Model or EndpointConfig can not be changed once it exists: another content is another object, and Argo CD removes the old
 * one after the endpoint has moved (`PruneLast`).
 */
function markOf(input: RenderInput, part: "model" | "config"): string {
  const content = part === "model" ? container(input) : { ...variant(input) };
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
}

function container(input: RenderInput) {
  refuseSecrets(input);
  return { roleArn: roleOf(input), image: imageOf(input), environment: sagemakerEnvironment(input) };
}

function variant(input: RenderInput) {
  return {
    variant: VARIANT,
    modelName: hostedName(input, "model"),
    instanceType: input.deployment.platform.instance,
    instances: bounds(input).minReplicas,
    startupSeconds: startupSeconds(input),
  };
}

/** Names in the account, which all namespaces share. */
const hostedName = (input: RenderInput, part: "model" | "config"): string =>
  `${endpointName(input)}-${markOf(input, part)}`;

function endpointName(input: RenderInput): string {
  const { name, namespace } = input.deployment;
  const hosted = `${namespace}-${name}`;
  if (hosted.length <= LONGEST_NAME) return hosted;
  const wanted = `namespace and name of at most ${LONGEST_NAME - 1} characters together`;
  const advice = "Shorten one of the two: SageMaker's names have 63 characters.";
  throw notRenderable(input, { at: "metadata.name", found: hosted, wanted, advice });
}

const resourceOf = (input: RenderInput): string => `endpoint/${endpointName(input)}/variant/${VARIANT}`;

/** ACK reads the region of an object from its annotation. */
function objectView(input: RenderInput, wave: "config" | "workload" | "scaling") {
  const { annotations, ...identity } = identityView(input, wave);
  const region = { "services.k8s.aws/region": input.deployment.platform.region };
  return { ...identity, annotations: { ...annotations, ...region } };
}

function bounds(input: RenderInput): Pick<Autoscaled, "minReplicas" | "maxReplicas"> {
  const { scaling } = input.deployment;
  const least = scaling.mode === "fixed" ? scaling.replicas : scaling.minReplicas;
  if (least > 0)
    return { minReplicas: least, maxReplicas: scaling.mode === "fixed" ? least : autoscaledOf(input).maxReplicas };
  const at = scaling.mode === "fixed" ? "spec.scaling.replicas" : "spec.scaling.minReplicas";
  const advice = "A variant keeps one instance; delete the ModelDeployment to have none.";
  throw notRenderable(input, { at, found: "0", wanted: "1 or more on SageMaker", advice });
}

/** Node, image, weights and warm-up all count against the one time-out that there is. */
function startupSeconds(input: RenderInput): number {
  const seconds = Math.max(STARTUP.least, Math.ceil(input.plan.startup.p99));
  if (seconds <= STARTUP.most) return seconds;
  const wanted = `a start-up of at most ${STARTUP.most} s: SageMaker waits no longer for the first health check`;
  const advice = "Choose an instance with a faster disk and network, or a smaller model.";
  throw notRenderable(input, { at: "spec.model", found: `p99 of ${seconds} s`, wanted, advice });
}

function roleOf(input: RenderInput): string {
  const role = input.deployment.platform.account?.roleArn ?? null;
  if (role !== null) return role;
  const wanted =
    "the role that SageMaker runs the model with, such as arn:aws:iam::123456789012:role/sagemaker-execution";
  const advice = "Set `account: { roleArn: … }` under spec.platform.";
  throw notRenderable(input, { at: "spec.platform.account.roleArn", found: "nothing", wanted, advice });
}

function imageOf(input: RenderInput): string {
  const { image } = input.deployment.engine;
  if (image !== null && ECR.test(image)) return image;
  const wanted = "an image in Amazon ECR that answers on /ping and /invocations; SageMaker pulls from nowhere else";
  const advice =
    "Set it to AWS's container of the engine, such as 763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:<tag>, or push your own.";
  throw notRenderable(input, { at: "spec.engine.image", found: image ?? "nothing", wanted, advice });
}

/** A container of SageMaker takes variables as plain text only: a token there is readable by whoever may describe the model. */
function refuseSecrets(input: RenderInput): void {
  const [secret] = input.deployment.access.secrets;
  if (secret === undefined) return;
  const wanted = "no secrets on SageMaker, which can refer to none";
  const advice = "Remove it; let the execution role read what it protects, or use an image that holds the weights.";
  throw notRenderable(input, { at: "spec.access.secrets", found: secret.name, wanted, advice });
}
