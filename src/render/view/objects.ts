import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { renderRefusal } from "./account.ts";
import { identityView, labelsOf, selectorOf, waveOf } from "./identity.ts";

/** Data of `kubernetes/namespace.yaml.hbs`. The same for every deployment of a namespace, so that they share one file. */
export function namespaceView({ deployment }: RenderInput): View {
  return {
    name: deployment.namespace,
    labels: { "app.kubernetes.io/managed-by": "loadline" },
    // Deleting a namespace deletes everything in it, other people's things included: that stays a human's decision.
    annotations: { ...waveOf("namespace"), "argocd.argoproj.io/sync-options": "Prune=false,Delete=false" },
  };
}

export const serviceAccountView = (input: RenderInput): View => identityView(input, "config");

/** Data of `kubernetes/service.yaml.hbs`. */
export function serviceView(input: RenderInput): View {
  const { name } = input.deployment;
  if (/^\d/.test(name)) throw renderRefusal("metadata.name", RENDERING.noServiceName(name));
  return { ...identityView(input, "workload"), selector: selectorOf(input) };
}

/** Data of `kubernetes/pod-disruption-budget.yaml.hbs`. */
export function podDisruptionBudgetView(input: RenderInput): View {
  return { ...identityView(input, "scaling"), selector: selectorOf(input) };
}

/** Data of `kubernetes/service-monitor.yaml.hbs`. */
export function serviceMonitorView(input: RenderInput): View {
  return { ...identityView(input, "config"), selector: selectorOf(input), hasTeam: "team" in labelsOf(input) };
}
