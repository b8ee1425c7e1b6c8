import type { Complaint } from "../yaml/readings.ts";
import { kindOf } from "./pods.ts";
import { at, isPresent, items, type Rule, type Spot, textOf, when } from "./spot.ts";

/** What the parts of a Job ask of each other. */
export const jobs: Rule = (manifest) => {
  switch (kindOf(manifest)) {
    case "batch/v1 Job":
      return [...jobOf(at(manifest, "spec")), ...selectorOf(at(manifest, "spec"))];
    case "batch/v1 CronJob":
      return [
        ...jobOf(at(manifest, "spec", "jobTemplate", "spec")),
        ...schedulesOwn(at(manifest, "spec", "jobTemplate", "spec")),
      ];
    default:
      return [];
  }
};

/** The server makes the selector of a Job, unless the Job says that it brings its own. */
function selectorOf(spec: Spot): readonly Complaint[] {
  const selector = at(spec, "selector");
  const isOwn = at(spec, "manualSelector").value === true;
  return when(
    isPresent(selector) && !isOwn,
    selector,
    "is made by the server; leave it out, or set `manualSelector: true`",
  );
}

/** Each Job of a CronJob gets a selector of its own. */
function schedulesOwn(spec: Spot): readonly Complaint[] {
  const manual = at(spec, "manualSelector");
  const selector = at(spec, "selector");
  return [
    ...when(isPresent(selector), selector, "is made by the server for each Job; leave it out"),
    ...when(manual.value === true, manual, "a CronJob's Jobs take no selector of their own"),
  ];
}

const OF_INDEXES = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];

function jobOf(spec: Spot): readonly Complaint[] {
  const isIndexed = textOf(at(spec, "completionMode")) === "Indexed";
  const policy = at(spec, "podFailurePolicy");
  const restart = at(spec, "template", "spec", "restartPolicy");
  const restarts = textOf(restart) === "OnFailure";
  return [
    ...when(isIndexed && !isPresent(at(spec, "completions")), spec, "`completions` is required"),
    ...OF_INDEXES.map((field) => at(spec, field)).flatMap((spot) =>
      when(isPresent(spot) && !isIndexed, spot, "has a meaning only with `completionMode: Indexed`"),
    ),
    ...when(isPresent(policy) && restarts, restart, "must be Never with a `podFailurePolicy`"),
    ...items(at(policy, "rules")).flatMap((rule) => ruleOf(rule, spec)),
  ];
}

function ruleOf(rule: Spot, spec: Spot): readonly Complaint[] {
  const action = at(rule, "action");
  const container = at(rule, "onExitCodes", "containerName");
  const pod = at(spec, "template", "spec");
  const names = ["containers", "initContainers"].flatMap((list) =>
    items(at(pod, list)).map((one) => textOf(at(one, "name"))),
  );
  const isStranger = textOf(container) !== null && !names.includes(textOf(container));
  const isPerIndex = textOf(action) === "FailIndex" && !isPresent(at(spec, "backoffLimitPerIndex"));
  return [
    ...oneCause(rule),
    ...when(isStranger, container, "is no container of the pod"),
    ...when(isPerIndex, action, "FailIndex needs `backoffLimitPerIndex`"),
  ];
}

function oneCause(rule: Spot): readonly Complaint[] {
  const given = ["onExitCodes", "onPodConditions"].filter((field) => {
    const spot = at(rule, field);
    return isPresent(spot) && (!Array.isArray(spot.value) || spot.value.length > 0);
  });
  return when(
    given.length !== 1,
    rule,
    `names ${given.length} of \`onExitCodes\` and \`onPodConditions\` instead of one`,
  );
}
