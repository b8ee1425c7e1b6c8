import type { Complaint } from "../yaml/readings.ts";
import { containersOf } from "./pods.ts";
import { amountOf } from "./quantity.ts";
import { at, complain, entries, isPresent, type Rule, type Spot, show, textOf, when } from "./spot.ts";

const STANDARD = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** Requests and limits are quantities, requests stay below limits, and devices come whole. */
export const resources: Rule = (manifest) => [
  ...containersOf(manifest).flatMap((container) => resourcesOf(at(container, "resources"))),
  ...quantitiesElsewhere(manifest),
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
    ...when(amount < 0, spot, "must not be negative"),
    ...when(!isKnown, spot, `\`${show(name)}\` is not a resource; devices have a vendor in front (nvidia.com/gpu)`),
    ...when(isDevice(name) && !Number.isInteger(amount), spot, `\`${show(spot.value)}\` of a device: it comes whole`),
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

function isDevice(name: string): boolean {
  return name.includes("/") && !/(^|\.)kubernetes\.io\//.test(name);
}

/** Claims ask for storage, and for more than none. */
function quantitiesElsewhere(manifest: Spot): readonly Complaint[] {
  if (textOf(at(manifest, "kind")) !== "PersistentVolumeClaim") return [];
  const spec = at(manifest, "spec");
  const storage = at(spec, "resources", "requests", "storage");
  const modes = at(spec, "accessModes");
  const hasMode = Array.isArray(modes.value) && modes.value.length > 0;
  if (!isPresent(storage)) return [complain(spec, "`resources.requests.storage` is required")];
  const amount = amountOf(storage.value);
  return [
    ...when(!hasMode, spec, "`accessModes` needs at least one mode"),
    ...when(amount === null, storage, `\`${show(storage.value)}\` is not a quantity (500m, 16G, 16Gi)`),
    ...when(amount !== null && amount <= 0, storage, "must be above 0"),
  ];
}
