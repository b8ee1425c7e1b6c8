import type { SettingChange, Settings } from "../domain/index.ts";
import { dollars } from "./target-findings.ts";

/** Settings where a change began, as the base says them now, and as the change would have them. */
export interface ThreeSettings {
  readonly from: Settings;
  readonly base: Settings;
  readonly head: Settings;
}

/**
 * The Settings that a change is judged with: what grants power is the base's to say. A change cannot lower the policies that judge it,
 * name who may approve it, have another server asked, or write somewhere else; all of that counts once merged. A budget that it lowers
 * counts at once: that only tightens. Where the base writes nowhere yet there is no place to guard, and the proposed one is shown.
 */
export function grantedBy(three: ThreeSettings): Settings {
  const { base, head } = three;
  const { policies, approvers, prometheus } = base;
  const { gitops, clusters, argocd } = base.gitops === null ? head : base;
  const budget = lowersBudget(three) ? head.budget : base.budget;
  return { ...head, policies, approvers, prometheus, gitops, clusters, argocd, budget };
}

function lowersBudget({ from, base, head }: ThreeSettings): boolean {
  const [began, now, then] = [from, base, head].map(({ budget }) => budget?.monthlyUsd ?? Number.POSITIVE_INFINITY);
  return then !== undefined && now !== undefined && then !== began && then < now;
}

/** What a change says of these keys. What the base says the same of by now changes nothing. */
export function settingChanges(three: ThreeSettings): readonly SettingChange[] {
  const [began, now, then] = [powersIn(three.from), powersIn(three.base), powersIn(three.head)];
  const keys = [...new Set([...now.keys(), ...then.keys()])];
  return keys.flatMap((key) => {
    const [before, after] = [now.get(key) ?? null, then.get(key) ?? null];
    if ((began.get(key) ?? null) === after || before === after) return [];
    return [{ key, before, after, countsNow: key === BUDGET && lowersBudget(three) }];
  });
}

const BUDGET = "budget.monthlyUsd";

/** Each key that grants power in words, in the order in which a reader should see them. */
function powersIn(settings: Settings): ReadonlyMap<string, string> {
  const { gitops, argocd, budget } = settings;
  const said: (readonly [string, string])[] = [
    ...(gitops === null ? [] : Object.entries(gitops).map(([key, value]) => [`gitops.${key}`, value] as const)),
    ...settings.clusters.map(({ name, server, default: isDefault }): readonly [string, string] => [
      `clusters.${name}`,
      `${server}${isDefault ? ", default" : ""}`,
    ]),
    ...Object.entries(argocd).map(([key, value]) => [`argocd.${key}`, value] as const),
    ...Object.entries(settings.policies).map(([id, rule]) => [`policies.${id}`, weightOf(rule)] as const),
    ["approvers", settings.approvers.join(", ")],
    ["prometheus", Object.keys(settings.prometheus).join(", ")],
    ...(budget === null ? [] : [[BUDGET, dollars(budget.monthlyUsd)] as const]),
  ];
  return new Map(said.filter(([, text]) => text !== ""));
}

const weightOf = ({ severity, override }: Settings["policies"][string]): string =>
  override.length === 0 ? severity : `${severity}, override ${override.join(", ")}`;
