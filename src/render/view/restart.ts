import { type RestartSchedule, restartSchedule } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { labelsOf, waveOf } from "./identity.ts";

/** A user of distroless images; the image of kubectl names none. */
const USER = 65_532;

interface Target {
  /** Name and namespace of what makes the restart, and of all that it needs. */
  readonly name: string;
  readonly namespace: string;
  /** What is restarted, as the API and as kubectl write it. */
  readonly resource: "deployments" | "daemonsets";
  readonly object: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly schedule: RestartSchedule;
  readonly image: string;
}

/** Data of the four templates that restart something: what they need follows from one target. */
export function restartViews(target: Target) {
  const { name, namespace, labels } = target;
  const identity = { name, namespace, labels, annotations: waveOf("scaling") };
  return {
    serviceAccount: { ...identity, annotations: waveOf("config") },
    role: { ...identity, annotations: waveOf("config"), resource: target.resource, object: target.object },
    roleBinding: { ...identity, annotations: waveOf("config") },
    cronJob: {
      ...identity,
      schedule: target.schedule.cron,
      image: target.image,
      command: ["rollout", "restart", `${target.resource.slice(0, -1)}/${target.object}`, "--namespace", namespace],
      user: USER,
    },
  };
}

/** Data of `kubernetes/restart-*.yaml.hbs` for the deployment itself. */
export const restartView =
  (part: keyof ReturnType<typeof restartViews>) =>
  (input: RenderInput): View =>
    restartViews(ownTarget(input))[part];

export const restarts = ({ deployment }: RenderInput): boolean => deployment.maintenance !== null;

export const restartName = ({ deployment }: RenderInput): string => shortened(`${deployment.name}-restart`);

function ownTarget(input: RenderInput): Target {
  const { deployment, settings } = input;
  const { namespace, name } = deployment;
  return {
    ...{ name: restartName(input), namespace, resource: "deployments", object: name },
    // Another component: neither the Service nor the disruption budget may take these pods for servers.
    labels: { ...labelsOf(input), "app.kubernetes.io/component": "restart" },
    schedule: restartSchedule(deployment.maintenance?.restartEvery ?? 0, shiftOf(`${namespace}/${name}`)),
    image: settings.kubernetes.kubectlImage,
  };
}

/** What restarts NVIDIA's device plugin: the same for every deployment of a cluster, as the Settings have it. */
export function devicePluginTarget({ settings }: RenderInput): Target | null {
  const wanted = settings.kubernetes.devicePluginRestart;
  if (wanted === null) return null;
  return {
    ...{ name: "loadline-device-plugin-restart", namespace: wanted.namespace },
    ...{ resource: "daemonsets", object: wanted.daemonSet },
    labels: { "app.kubernetes.io/managed-by": "loadline", "app.kubernetes.io/component": "device-plugin-restart" },
    schedule: restartSchedule(wanted.every, shiftOf(wanted.daemonSet)),
    image: settings.kubernetes.kubectlImage,
  };
}

/** The controller appends eleven characters to a CronJob's name, and a job's name becomes a label of 63. */
const LONGEST = 52;

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const mark = shiftOf(name, 36 ** 5)
    .toString(36)
    .padStart(5, "0");
  return `${name.slice(0, LONGEST - mark.length - 1).replace(/-+$/, "")}-${mark}`;
}

/** A number below `most` that a text always gives (FNV-1a): deployments restart at different minutes, always the same ones. */
function shiftOf(text: string, most = 1440): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % most;
}
