import type { ModelDeployment, Scaling } from "../../planner/index.ts";
import { share } from "./quantities.ts";
import { counted } from "./wording.ts";

/** What a proposal changes in the file, key by key: "instance g5.2xlarge → g6.xlarge". */
export function specChanges(base: ModelDeployment, proposed: ModelDeployment): readonly string[] {
  return [
    ...changedKeys(base.model, proposed.model),
    ...changedKeys(base.engine, proposed.engine),
    ...changedKeys(base.platform, proposed.platform),
    ...scalingChange(base.scaling, proposed.scaling),
  ];
}

function changedKeys(was: object, is: object): readonly string[] {
  const before = new Map<string, unknown>(Object.entries(was));
  return Object.entries(is).flatMap(([key, value]) => {
    const old = before.get(key);
    return JSON.stringify(old) === JSON.stringify(value) ? [] : [`${key} ${shown(old)} → ${shown(value)}`];
  });
}

/** What nobody wrote is left to the engine. */
const shown = (value: unknown): string =>
  value === null || value === undefined ? "default" : typeof value === "object" ? "another" : String(value);

function scalingChange(was: Scaling, is: Scaling): readonly string[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const before = scalingText(was);
  const after = scalingText(is);
  return before === after ? ["scaling schedule as below"] : [`scaling ${before} → ${after}`];
}

/** "2 replicas", "2 to 6 replicas by requests-running 12". */
function scalingText(scaling: Scaling): string {
  if (scaling.mode === "fixed") return counted(scaling.replicas, "replica");
  const { mode, minReplicas, maxReplicas, headroom, target, schedule } = scaling;
  const more = headroom === 0 ? "" : ` with ${share(headroom)} headroom`;
  const by = `${target === null ? mode : `${target.metric} ${target.value}`}${more}`;
  const calendar = schedule.length === 0 ? "" : `, ${schedule.map((entry) => entry.minReplicas).join("/")} by calendar`;
  return `${minReplicas} to ${counted(maxReplicas, "replica")} by ${by}${calendar}`;
}
