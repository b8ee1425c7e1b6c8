import * as sageMaker from "../view/sagemaker.ts";
import type { Entry } from "./entry.ts";

const SERVING = "sagemaker.services.k8s.aws/v1alpha1";
const SCALING = "applicationautoscaling.services.k8s.aws/v1alpha1";

/** An endpoint that the ACK controllers for SageMaker and Application Auto Scaling keep. */
export const SAGEMAKER: readonly Entry[] = [
  {
    ...{ template: "sagemaker/model", apiVersion: SERVING, kind: "Model" },
    ...{ view: sageMaker.modelView, name: sageMaker.modelName },
  },
  {
    ...{ template: "sagemaker/endpoint-config", apiVersion: SERVING, kind: "EndpointConfig" },
    ...{ view: sageMaker.endpointConfigView, name: sageMaker.endpointConfigName },
  },
  { template: "sagemaker/endpoint", apiVersion: SERVING, kind: "Endpoint", view: sageMaker.endpointView },
  {
    ...{ template: "sagemaker/scalable-target", apiVersion: SCALING, kind: "ScalableTarget" },
    ...{ view: sageMaker.scalableTargetView, applies: sageMaker.isScaledBySageMaker },
  },
  {
    ...{ template: "sagemaker/scaling-policy", apiVersion: SCALING, kind: "ScalingPolicy" },
    ...{ view: sageMaker.scalingPolicyView, applies: sageMaker.isScaledBySageMaker },
  },
];
