import type { Complaint } from "../yaml/readings.ts";
import { GO_DURATION } from "./duration.ts";
import { kindOf } from "./pods.ts";
import { at, complain, isPresent, items, type Rule, type Spot, show, textOf, when } from "./spot.ts";
import { cronOf, zoneOf } from "./workloads.ts";

/** An Application says where from and where to, each once. */
export const applications: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "Application") return [];
  const spec = at(manifest, "spec");
  const sources = ["source", "sources", "sourceHydrator"].map((field) => at(spec, field)).filter(isPresent);
  const target = at(spec, "destination");
  const hasServer = isNamed(at(target, "server"));
  const hasName = isNamed(at(target, "name"));
  return [
    ...when(sources.length === 0, spec, "`source` is required"),
    ...[at(spec, "source"), ...items(at(spec, "sources"))].filter(isPresent).flatMap(sourceOf),
    ...when(isPresent(target) && hasServer === hasName, target, "names one of `server` and `name`"),
    ...items(at(spec, "syncPolicy", "syncOptions")).flatMap(syncOption),
    ...["duration", "maxDuration"].flatMap((field) => backoff(at(spec, "syncPolicy", "retry", "backoff", field))),
  ];
};

function sourceOf(source: Spot): readonly Complaint[] {
  const given = ["path", "chart", "ref"].some((field) => isNamed(at(source, field)));
  return [
    ...when(!isNamed(at(source, "repoURL")), source, "`repoURL` is required"),
    ...when(!given, source, "`path` or `chart` is required"),
  ];
}

const isNamed = (spot: Spot): boolean => (textOf(spot) ?? "") !== "";

function syncOption(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || /^[A-Za-z]+=.+$/.test(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not of the form Option=value`)];
}

/** Argo CD takes a bare number for seconds. */
function backoff(spot: Spot): readonly Complaint[] {
  const text = textOf(spot);
  if (text === null || text === "" || /^\d+$/.test(text) || GO_DURATION.test(text)) return [];
  return [complain(spot, `\`${show(text)}\` is not a duration (5s, 3m)`)];
}

/** When a project may be synced: a schedule, and for how long. */
export const projects: Rule = (manifest) => {
  if (kindOf(manifest) !== "argoproj.io/v1alpha1 AppProject") return [];
  return items(at(manifest, "spec", "syncWindows")).flatMap((window) => {
    const duration = at(window, "duration");
    const text = textOf(duration);
    return [
      ...cronOf(at(window, "schedule")),
      ...zoneOf(at(window, "timeZone")),
      ...when(text !== null && !GO_DURATION.test(text), duration, `\`${show(text)}\` is not a duration (1h, 30m)`),
    ];
  });
};
