import { bytes, platforms } from "../../planner/index.ts";
import { VALUES } from "../mistakes/values.ts";

/** What to write where `spec.platform` names no instance: one that its platform rents, or why it rents none. Null where the platform
 *  is not known. */
export function missingInstance(mapping: unknown): string | null {
  const name = typeof mapping === "object" && mapping !== null && "name" in mapping ? mapping.name : null;
  const platform = Object.entries(platforms).find(([id]) => id === name)?.[1];
  if (platform === undefined) return null;
  const [first] = Object.keys(platform.shapes);
  if (first !== undefined) return VALUES.instanceMissing(first, platform.name);
  return platform.refuse({ instance: "", gpu: null, gpusPerReplica: 1, scaleToZero: false, needs: bytes(0) });
}
