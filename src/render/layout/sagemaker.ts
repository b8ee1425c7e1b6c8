import type { RenderInput } from "../input.ts";
import * as views from "../view/sagemaker.ts";
import type { Entry } from "./entry.ts";

const isAutoscaled = ({ deployment }: RenderInput) => deployment.scaling.mode !== "fixed";
const hosting = { apiVersion: "sagemaker.services.k8s.aws/v1alpha1" };
const scaling = { apiVersion: "applicationautoscaling.services.k8s.aws/v1alpha1", applies: isAutoscaled };

/** What AWS Controllers for Kubernetes turn into a SageMaker endpoint. */
export const SAGEMAKER: readonly Entry[] = [
  { ...hosting, template: "sagemaker/model", kind: "Model", view: views.modelView, name: views.modelName },
  {
    ...hosting,
    template: "sagemaker/endpoint-config",
    kind: "EndpointConfig",
    view: views.endpointConfigView,
    name: views.endpointConfigName,
  },
  { ...hosting, template: "sagemaker/endpoint", kind: "Endpoint", view: views.endpointView },
  { ...scaling, template: "sagemaker/scalable-target", kind: "ScalableTarget", view: views.scalableTargetView },
  { ...scaling, template: "sagemaker/scaling-policy", kind: "ScalingPolicy", view: views.scalingPolicyView },
];
