import { ack } from "./ack.ts";
import { conditions } from "./conditions.ts";
import { hfEndpoint } from "./hf-endpoint.ts";
import { sageMakerEndpoint } from "./sagemaker-endpoint.ts";

/** A kind, by API group and name, and how Argo CD tells its health. */
export interface HealthCheck {
  readonly group: string;
  readonly kind: string;
  readonly lua: string;
  /** It looks for words in a text, for which Argo CD has to lend it Lua's libraries. */
  readonly readsText?: true;
}

/** Kinds of the operators that loadline renders for. */
export const HEALTH_CHECKS: readonly HealthCheck[] = [
  { group: "sagemaker.services.k8s.aws", kind: "Endpoint", lua: sageMakerEndpoint },
  { group: "sagemaker.services.k8s.aws", kind: "EndpointConfig", lua: ack },
  { group: "sagemaker.services.k8s.aws", kind: "Model", lua: ack },
  { group: "applicationautoscaling.services.k8s.aws", kind: "ScalableTarget", lua: ack },
  { group: "applicationautoscaling.services.k8s.aws", kind: "ScalingPolicy", lua: ack },
  { group: "lambda.services.k8s.aws", kind: "Function", lua: ack },
  { group: "lambda.services.k8s.aws", kind: "FunctionURLConfig", lua: ack },
  { group: "run.cnrm.cloud.google.com", kind: "RunService", lua: conditions },
  { group: "app.azure.com", kind: "ContainerApp", lua: conditions },
  { group: "app.azure.com", kind: "ManagedEnvironment", lua: conditions },
  { group: "http.m.crossplane.io", kind: "Request", lua: hfEndpoint, readsText: true },
];
