import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { amountOf } from "./quantity.ts";
import {
  at,
  complain,
  duplicates,
  entries,
  isPresent,
  items,
  type Rule,
  type Spot,
  show,
  textOf,
  when,
} from "./spot.ts";
import { keyMustBe, mustBe } from "./words.ts";

const STANDARD = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** Requests and limits are quantities, requests stay below limits, and devices come whole. */
export const resources: Rule = (manifest) => [
  ...containersOf(manifest).flatMap((container) => [
    ...resourcesOf(at(container, "resources")),
    ...resizeOf(items(at(container, "resizePolicy")), podOf(manifest)),
  ]),
  ...claims(manifest),
];

function resourcesOf(resources: Spot): readonly Complaint[] {
  const requests = new Map(entries(at(resources, "requests")));
  const limits = new Map(entries(at(resources, "limits")));
  const all = [...requests, ...limits];
  return [
    ...all.flatMap(([name, spot]) => amountComplaints(name, spot)),
    ...[...requests].flatMap(([name, request]) => aboveLimit(name, request, limits.get(name))),
  ];
}

function amountComplaints(name: string, spot: Spot): readonly Complaint[] {
  if (!isPresent(spot)) return [];
  const amount = amountOf(spot.value);
  if (amount === null) return [complain(spot, `\`${show(spot.value)}\` is not a quantity (500m, 16G, 16Gi)`)];
  const isKnown = STANDARD.test(name) || name.includes("/");
  return [
    ...(isKnown ? keyMustBe("qualified", name, spot) : []),
    ...when(amount < 0, spot, "must not be negative"),
    ...when(!isKnown, spot, `\`${show(name)}\` is not a resource; devices have a vendor in front (nvidia.com/gpu)`),
    ...when(isDevice(name) && !Number.isInteger(amount), spot, `\`${show(spot.value)}\` of a device: it comes whole`),
  ];
}

/** Only two resources of a running container can be changed, and none by restarting what is not restarted. */
function resizeOf(policies: readonly Spot[], pod: Spot | null): readonly Complaint[] {
  const names = policies.map((policy) => at(policy, "resourceName"));
  const isNever = pod !== null && textOf(at(pod, "spec", "restartPolicy")) === "Never";
  const restarts = policies.map((policy) => at(policy, "restartPolicy")).filter((one) => textOf(one) !== "NotRequired");
  const isKnown = (name: Spot) => textOf(name) === null || ["cpu", "memory"].includes(textOf(name) ?? "");
  return [
    ...names.flatMap((name) => when(!isKnown(name), name, `\`${show(name.value)}\` is not one of cpu, memory`)),
    ...duplicates(names, textOf),
    ...restarts.flatMap((one) => when(isNever, one, "must be NotRequired where the pod's `restartPolicy` is Never")),
  ];
}

/** Devices and huge pages cannot be promised twice: what is requested is the limit. */
function aboveLimit(name: string, request: Spot, limit: Spot | undefined): readonly Complaint[] {
  const wanted = amountOf(request.value);
  if (wanted === null) return [];
  const isExact = isDevice(name) || name.startsWith("hugepages-");
  const most = limit === undefined ? null : amountOf(limit.value);
  if (most === null) return when(isExact, request, `\`${show(name)}\` needs a limit equal to the request`);
  if (isExact) return when(wanted !== most, request, `\`${show(name)}\` must be the same as its limit`);
  return when(wanted > most, request, `${show(request.value)} is above the limit of ${show(limit?.value)}`);
}

export function isDevice(name: string): boolean {
  return name.includes("/") && !/(^|\.)kubernetes\.io\//.test(name);
}

/** Claims ask for storage, and for more than none; a StatefulSet makes some, a pod may. */
function claims(manifest: Spot): readonly Complaint[] {
  const pod = podOf(manifest);
  const made = items(at(manifest, "spec", "volumeClaimTemplates"));
  const own =
    pod === null ? [] : items(at(pod, "spec", "volumes")).map((one) => at(one, "ephemeral", "volumeClaimTemplate"));
  const isClaim = textOf(at(manifest, "kind")) === "PersistentVolumeClaim";
  return [...made, ...own.filter(isPresent), ...(isClaim ? [manifest] : [])].flatMap(claimOf);
}

function claimOf(claim: Spot): readonly Complaint[] {
  const spec = at(claim, "spec");
  const storage = at(spec, "resources", "requests", "storage");
  const modes = at(spec, "accessModes");
  const hasMode = Array.isArray(modes.value) && modes.value.length > 0;
  const amount = amountOf(storage.value);
  const storageClass = at(spec, "storageClassName");
  return [
    ...when(!hasMode, spec, "`accessModes` needs at least one mode"),
    ...(textOf(storageClass) === "" ? [] : mustBe("subdomain", storageClass)),
    ...when(!isPresent(storage), spec, "`resources.requests.storage` is required"),
    ...when(
      isPresent(storage) && amount === null,
      storage,
      `\`${show(storage.value)}\` is not a quantity (500m, 16G, 16Gi)`,
    ),
    ...when(amount !== null && amount <= 0, storage, "must be above 0"),
  ];
}
