import { explainCronFault, parseCron } from "../../../planner/index.ts";
import type { Complaint } from "../yaml/readings.ts";
import { GO_DURATION } from "./duration.ts";
import { kindOf, podOf } from "./pods.ts";
import { at, complain, isPresent, numberOf, type Rule, type Spot, textOf, when } from "./spot.ts";
import { mustBe } from "./words.ts";

const COUNTS = [
  "replicas",
  "minReadySeconds",
  "revisionHistoryLimit",
  "parallelism",
  "completions",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "successfulJobsHistoryLimit",
  "failedJobsHistoryLimit",
];

/** Counts are not negative, rollouts can move, and each kind restarts its pods in its own way. */
export const workloads: Rule = (manifest) => {
  if (podOf(manifest) === null || kindOf(manifest) === "v1 Pod") return [];
  const spec = at(manifest, "spec");
  return [
    ...COUNTS.flatMap((field) => notNegative(at(spec, field))),
    ...COUNTS.flatMap((field) => notNegative(at(spec, "jobTemplate", "spec", field))),
    ...rolloutOf(spec),
    ...restartOf(manifest),
    ...deadlineOf(manifest),
    ...(kindOf(manifest) === "apps/v1 StatefulSet" ? mustBe("label", at(spec, "serviceName")) : []),
    ...["whenDeleted", "whenScaled"].flatMap((field) =>
      retention(at(spec, "persistentVolumeClaimRetentionPolicy", field)),
    ),
    ...scheduleOf(spec, kindOf(manifest)),
  ];
};

/** Pods that are kept for ever have no end; those of a Job may. */
function deadlineOf(manifest: Spot): readonly Complaint[] {
  const kind = textOf(at(manifest, "kind")) ?? "";
  const deadline = at(manifest, "spec", "template", "spec", "activeDeadlineSeconds");
  return when(isPresent(deadline) && !kind.endsWith("Job") && kind !== "PodTemplate", deadline, `is not for a ${kind}`);
}

function retention(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  return when(
    text !== null && text !== "Retain" && text !== "Delete",
    spot,
    `\`${text}\` is neither Retain nor Delete`,
  );
}

function notNegative(spot: Spot): readonly Complaint[] {
  const value = numberOf(spot);
  return when(value !== null && value < 0, spot, `${value} is below 0`);
}

function rolloutOf(spec: Spot): readonly Complaint[] {
  const strategy = at(spec, "strategy");
  const rolling = at(strategy, "rollingUpdate");
  const surge = at(rolling, "maxSurge");
  const unavailable = at(rolling, "maxUnavailable");
  const stuck = isNone(surge) && isNone(unavailable);
  const ready = numberOf(at(spec, "minReadySeconds")) ?? 0;
  const deadline = numberOf(at(spec, "progressDeadlineSeconds"));
  return [
    ...countOrShare(surge),
    ...countOrShare(unavailable),
    ...atMostAll(unavailable),
    ...when(stuck, unavailable, "must not be 0 when `maxSurge` is 0: the rollout could not move"),
    ...when(
      textOf(at(strategy, "type")) === "Recreate" && isPresent(rolling),
      rolling,
      "has no meaning with `type: Recreate`",
    ),
    ...when(
      deadline !== null && deadline <= ready,
      at(spec, "progressDeadlineSeconds"),
      "must be above `minReadySeconds`",
    ),
  ];
}

const isNone = ({ value }: Spot): boolean => value === 0 || value === "0%" || value === "0";

/** No more than all of the pods can be missing. */
export function atMostAll(spot: Spot): readonly Complaint[] {
  const share = /^(\d+)%$/.exec(textOf(spot) ?? "")?.[1] ?? "0";
  return when(Number(share) > 100, spot, `${share}% is above 100%`);
}

/** `1` or `25%`. */
export function countOrShare(spot: Spot): readonly Complaint[] {
  const { value } = spot;
  if (typeof value === "string" && !/^\d+%$/.test(value)) {
    return [complain(spot, `\`${value}\` is neither a number nor a percentage`)];
  }
  return notNegative(spot);
}

function restartOf(manifest: Spot): readonly Complaint[] {
  const kind = kindOf(manifest);
  const policy = at(podOf(manifest) ?? manifest, "spec", "restartPolicy");
  const text = textOf(policy);
  const isJob = kind.startsWith("batch/v1 ");
  if (kind === "v1 PodTemplate") return [];
  if (!isJob) return when(text !== null && text !== "Always", policy, `\`${text}\` is not Always`);
  const fits = text === "OnFailure" || text === "Never";
  if (text === null)
    return [complain(at(podOf(manifest) ?? manifest, "spec"), "`restartPolicy` must be OnFailure or Never")];
  return when(!fits, policy, `\`${text}\` is neither OnFailure nor Never`);
}

const SHORTHAND = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;

function scheduleOf(spec: Spot, kind: string): readonly Complaint[] {
  if (kind !== "batch/v1 CronJob") return [];
  const schedule = at(spec, "schedule");
  const zone = at(spec, "timeZone");
  return [...cronOf(schedule), ...zoneOf(zone), ...notNegative(at(spec, "startingDeadlineSeconds"))];
}

/** A complaint when a text is no cron expression. */
export function cronOf(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || SHORTHAND.test(text)) return [];
  if (text.startsWith("@every ") && GO_DURATION.test(text.slice("@every ".length))) return [];
  const cron = parseCron(text, 6);
  if (!("kind" in cron)) return [];
  return [complain(spot, `\`${text}\` is not a cron expression: ${explainCronFault(cron)}`)];
}

/** Asking takes a millisecond, and a repository names few zones. */
const knownZones = new Set<string>();

/** A complaint when nobody knows a time zone. */
export function zoneOf(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || knownZones.has(text)) return [];
  if (isZone(text)) {
    knownZones.add(text);
    return [];
  }
  return [complain(spot, `\`${text}\` is not a time zone`)];
}

/** Kubernetes looks for a file of that name: its case counts, and `+02:00` is none. */
function isZone(text: string): boolean {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    const isMiswritten = known !== text && known.toLowerCase() === text.toLowerCase();
    return /^[A-Z]/.test(text) && !isMiswritten;
  } catch {
    return false;
  }
}
