import { closed, integer, manifestOf, matching, type OwnSchemas, oneOf, text } from "./schema.ts";

/**
 * Fields: github.com/aws-controllers-k8s/applicationautoscaling-controller, config/crd/bases at 7267b9f (ScalableTarget) and 0be0df1
 * (ScalingPolicy), read 2026-11-29, as far as a variant of a SageMaker endpoint needs them. The least capacity there is 1. Names of
 * metrics are those of docs.aws.amazon.com/autoscaling/application, quoted in planner/platforms/sagemaker.ts; not read again.
 */
const VERSION = "applicationautoscaling.services.k8s.aws/v1alpha1";

const target = {
  serviceNamespace: oneOf("sagemaker"),
  scalableDimension: oneOf("sagemaker:variant:DesiredInstanceCount"),
  resourceID: matching("^endpoint/[^/]+/variant/[^/]+$"),
};
const metric = closed(
  {
    predefinedMetricType: oneOf(
      "SageMakerVariantInvocationsPerInstance",
      "SageMakerVariantConcurrentRequestsPerModelHighResolution",
    ),
  },
  ["predefinedMetricType"],
);
const tracking = closed(
  {
    predefinedMetricSpecification: metric,
    targetValue: { type: "number", exclusiveMinimum: 0 },
    scaleInCooldown: integer(0, 86_400),
    scaleOutCooldown: integer(0, 86_400),
  },
  ["predefinedMetricSpecification", "targetValue"],
);

export const applicationAutoScaling: OwnSchemas = {
  [`${VERSION} ScalableTarget`]: manifestOf(
    closed({ ...target, minCapacity: integer(1, 1_000_000), maxCapacity: integer(1, 1_000_000) }, [
      ...Object.keys(target),
      "minCapacity",
      "maxCapacity",
    ]),
  ),
  [`${VERSION} ScalingPolicy`]: manifestOf(
    closed(
      {
        ...target,
        policyName: text,
        policyType: oneOf("TargetTrackingScaling"),
        targetTrackingScalingPolicyConfiguration: tracking,
      },
      [...Object.keys(target), "policyName", "policyType", "targetTrackingScalingPolicyConfiguration"],
    ),
  ),
};
