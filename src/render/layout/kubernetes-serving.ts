import type { RenderInput } from "../input.ts";
import { usesHpa } from "../view/adapter.ts";
import { hasSharedDisk, weightsClaimName, weightsClaimView } from "../view/cache.ts";
import * as network from "../view/network.ts";
import * as objects from "../view/objects.ts";
import { restartName, restarts, restartView } from "../view/restart.ts";
import { horizontalPodAutoscalerView, scaledObjectView } from "../view/scaling.ts";
import { externalSecretView, hasSecrets, secretName } from "../view/secrets.ts";
import { deploymentView } from "../view/workload.ts";
import type { Entry } from "./entry.ts";

const usesKeda = ({ deployment: { scaling } }: RenderInput) => scaling.mode === "keda" || scaling.mode === "scheduled";

/** What restarts the pods, and no more than that. */
const RESTART = { name: restartName, applies: restarts };

const RESTARTS: readonly Entry[] = [
  {
    ...{ template: "kubernetes/restart-service-account", apiVersion: "v1", kind: "ServiceAccount", ...RESTART },
    view: restartView("serviceAccount"),
  },
  {
    ...{ template: "kubernetes/restart-role", apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", ...RESTART },
    view: restartView("role"),
  },
  {
    template: "kubernetes/restart-role-binding",
    ...{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", ...RESTART },
    view: restartView("roleBinding"),
  },
  {
    ...{ template: "kubernetes/restart-cron-job", apiVersion: "batch/v1", kind: "CronJob", ...RESTART },
    view: restartView("cronJob"),
  },
];

/** Who reaches the pods, and what they reach. */
const NETWORK: readonly Entry[] = [
  {
    ...{ template: "kubernetes/network-policy", apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
    view: network.networkPolicyView,
    applies: network.usesNetworkPolicy,
  },
  {
    ...{ template: "kubernetes/cilium-network-policy", apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy" },
    view: network.ciliumNetworkPolicyView,
    applies: network.usesCilium,
  },
];

/** What serves: the pods, what they need, how they are reached and guarded, and how many of them there are. */
export const KUBERNETES_SERVING: readonly Entry[] = [
  {
    template: "kubernetes/service-account",
    apiVersion: "v1",
    kind: "ServiceAccount",
    view: objects.serviceAccountView,
  },
  {
    ...{ template: "kubernetes/external-secret", apiVersion: "external-secrets.io/v1", kind: "ExternalSecret" },
    view: externalSecretView,
    name: secretName,
    applies: hasSecrets,
  },
  {
    ...{ template: "kubernetes/persistent-volume-claim", apiVersion: "v1", kind: "PersistentVolumeClaim" },
    view: weightsClaimView,
    name: weightsClaimName,
    applies: hasSharedDisk,
  },
  ...NETWORK,
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
  ...RESTARTS,
];
