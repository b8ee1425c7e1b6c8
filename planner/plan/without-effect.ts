import { DEFAULT_POD, type Finding, type ModelDeployment, type Platform } from "../domain/index.ts";
import { restartSchedule } from "./restart-schedule.ts";
import { followsCalendarOnly } from "./scaling.ts";

type Notice = (path: Finding["path"], message: string, action: string) => void;

/** Keys of a ModelDeployment that have no effect where it runs, or another than they say: silence would look like consent. */
export function withoutEffect(deployment: ModelDeployment, platform: Platform): readonly Finding[] {
  const notices: Finding[] = [];
  const notice: Notice = (path, message, action) =>
    notices.push({ id: "without-effect", severity: "notice", path, message, action });
  const { scaling } = deployment;
  if (platform.scaling !== null && scaling.mode !== "fixed") {
    const own = `${platform.name} scales by its own rule between minReplicas and maxReplicas: mode, target, schedule and headroom have no effect there`;
    notice(["spec", "scaling", "mode"], own, "Nothing needs to be done; what the rule is stands in `loadline facts`.");
  }
  if (platform.kind === "kubernetes") inCluster(deployment, notice);
  else elsewhere(deployment, notice);
  return notices;
}

function inCluster({ maintenance, scaling }: ModelDeployment, notice: Notice): void {
  if (maintenance !== null) {
    const { every } = restartSchedule(maintenance.restartEvery, 0);
    if (every !== maintenance.restartEvery) {
      const kept = `one cron expression keeps no interval of ${spoken(maintenance.restartEvery)}: it restarts every ${spoken(every)}`;
      const action = "Choose minutes that divide an hour, hours that divide a day, or up to 30 days.";
      notice(["spec", "maintenance", "restartEvery"], kept, action);
    }
  }
  if (sleepsForGood(scaling)) {
    const asleep =
      "at zero replicas nothing exports a metric, so nothing but the calendar and events wakes the fleet again";
    const action =
      "Write scaling.wakeUp: a query that is above zero while somebody asks, of the gateway in front of it; or minReplicas: 1.";
    notice(["spec", "scaling", "minReplicas"], asleep, action);
  }
  if (scaling.mode === "hpa") {
    const needs = "the HPA reads the engine's metrics through prometheus-adapter: without it the fleet never scales";
    const action =
      "Install the adapter once a cluster, with `--set rules.existing=loadline-prometheus-adapter`; the rules are rendered.";
    notice(["spec", "scaling", "mode"], needs, action);
  }
}

/** A fleet that scales on its own metrics has none when it is at zero. */
function sleepsForGood(scaling: ModelDeployment["scaling"]): boolean {
  if (scaling.mode === "fixed" || scaling.minReplicas > 0 || followsCalendarOnly(scaling)) return false;
  return scaling.wakeUp === undefined;
}

function elsewhere({ maintenance, access, gateway, name, platform, pod }: ModelDeployment, notice: Notice): void {
  if (JSON.stringify(pod) !== JSON.stringify(DEFAULT_POD)) {
    notice(["spec", "pod"], `there are no pods on ${platform.name}: \`pod\` has no effect there`, "Remove it.");
  }
  if (maintenance !== null) {
    const none = `no restart is rendered for ${platform.name}`;
    notice(["spec", "maintenance", "restartEvery"], none, "Schedule restarts there yourself.");
  }
  if (access.ingressFrom.length > 0) {
    const open = `namespaces say nothing on ${platform.name}: who may call it follows from that platform's own rules`;
    notice(["spec", "access", "ingressFrom"], open, "Set who may call it there.");
  }
  if (access.secrets.length > 0) {
    const secrets = access.secrets.map((secret) => `${name}-${secret.name}`).join(", ");
    const missing = `no ExternalSecret is rendered for ${platform.name}: what is called ${secrets} here must be there`;
    notice(["spec", "access", "secrets"], missing, "Create it in the platform's own store of secrets.");
  }
  if (gateway !== null) {
    notice(["spec", "gateway"], `no gateway is rendered for ${platform.name}`, "Deploy the gateway yourself.");
  }
}

function spoken(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${Math.round(seconds / 60)}m`;
}
