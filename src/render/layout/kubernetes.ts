import type { Entry } from "./entry.ts";
import { KUBERNETES_GATEWAY } from "./kubernetes-gateway.ts";
import { KUBERNETES_MONITORING } from "./kubernetes-monitoring.ts";
import { KUBERNETES_SERVING } from "./kubernetes-serving.ts";

/** What a deployment is in a Kubernetes cluster of one's own. */
export const KUBERNETES: readonly Entry[] = [...KUBERNETES_SERVING, ...KUBERNETES_MONITORING, ...KUBERNETES_GATEWAY];
