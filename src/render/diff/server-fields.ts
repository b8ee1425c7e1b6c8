import { amountOf } from "../check/quantity.ts";
import { type Fields, isRecord } from "../record.ts";

/** What an API server writes into every object it keeps: no one asked for it, so no change of it is anybody's change. */
const OF_METADATA = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** A manifest as somebody wrote it: without what the server added, when it was read back from one. */
export function asWritten(manifest: Fields): Fields {
  const { status: _status, ...written } = manifest;
  const { metadata } = written;
  return isRecord(metadata) ? { ...written, metadata: ownMetadata(metadata) } : written;
}

function ownMetadata(metadata: Fields): Fields {
  const kept = Object.entries(metadata).filter(([key]) => !OF_METADATA.includes(key));
  return Object.fromEntries(
    kept.flatMap(([key, value]) => {
      if (key !== "annotations" || !isRecord(value) || !(LAST_APPLIED in value)) return [[key, value]];
      const { [LAST_APPLIED]: _applied, ...rest } = value;
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}

/** One text for whatever means the same to the API server: keys in any order, `1000m` or `1`, `1024Mi` or `1Gi`. */
export function meaningOf(value: unknown): string {
  return JSON.stringify(ordered(value, false));
}

function ordered(value: unknown, isAmounts: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, false));
  if (!isRecord(value)) return isAmounts ? (amountOf(value) ?? value) : value;
  const keys = Object.keys(value).sort();
  // An array of pairs, not a record: a key named `__proto__` would be lost.
  return keys.map((key) => [key, ordered(value[key], isAmounts || key === "requests" || key === "limits")]);
}
