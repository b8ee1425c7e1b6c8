import type { Settings, Verdict } from "../../../planner/index.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, Conclusion } from "../../ports/code-host.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { reviewCheck } from "../../report/index.ts";
import { loadSettings } from "../load-deployments.ts";
import { type ReviewedSides, reviewWith, type Sides } from "../review-sides.ts";
import { type Approval, uncovered } from "./approvals.ts";
import { judgeFor } from "./review-options.ts";

/** A review of one configuration repository of a change, with the Settings that grant power there. */
export interface OwnReview {
  readonly reviewed: ReviewedSides;
  readonly settings: Settings;
}

/** Reviews every configuration repository of a change that holds a ModelDeployment. */
export async function ownReviewsOf(
  app: AppWorld,
  { isFork }: Pick<PullRequest, "isFork">,
  sides: readonly Sides[],
): Promise<readonly OwnReview[]> {
  const reviews: OwnReview[] = [];
  for (const one of sides) {
    const powers = one.powers ?? one.base;
    const judge = judgeFor(app, { isFork }, powers);
    const reviewed = await reviewWith(one, { world: app.world, judge, progress: () => undefined });
    if (reviewed === null) continue;
    reviews.push({ reviewed, settings: await loadSettings(powers.source, powers.shown) });
  }
  return reviews;
}

/** Those with something to show. */
export const touched = (reviews: readonly OwnReview[]): readonly OwnReview[] =>
  reviews.filter(({ reviewed: { review } }) => review.deployments.length + review.settings.length > 0);

const CONCLUSIONS: Readonly<Record<Verdict, Conclusion>> = {
  pass: "success",
  warn: "neutral",
  block: "failure",
  unknown: "action_required",
};

export const runningCheck = (sha: string): Check => ({
  ...{ sha, conclusion: null, title: "Forecasting", summary: "", annotations: [], detailsUrl: null },
});

/** The finished check of a commit. Approved: every blocking finding has somebody who may take it on himself. */
export function checkOf(sha: string, reviews: readonly OwnReview[], approvals: readonly Approval[]): Check {
  const shown = touched(reviews);
  if (shown.length === 0) {
    const summary = "No ModelDeployment, its traffic or its Settings change.";
    return { ...runningCheck(sha), conclusion: "success", title: "Nothing to review", summary };
  }
  const { verdict, title, summary, remarks } = reviewCheck(shown.map(({ reviewed }) => reviewed));
  const isApproved = verdict === "block" && approvals.length > 0 && isCovered(shown, approvals);
  const by = [...new Set(approvals.map((one) => one.by))].join(", ");
  return {
    ...{ sha, summary, annotations: remarks, detailsUrl: null },
    conclusion: isApproved ? "neutral" : CONCLUSIONS[verdict],
    title: isApproved ? `approved by ${by}: ${title}` : title,
  };
}

/** Each blocking finding is covered by one of the approvals. */
function isCovered(reviews: readonly OwnReview[], approvals: readonly Approval[]): boolean {
  return reviews.every(({ reviewed, settings }) =>
    approvals
      .reduce((left, approval) => uncovered(left, approval, settings), reviewed.review.findings)
      .every(({ severity }) => severity !== "blocking"),
  );
}
