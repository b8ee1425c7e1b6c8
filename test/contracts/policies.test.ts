import { describe, expect, it } from "vitest";
import { template } from "../../planner/policies/_template.ts";
import { policies } from "../../planner/policies/index.generated.ts";

describe.each(Object.entries({ ...policies, [template.id]: template }))("%s", (id, policy) => {
  it("is called like its file and says why it exists", () => {
    expect(policy.id).toBe(id);
    expect(policy.why.length).toBeGreaterThan(30);
  });

  it("finds nothing in its passing example", () => {
    expect(policy.check(policy.examples.passes)).toEqual([]);
  });

  it("finds what it is about in its failing example, says where and what to do", () => {
    const findings = policy.check(policy.examples.fails);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      expect(finding).toMatchObject({ id, severity: policy.severity });
      expect(finding.path[0]).toBe("spec");
      expect(finding.action.length).toBeGreaterThan(10);
    }
  });
});

it("no policy minds the passing examples of the others", () => {
  const passing = Object.values(policies).map((policy) => policy.examples.passes);
  expect(Object.values(policies).flatMap((policy) => passing.flatMap((change) => policy.check(change)))).toEqual([]);
});
