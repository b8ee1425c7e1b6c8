import type { RenderInput } from "../input.ts";
import * as objects from "../view/objects.ts";
import { horizontalPodAutoscalerView, scaledObjectView } from "../view/scaling.ts";
import { deploymentView } from "../view/workload.ts";
import type { Entry } from "./entry.ts";

const usesHpa = ({ deployment }: RenderInput) => deployment.scaling.mode === "hpa";
const usesKeda = ({ deployment: { scaling } }: RenderInput) => scaling.mode === "keda" || scaling.mode === "scheduled";

/** What serves: the pods, how they are reached, and how many of them there are. */
export const KUBERNETES_SERVING: readonly Entry[] = [
  {
    template: "kubernetes/service-account",
    apiVersion: "v1",
    kind: "ServiceAccount",
    view: objects.serviceAccountView,
  },
  { template: "kubernetes/deployment", apiVersion: "apps/v1", kind: "Deployment", view: deploymentView },
  { template: "kubernetes/service", apiVersion: "v1", kind: "Service", view: objects.serviceView },
  {
    template: "kubernetes/horizontal-pod-autoscaler",
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    view: horizontalPodAutoscalerView,
    applies: usesHpa,
  },
  {
    template: "kubernetes/scaled-object",
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    view: scaledObjectView,
    applies: usesKeda,
  },
  {
    template: "kubernetes/pod-disruption-budget",
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    view: objects.podDisruptionBudgetView,
  },
];
