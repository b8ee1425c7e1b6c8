import { describe, expect, it } from "vitest";
import type { Change, ManifestSet } from "../../planner/index.ts";
import { template } from "../../planner/policies/_template.ts";
import { policies } from "../../planner/policies/index.generated.ts";

const all = Object.entries({ ...policies, [template.id]: template });

describe.each(all)("%s", (id, policy) => {
  const { passes, fails } =
    policy.about === "deployment"
      ? { passes: policy.check(policy.examples.passes), fails: policy.check(policy.examples.fails) }
      : { passes: policy.check(policy.examples.passes), fails: policy.check(policy.examples.fails) };

  it("is called like its file and says why it exists", () => {
    expect(policy.id).toBe(id);
    expect(policy.why.length).toBeGreaterThan(30);
  });

  it("finds nothing in its passing example", () => {
    expect(passes).toEqual([]);
  });

  it("finds what it is about in its failing example, says where and what to do", () => {
    expect(fails.length).toBeGreaterThan(0);
    for (const finding of fails) {
      expect(finding).toMatchObject({ id, severity: policy.severity });
      expect(finding.action.length).toBeGreaterThan(10);
      expect(finding.action).toMatch(/[.…]$/);
      expect(finding.message).not.toMatch(/undefined|NaN|null|\.$/);
      if (finding.resource === undefined) expect(finding.path[0]).toBe("spec");
      else expect(finding.resource.file).not.toBe("");
    }
  });
});

/** What each policy says about every passing example of its kind, by the id of the example. */
function mindedBy(pick: "deployment" | "manifests"): readonly string[] {
  const changes: Change[] = [];
  const sets: ManifestSet[] = [];
  for (const policy of Object.values(policies)) {
    if (policy.about === "deployment") changes.push(policy.examples.passes);
    else sets.push(policy.examples.passes);
  }
  return Object.values(policies).flatMap((policy) => {
    if (policy.about !== pick) return [];
    const found =
      policy.about === "deployment"
        ? changes.flatMap((one) => policy.check(one))
        : sets.flatMap((one) => policy.check(one));
    return found.map(({ id, message }) => `${id}: ${message}`);
  });
}

it.each(["deployment", "manifests"] as const)("no policy minds the passing examples of the others (%s)", (about) => {
  expect(mindedBy(about)).toEqual([]);
});

it.each([
  null,
  [],
  7,
  "text",
  { spec: null },
  { spec: { template: [] } },
  { spec: { template: { spec: { containers: 1 } } } },
])("manifests of any shape are looked at without harm: %j", (body) => {
  const kinds = [
    "Deployment",
    "CronJob",
    "ScaledObject",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "Namespace",
  ];
  const manifests = kinds.map((kind) => ({
    ...{ file: "a.yaml", apiVersion: "v1", kind, name: null, lineAt: () => 1 },
    body: body as Readonly<Record<string, unknown>>,
  }));
  for (const policy of Object.values(policies)) {
    if (policy.about === "manifests") expect(policy.check({ manifests, forecast: null })).toEqual([]);
  }
});
