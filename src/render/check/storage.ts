import type { Complaint } from "../yaml/readings.ts";
import { kindOf } from "./pods.ts";
import { amountOf } from "./quantity.ts";
import { isDevice } from "./resources.ts";
import { at, complain, entries, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";

/** Volumes of a cluster, and what a namespace allows. */
export const storage: Rule = (manifest) => {
  switch (kindOf(manifest)) {
    case "v1 PersistentVolume":
      return [...volume(at(manifest, "spec")), ...accessOf(at(manifest, "spec", "accessModes"))];
    case "v1 PersistentVolumeClaim":
      return accessOf(at(manifest, "spec", "accessModes"));
    case "storage.k8s.io/v1 StorageClass":
      return reclaimOf(at(manifest, "reclaimPolicy"));
    case "v1 LimitRange":
      return items(at(manifest, "spec", "limits")).flatMap(limit);
    case "v1 ResourceQuota":
      return entries(at(manifest, "spec", "hard")).flatMap(([name, spot]) => [...quantity(spot), ...quota(name, spot)]);
    default:
      return [];
  }
};

/** Fields of a PersistentVolume that are no place of its bytes. */
const NO_SOURCES = new Set(
  "accessModes capacity claimRef mountOptions nodeAffinity persistentVolumeReclaimPolicy storageClassName volumeAttributesClassName volumeMode".split(
    " ",
  ),
);

function volume(spec: Spot): readonly Complaint[] {
  const sources = entries(spec).filter(([key, spot]) => !NO_SOURCES.has(key) && isPresent(spot));
  const isWithout = (field: string) => entries(at(spec, field)).length === 0 && items(at(spec, field)).length === 0;
  return [
    ...when(sources.length !== 1, spec, `names ${sources.length} sources instead of one`),
    ...["capacity", "accessModes"].filter(isWithout).map((field) => complain(spec, `\`${field}\` is required`)),
    ...entries(at(spec, "capacity")).flatMap(([, spot]) => quantity(spot)),
  ];
}

function accessOf(modes: Spot): readonly Complaint[] {
  const texts = items(modes).map(textOf);
  return when(texts.length > 1 && texts.includes("ReadWriteOncePod"), modes, "ReadWriteOncePod stands alone");
}

function reclaimOf(policy: Spot): readonly Complaint[] {
  const text = textOf(policy);
  const isKnown = text === null || text === "Delete" || text === "Retain";
  return when(!isKnown, policy, `\`${show(text)}\` is not one of Delete, Retain`);
}

/** In the order of what may not be larger than the next. */
const BOUNDS = ["min", "defaultRequest", "default", "max"];

function limit(entry: Spot): readonly Complaint[] {
  const names = new Set(BOUNDS.flatMap((bound) => entries(at(entry, bound)).map(([name]) => name)));
  return [
    ...BOUNDS.flatMap((bound) => entries(at(entry, bound)).flatMap(([, spot]) => quantity(spot))),
    ...[...names].flatMap((name) => disorder(BOUNDS.map((bound) => [bound, at(entry, bound, name)] as const))),
  ];
}

function disorder(bounds: readonly (readonly [string, Spot])[]): readonly Complaint[] {
  const given = bounds.filter(([, spot]) => amountOf(spot.value) !== null);
  return given.flatMap(([, spot], index) => {
    const [above, next] = given[index + 1] ?? [];
    const isLarger = next !== undefined && Number(amountOf(spot.value)) > Number(amountOf(next.value));
    return when(isLarger, spot, `${show(spot.value)} is above \`${above}\` (${show(next?.value)})`);
  });
}

const COUNTED =
  "configmaps persistentvolumeclaims pods replicationcontrollers resourcequotas secrets services services.loadbalancers services.nodeports";
const MEASURED = /^((requests\.|limits\.)?(cpu|memory|ephemeral-storage)|requests\.storage|(requests\.)?hugepages-.+)$/;

/** Source: standardQuotaResources in pkg/apis/core/helper/helpers.go. */
function quota(name: string, spot: Spot): readonly Complaint[] {
  const isCounted = COUNTED.split(" ").includes(name);
  const isKnown = isCounted || MEASURED.test(name) || name.includes("/");
  const isWhole = isCounted || (isDevice(name) && !name.startsWith("requests."));
  const amount = amountOf(spot.value);
  return [
    ...when(!isKnown, spot, `\`${show(name)}\` is not counted by quotas; other kinds are as \`count/<kinds>.<group>\``),
    ...when(isWhole && amount !== null && !Number.isInteger(amount), spot, `${show(spot.value)} of it: it comes whole`),
  ];
}

function quantity(spot: Spot): readonly Complaint[] {
  if (!isPresent(spot)) return [];
  const amount = amountOf(spot.value);
  return [
    ...when(amount === null, spot, `\`${show(spot.value)}\` is not a quantity (500m, 16G, 16Gi)`),
    ...when(amount !== null && amount < 0, spot, "must not be negative"),
  ];
}
