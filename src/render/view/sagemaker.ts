import { ownTarget, platforms } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { accountValue, refuseSecrets, renderRefusal } from "./account.ts";
import { identityView } from "./identity.ts";
import { outsideName } from "./outside-name.ts";
import { sageMakerEnvironment } from "./sagemaker-environment.ts";

/** SageMaker's own name of a variant that gets everything. */
const VARIANT = "AllTraffic";
/** Characters in a name. */
const MOST = 63;
const REGION = "services.k8s.aws/region";
/** Limits of the API, ProductionVariant.ContainerStartupHealthCheckTimeoutInSeconds. */
const HEALTH_CHECK = { least: 60, most: 3600 };
/** Seconds between two changes of the number of instances: SageMaker's default. */
const COOLDOWN = 300;

/** Data of `sagemaker/model.yaml.hbs`. */
export function modelView(input: RenderInput): View {
  return {
    ...resourceView(input, "config"),
    name: modelName(input),
    modelName: modelName(input),
    role: accountValue(input, "executionRole"),
    ...containerOf(input),
  };
}

/** Data of `sagemaker/endpoint-config.yaml.hbs`. */
export function endpointConfigView(input: RenderInput): View {
  return {
    ...resourceView(input, "variant"),
    name: endpointConfigName(input),
    configName: endpointConfigName(input),
    variant: VARIANT,
    modelName: modelName(input),
    ...variantOf(input),
  };
}

/** Data of `sagemaker/endpoint.yaml.hbs`. */
export function endpointView(input: RenderInput): View {
  return {
    ...resourceView(input, "workload"),
    endpointName: endpointName(input),
    configName: endpointConfigName(input),
  };
}

/** Data of `sagemaker/scalable-target.yaml.hbs`. */
export function scalableTargetView(input: RenderInput): View {
  const { min, max } = boundsOf(input);
  return {
    ...resourceView(input, "scaling"),
    resourceId: resourceId(input),
    minCapacity: min,
    maxCapacity: max,
  };
}

/** Data of `sagemaker/scaling-policy.yaml.hbs`. The rule is the one that the forecast simulates. */
export function scalingPolicyView(input: RenderInput): View {
  const { scaling } = platforms.sagemaker;
  if (scaling === null) throw new Error("planner/platforms/sagemaker.ts states no scaling rule");
  return {
    ...resourceView(input, "policy"),
    policyName: endpointName(input),
    resourceId: resourceId(input),
    target: ownTarget(scaling.value, input.plan.limits),
    cooldown: COOLDOWN,
  };
}

export const isScaledBySageMaker = ({ deployment }: RenderInput): boolean => deployment.scaling.mode !== "fixed";

/**
 * SageMaker changes no Model and no EndpointConfig: each new content is a new object, to which the Endpoint moves before
 * Argo CD prunes the old one. So their names tell their content.
 */
export const modelName = (input: RenderInput): string => outsideName(input, MOST, containerOf(input));

export function endpointConfigName(input: RenderInput): string {
  return outsideName(input, MOST, { model: modelName(input), ...variantOf(input) });
}

const endpointName = (input: RenderInput): string => outsideName(input, MOST);

const resourceId = (input: RenderInput): string => `endpoint/${endpointName(input)}/variant/${VARIANT}`;

function resourceView(input: RenderInput, wave: Parameters<typeof identityView>[1]) {
  const identity = identityView(input, wave);
  return { ...identity, annotations: { ...identity.annotations, [REGION]: input.deployment.platform.region } };
}

function containerOf(input: RenderInput) {
  const { engine } = input.deployment;
  refuseSecrets(input, "sagemaker");
  if (engine.image === null) throw renderRefusal("spec.engine.image", RENDERING.containerMissing(engine.name));
  return { image: engine.image, environment: sageMakerEnvironment(input) };
}

function variantOf(input: RenderInput) {
  return {
    instanceType: input.deployment.platform.instance,
    initialCount: boundsOf(input).min,
    healthCheckTimeout: healthCheckTimeout(input),
  };
}

/** A variant keeps one instance at least. */
function boundsOf({ deployment }: RenderInput): { readonly min: number; readonly max: number } {
  const { scaling } = deployment;
  const [key, min, max] =
    scaling.mode === "fixed"
      ? (["replicas", scaling.replicas, scaling.replicas] as const)
      : (["minReplicas", scaling.minReplicas, scaling.maxReplicas] as const);
  if (min > 0) return { min, max };
  throw renderRefusal(`spec.scaling.${key}`, RENDERING.instanceKept);
}

function healthCheckTimeout({ plan }: RenderInput): number {
  const { least, most } = HEALTH_CHECK;
  const needed = Math.ceil(plan.startup.p99);
  if (needed <= most) return Math.max(least, needed);
  throw renderRefusal("spec.model.id", RENDERING.startTooSlow(needed, most, "sagemaker"));
}
