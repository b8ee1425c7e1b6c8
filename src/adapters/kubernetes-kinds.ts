import { OWN_KINDS } from "./own-schemas/index.ts";

/**
 * Which kinds the API server serves under which version, and since or until which minor release of Kubernetes 1.
 * Source: the deprecation guide and the API reference of kubernetes.io, releases 1.16 to 1.36.
 */

/** `Kind` or `Kind@33`: served since 1.33. No mark: since before 1.20. */
const SERVED: Readonly<Record<string, string>> = {
  v1: "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
  "admissionregistration.k8s.io/v1":
    "MutatingAdmissionPolicy@36 MutatingAdmissionPolicyBinding@36 MutatingWebhookConfiguration ValidatingAdmissionPolicy@30 ValidatingAdmissionPolicyBinding@30 ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/v1": "CustomResourceDefinition",
  "apiregistration.k8s.io/v1": "APIService",
  "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
  "authentication.k8s.io/v1": "SelfSubjectReview@28 TokenRequest TokenReview",
  "authorization.k8s.io/v1":
    "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
  "autoscaling/v1": "HorizontalPodAutoscaler",
  "autoscaling/v2": "HorizontalPodAutoscaler@23",
  "batch/v1": "CronJob@21 Job",
  "certificates.k8s.io/v1": "CertificateSigningRequest",
  "coordination.k8s.io/v1": "Lease",
  "discovery.k8s.io/v1": "EndpointSlice@21",
  "events.k8s.io/v1": "Event",
  "flowcontrol.apiserver.k8s.io/v1": "FlowSchema@29 PriorityLevelConfiguration@29",
  "networking.k8s.io/v1": "IPAddress@33 Ingress IngressClass NetworkPolicy ServiceCIDR@33",
  "node.k8s.io/v1": "RuntimeClass",
  "policy/v1": "PodDisruptionBudget@21",
  "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
  "resource.k8s.io/v1": "DeviceClass@34 ResourceClaim@34 ResourceClaimTemplate@34 ResourceSlice@34",
  "scheduling.k8s.io/v1": "PriorityClass",
  "storage.k8s.io/v1": "CSIDriver CSINode CSIStorageCapacity@24 StorageClass VolumeAttachment VolumeAttributesClass@34",
  "argoproj.io/v1alpha1": "AppProject Application ApplicationSet",
  "cilium.io/v2":
    "CiliumBGPAdvertisement CiliumBGPClusterConfig CiliumBGPNodeConfig CiliumBGPNodeConfigOverride CiliumBGPPeerConfig CiliumCIDRGroup CiliumClusterwideEnvoyConfig CiliumClusterwideNetworkPolicy CiliumEgressGatewayPolicy CiliumEndpoint CiliumEnvoyConfig CiliumIdentity CiliumLoadBalancerIPPool CiliumLocalRedirectPolicy CiliumNetworkPolicy CiliumNode CiliumNodeConfig",
  "cilium.io/v2alpha1":
    "CiliumBGPAdvertisement CiliumBGPClusterConfig CiliumBGPNodeConfig CiliumBGPNodeConfigOverride CiliumBGPPeerConfig CiliumCIDRGroup CiliumEndpointSlice CiliumGatewayClassConfig CiliumL2AnnouncementPolicy CiliumLoadBalancerIPPool CiliumNodeConfig CiliumPodIPPool",
  "eventing.keda.sh/v1alpha1": "CloudEventSource ClusterCloudEventSource",
  "external-secrets.io/v1": "ClusterExternalSecret ClusterSecretStore ExternalSecret SecretStore",
  "external-secrets.io/v1alpha1": "ClusterPushSecret PushSecret",
  "external-secrets.io/v1beta1": "ClusterExternalSecret ClusterSecretStore ExternalSecret SecretStore",
  "keda.sh/v1alpha1": "ClusterTriggerAuthentication ScaledJob ScaledObject TriggerAuthentication",
  "monitoring.coreos.com/v1": "Alertmanager PodMonitor Probe Prometheus PrometheusRule ServiceMonitor ThanosRuler",
  "monitoring.coreos.com/v1alpha1": "AlertmanagerConfig PrometheusAgent ScrapeConfig",
  "monitoring.coreos.com/v1beta1": "AlertmanagerConfig",
};

/** Versions that are gone: the first release without them, and what took their place. */
const REMOVED: Readonly<Record<string, { readonly since: number; readonly instead: string }>> = {
  "admissionregistration.k8s.io/v1beta1": { since: 22, instead: "admissionregistration.k8s.io/v1" },
  "apiextensions.k8s.io/v1beta1": { since: 22, instead: "apiextensions.k8s.io/v1" },
  "apiregistration.k8s.io/v1beta1": { since: 22, instead: "apiregistration.k8s.io/v1" },
  "apps/v1beta1": { since: 16, instead: "apps/v1" },
  "apps/v1beta2": { since: 16, instead: "apps/v1" },
  "authentication.k8s.io/v1beta1": { since: 22, instead: "authentication.k8s.io/v1" },
  "authorization.k8s.io/v1beta1": { since: 22, instead: "authorization.k8s.io/v1" },
  "autoscaling/v2beta1": { since: 25, instead: "autoscaling/v2" },
  "autoscaling/v2beta2": { since: 26, instead: "autoscaling/v2" },
  "batch/v1beta1": { since: 25, instead: "batch/v1" },
  "certificates.k8s.io/v1beta1": { since: 22, instead: "certificates.k8s.io/v1" },
  "coordination.k8s.io/v1beta1": { since: 22, instead: "coordination.k8s.io/v1" },
  "discovery.k8s.io/v1beta1": { since: 25, instead: "discovery.k8s.io/v1" },
  "events.k8s.io/v1beta1": { since: 25, instead: "events.k8s.io/v1" },
  "extensions/v1beta1": { since: 22, instead: "apps/v1 and networking.k8s.io/v1" },
  "flowcontrol.apiserver.k8s.io/v1beta1": { since: 26, instead: "flowcontrol.apiserver.k8s.io/v1" },
  "flowcontrol.apiserver.k8s.io/v1beta2": { since: 29, instead: "flowcontrol.apiserver.k8s.io/v1" },
  "flowcontrol.apiserver.k8s.io/v1beta3": { since: 32, instead: "flowcontrol.apiserver.k8s.io/v1" },
  "networking.k8s.io/v1beta1": { since: 22, instead: "networking.k8s.io/v1" },
  "node.k8s.io/v1beta1": { since: 25, instead: "node.k8s.io/v1" },
  "policy/v1beta1": { since: 25, instead: "policy/v1" },
  "rbac.authorization.k8s.io/v1beta1": { since: 22, instead: "rbac.authorization.k8s.io/v1" },
  "scheduling.k8s.io/v1beta1": { since: 22, instead: "scheduling.k8s.io/v1" },
  "storage.k8s.io/v1beta1": { since: 27, instead: "storage.k8s.io/v1" },
};

/** Served by some servers, but no npm package carries a schema. */
const WITHOUT_SCHEMA: Readonly<Record<string, string>> = {
  "admissionregistration.k8s.io/v1beta1":
    "MutatingAdmissionPolicy@34 MutatingAdmissionPolicyBinding@34 ValidatingAdmissionPolicy@28 ValidatingAdmissionPolicyBinding@28",
  "certificates.k8s.io/v1beta1": "ClusterTrustBundle@33",
  "coordination.k8s.io/v1beta1": "LeaseCandidate@33",
  "networking.k8s.io/v1beta1": "IPAddress@31 ServiceCIDR@31",
  "resource.k8s.io/v1beta1": "DeviceClass@32 ResourceClaim@32 ResourceClaimTemplate@32 ResourceSlice@32",
  "resource.k8s.io/v1beta2": "DeviceClass@33 ResourceClaim@33 ResourceClaimTemplate@33 ResourceSlice@33",
  "storage.k8s.io/v1beta1": "VolumeAttributesClass@31",
  // One group, several projects: Argo CD's kinds have schemas, those of Rollouts, Workflows and Events have none.
  "argoproj.io/v1alpha1":
    "AnalysisRun AnalysisTemplate ClusterAnalysisTemplate ClusterWorkflowTemplate CronWorkflow EventBus EventSource Experiment Rollout Sensor Workflow WorkflowEventBinding WorkflowTaskResult WorkflowTaskSet WorkflowTemplate WorkflowArtifactGCTask NumaflowController Pipeline MonoVertex",
};

/** What is known about an apiVersion and kind, before any schema is loaded. */
export type Served =
  | { readonly is: "served" }
  | { readonly is: "without-schema" }
  | { readonly is: "removed"; readonly since: number; readonly instead: string }
  | { readonly is: "too-new"; readonly since: number }
  | { readonly is: "unknown-version"; readonly known: readonly string[] }
  | { readonly is: "unknown-kind"; readonly known: readonly string[] }
  | { readonly is: "unknown-group" };

const served = new Map(
  Object.entries({ ...SERVED, ...OWN_KINDS }).map(([version, kinds]) => [version, sinceByKind(kinds)]),
);
const withoutSchema = new Map(Object.entries(WITHOUT_SCHEMA).map(([version, kinds]) => [version, sinceByKind(kinds)]));

/** Looks a kind up in the lists above: the only way to a schema, so nothing from a manifest reaches `import` unseen. */
export function lookUp(apiVersion: string, kind: string, minor: number): Served {
  const unchecked = withoutSchema.get(apiVersion)?.get(kind);
  if (unchecked !== undefined) {
    return minor < unchecked ? { is: "too-new", since: unchecked } : { is: "without-schema" };
  }
  const removed = Object.hasOwn(REMOVED, apiVersion) ? REMOVED[apiVersion] : undefined;
  if (removed !== undefined) return minor >= removed.since ? { is: "removed", ...removed } : { is: "without-schema" };
  const kinds = served.get(apiVersion);
  if (kinds !== undefined) return kindIn(kinds, kind, minor);
  const group = groupOf(apiVersion);
  const versions = [...served.keys()].filter((version) => groupOf(version) === group);
  return versions.length === 0 ? { is: "unknown-group" } : { is: "unknown-version", known: versions };
}

function kindIn(kinds: ReadonlyMap<string, number>, kind: string, minor: number): Served {
  const since = kinds.get(kind);
  if (since === undefined) return { is: "unknown-kind", known: [...kinds.keys()] };
  return minor < since ? { is: "too-new", since } : { is: "served" };
}

/** `apps` of `apps/v1`; the core group is empty text. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

function sinceByKind(kinds: string): ReadonlyMap<string, number> {
  return new Map(
    kinds.split(" ").map((entry) => {
      const [kind = "", since = "0"] = entry.split("@");
      return [kind, Number(since)];
    }),
  );
}
