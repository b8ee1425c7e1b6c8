import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, textOf } from "../domain/spot.ts";
import { found, manifest, workload } from "./_example.ts";
import { called, commandLine, containersOf, findingAt, modelServers, namespaceOf, top } from "./_manifest.ts";

const every6h = (command: string): Manifest =>
  manifest("batch/v1", "CronJob", {
    spec: {
      schedule: "0 */6 * * *",
      jobTemplate: {
        spec: { template: { spec: { containers: [{ name: "kubectl", command: ["sh", "-c", command] }] } } },
      },
    },
  });

/** Scheduled restarts replace one replica after another. */
export const rollingRestart = {
  id: "rolling-restart",
  about: "manifests",
  why: "Deleting pods or scaling to zero on a schedule is a scheduled outage: all replicas load their weights at the same time.",
  severity: "warning",
  examples: {
    passes: found(workload(), every6h("kubectl rollout restart deployment/example")),
    fails: found(workload(), every6h("kubectl delete pods -l app=example")),
  },
  check,
} satisfies ManifestPolicy;

/** Ways to take every replica at once. */
const AT_ONCE: readonly (readonly [RegExp, string])[] = [
  [/\bdelete\s+(-\S+\s+\S+\s+)*(po|pod|pods)(\/|\s|$)/, "deletes pods"],
  [/\bscale\b.*--replicas[= ]0\b/, "scales to zero"],
  [/\breplace\b.*--force\b/, "replaces by force"],
  [/\bdelete\s+(-\S+\s+\S+\s+)*(deploy|deployments?|statefulsets?|sts)(\.apps)?(\/|\s)/, "deletes the workload"],
];

function check(set: ManifestSet): readonly Finding[] {
  const servers = modelServers(set).filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
  return set.manifests
    .filter((one) => one.kind === "CronJob")
    .flatMap((job) => {
      const near = servers.filter((server) => namespaceOf(server) === namespaceOf(job));
      return near.length === 0 ? [] : containersOf(job).flatMap((container) => ofCommand(job, container, near));
    });
}

function ofCommand(
  job: Manifest,
  container: Parameters<typeof commandLine>[0],
  near: readonly Manifest[],
): readonly Finding[] {
  const command = commandLine(container);
  const way = AT_ONCE.find(([pattern]) => pattern.test(command))?.[1] ?? recreates(command, near);
  if (way === null) return [];
  return [
    findingAt(job, container, {
      id: "rolling-restart",
      severity: "warning",
      message: `${called(job)} ${way} on a schedule: until weights are loaded again nobody answers`,
      action: "Use kubectl rollout restart on a Deployment with maxUnavailable: 0 (or 1 where no GPU is spare).",
    }),
  ];
}

/** A rollout of a Deployment that is recreated takes all of its pods first. */
function recreates(command: string, near: readonly Manifest[]): string | null {
  if (!/\brollout\s+restart\b/.test(command)) return null;
  const target = near.find(
    ({ name }) => name !== null && new RegExp(`[/ ]${name.replaceAll(".", "\\.")}(\\s|$)`).test(command),
  );
  const isRecreated = target !== undefined && textOf(at(top(target), "spec", "strategy", "type")) === "Recreate";
  return isRecreated ? `restarts ${called(target)}, whose strategy is Recreate,` : null;
}
