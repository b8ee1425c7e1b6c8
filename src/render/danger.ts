import { TEMPLATE } from "../mistakes/template.ts";
import { fileError } from "../ports/failure.ts";

/** What no template of a model server needs and an attacker wants: each gives a pod its node, or a link its reader. */
const DANGERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  hostNetwork: (value) => value === true,
  hostPID: (value) => value === true,
  hostIPC: (value) => value === true,
  hostPath: (value) => value !== null && typeof value === "object",
  privileged: (value) => value === true,
  allowPrivilegeEscalation: (value) => value === true,
};
const CLUSTER_WIDE = new Set(["ClusterRole", "ClusterRoleBinding"]);
const LINK = /^(?:link|notice)\.argocd\.argoproj\.io\/(?!content$|severity$)/;

/** Throws when a manifest asks for the node, for the whole cluster, or carries a link that is not http(s). */
export function refuseDanger(manifest: Readonly<Record<string, unknown>>, template: string): void {
  const found = CLUSTER_WIDE.has(String(manifest["kind"])) ? `kind: ${manifest["kind"]}` : dangerIn(manifest);
  if (found === null) return;
  throw fileError(template, TEMPLATE.danger(found));
}

function dangerIn(value: unknown): string | null {
  if (value === null || typeof value !== "object") return null;
  for (const [key, child] of Object.entries(value)) {
    const found = isDanger(key, child) ? `${key}: ${JSON.stringify(child)}` : dangerIn(child);
    if (found !== null) return found;
  }
  return null;
}

function isDanger(key: string, value: unknown): boolean {
  if (LINK.test(key)) return typeof value === "string" && !/^https?:\/\//.test(value);
  return Object.hasOwn(DANGERS, key) && (DANGERS[key]?.(value) ?? false);
}
