import type { Finding, ModelDeployment, Platform } from "../domain/index.ts";

/** Platforms whose cluster can hold a gateway beside the model. */
const CLUSTERS = new Set(["eks", "gke", "aks"]);

/** Keys of a ModelDeployment that this release reads but renders nothing for: silence would look like consent. */
export function withoutEffect(
  { maintenance, access, gateway, scaling, name, platform: place }: ModelDeployment,
  platform: Platform,
): readonly Finding[] {
  const notices: Finding[] = [];
  const notice = (path: Finding["path"], message: string, action: string) =>
    notices.push({ id: "without-effect", severity: "notice", path, message, action });
  if (platform.scaling !== null && scaling.mode !== "fixed") {
    const own = `${platform.name} scales by its own rule between minReplicas and maxReplicas: mode, target, schedule and headroom have no effect there`;
    notice(["spec", "scaling", "mode"], own, "Nothing needs to be done; what the rule is stands in `loadline facts`.");
  }
  if (maintenance !== null) {
    notice(
      ["spec", "maintenance", "restartEvery"],
      "no restart is rendered yet",
      "Schedule restarts yourself for now.",
    );
  }
  if (access.ingressFrom.length > 0) {
    const open = "no NetworkPolicy is rendered yet: every pod of the cluster may reach the server";
    notice(["spec", "access", "ingressFrom"], open, "Write the NetworkPolicy yourself for now.");
  }
  if (access.secrets.length > 0) {
    const secrets = access.secrets.map((secret) => `${name}-${secret.name}`).join(", ");
    const missing = `no ExternalSecret is rendered yet: pods wait until the Secret ${secrets} is there`;
    notice(["spec", "access", "secrets"], missing, "Create it with the key `value` in the deployment's namespace.");
  }
  if (gateway !== null && !CLUSTERS.has(place.name)) {
    notice(["spec", "gateway"], `no gateway is rendered for ${platform.name}`, "Deploy the gateway yourself.");
  }
  if (scaling.mode === "hpa") {
    notices.push({
      id: "without-effect",
      severity: "warning",
      path: ["spec", "scaling", "mode"],
      message:
        "the HPA reads the engine's metrics through a prometheus-adapter rule that is not rendered yet: without it the fleet never scales",
      action: "Add the rule to your adapter, or scale with mode: keda.",
    });
  }
  return notices;
}
