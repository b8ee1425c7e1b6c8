import type { RenderInput } from "../input.ts";

interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn";
  readonly values: readonly string[];
}

/** Node labels that say a node may be taken away at any time. Which one a cluster has depends on who makes its nodes. */
const SPOT_LABELS: Readonly<Record<string, readonly { readonly key: string; readonly value: string }[]>> = {
  eks: [
    { key: "karpenter.sh/capacity-type", value: "spot" },
    { key: "eks.amazonaws.com/capacityType", value: "SPOT" },
  ],
  gke: [{ key: "cloud.google.com/gke-spot", value: "true" }],
  aks: [{ key: "kubernetes.azure.com/scalesetpriority", value: "spot" }],
};

/** Where the pods may run: on which instance type, and on spot nodes only or never. */
export function placementView({ deployment }: RenderInput) {
  const { platform } = deployment;
  return {
    nodeSelector: { "node.kubernetes.io/instance-type": platform.instance },
    capacityTerms: capacityTerms(SPOT_LABELS[platform.name] ?? [], platform.capacity === "spot"),
    toleratesSpotTaint: platform.name === "aks" && platform.capacity === "spot",
  };
}

/** Terms are alternatives, expressions within a term all hold. */
function capacityTerms(labels: readonly { key: string; value: string }[], spot: boolean) {
  const expressions = labels.map(
    ({ key, value }): Expression => ({ key, operator: spot ? "In" : "NotIn", values: [value] }),
  );
  if (spot) return expressions.map((expression) => ({ expressions: [expression] }));
  return expressions.length === 0 ? [] : [{ expressions }];
}
