import type { Review } from "../../planner/index.ts";
import { money } from "./money.ts";
import { counted } from "./wording.ts";

export const SETTINGS_HEAD: readonly string[] = ["setting", "before", "after", ""];

/** What a change says of the keys of `loadline.yaml` that grant power, as rows of a table. */
export const settingRows = ({ settings }: Review): readonly (readonly string[])[] =>
  settings.map(({ key, before, after, countsNow }) => [
    key,
    before ?? "not said",
    after ?? "not said",
    countsNow ? "counts now: it is tighter" : "counts once merged",
  ]);

const MOST_KEYS = 3;

/** `Settings change: approvers, policies`; empty where none do. */
export function settingsTitle(reviews: readonly Review[]): string {
  const keys = [...new Set(reviews.flatMap(({ settings }) => settings.map(({ key }) => key.split(".", 1)[0] ?? key)))];
  if (keys.length === 0) return "";
  const more = keys.length > MOST_KEYS ? `, and ${keys.length - MOST_KEYS} more` : "";
  return `Settings change: ${keys.slice(0, MOST_KEYS).join(", ")}${more}`;
}

/** A deployment that leaves with the change. */
export interface Removal {
  /** `ai-models/chat`; may hold text from a file. */
  readonly name: string;
  readonly takes: string;
}

const MOST_KINDS = 6;

/** What the merge takes away. Its manifests are told from those that deployments share by their folder. */
export function removalsOf({ deployments, manifests }: Review): readonly Removal[] {
  return deployments.flatMap(({ base, head }) => {
    if (head !== null || base === null) return [];
    const name = `${base.deployment.namespace}/${base.deployment.name}`;
    const own = manifests.filter(({ path, change }) => change === "removed" && path.includes(`/${name}/`));
    const kinds = [...new Set(own.flatMap(({ resource }) => resource?.split(" ", 1)[0] ?? []))];
    const more = kinds.length > MOST_KINDS ? ", …" : "";
    const what = own.length === 0 ? "everything of it" : counted(own.length, "manifest");
    const which = kinds.length === 0 ? "" : ` (${kinds.slice(0, MOST_KINDS).join(", ")}${more})`;
    const bill = base.cost.monthlyUsd;
    const costs = bill === null ? "" : `; it costs ${money(bill.p50)} a month today`;
    return [{ name, takes: `${what}${which}, and nothing answers there any more${costs}` }];
  });
}
