import { exactly, integer, manifest, oneOf, text } from "./shapes.ts";

const VERSION = "applicationautoscaling.services.k8s.aws/v1alpha1";

/** What a scalable target and its policy name alike. */
const WHICH = {
  serviceNamespace: oneOf("sagemaker"),
  scalableDimension: oneOf("sagemaker:variant:DesiredInstanceCount"),
  resourceID: text("^endpoint/[a-zA-Z0-9-]{1,63}/variant/[a-zA-Z0-9-]{1,63}$"),
};

/**
 * Fields: aws-controllers-k8s/applicationautoscaling-controller, config/crd/bases at 0be0df15 (scalabletargets,
 * scalingpolicies). Words: docs.aws.amazon.com/autoscaling/application/APIReference. Read 2026-11-29.
 */
export const applicationAutoScalingSchemas = {
  [`${VERSION} ScalableTarget`]: manifest(
    VERSION,
    "ScalableTarget",
    exactly({ ...WHICH, minCapacity: integer(1), maxCapacity: integer(1) }),
  ),
  [`${VERSION} ScalingPolicy`]: manifest(
    VERSION,
    "ScalingPolicy",
    exactly({
      ...WHICH,
      policyName: { type: "string", minLength: 1, maxLength: 256 },
      policyType: oneOf("TargetTrackingScaling"),
      targetTrackingScalingPolicyConfiguration: exactly({
        predefinedMetricSpecification: exactly({
          predefinedMetricType: oneOf("SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        }),
        targetValue: { type: "number", exclusiveMinimum: 0 },
        scaleOutCooldown: integer(0),
        scaleInCooldown: integer(0),
      }),
    }),
  ),
};
