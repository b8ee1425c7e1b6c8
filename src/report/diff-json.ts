import type { Range, Review } from "../../planner/index.ts";
import { type Locator, nowhere } from "./locate.ts";
import { deploymentJson, findingJson } from "./plan-json.ts";
import { findingsOf, totalCost } from "./review-facts.ts";
import { roundedRange } from "./rounding.ts";

/** `diff --json`: CONTRACT.md section 6. */
export function diffJson(review: Review, locate: Locator): object {
  return {
    schema: "loadline.diff/v1",
    verdict: review.verdict,
    deployments: review.deployments.map(({ name, change, base, head }) => ({
      name,
      change,
      // Lines are those of the head's files.
      base: base === null ? null : deploymentJson(base, nowhere),
      head: head === null ? null : deploymentJson(head, locate),
      ...(change === "renamed" && base !== null ? { from: base.name } : {}),
    })),
    manifests: review.manifests.map(({ path, change, diff, resource }) => ({
      ...{ path, change, diff },
      ...(resource === undefined ? {} : { resource }),
    })),
    settings: review.settings.map(({ key, before, after, countsNow }) => ({ key, before, after, countsNow })),
    findings: findingsOf(review).map(({ finding, deployment }) => findingJson(finding, deployment, locate)),
    cost: { base: costJson(totalCost(review, "base")), head: costJson(totalCost(review, "head")) },
  };
}

const costJson = (range: Range | null): Range | null => roundedRange(range, 2);
