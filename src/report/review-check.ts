import type { Finding, Review, Verdict } from "../../planner/index.ts";
import { REVIEW_MARKER, reviewSections } from "./diff-markdown.ts";
import { changeHeadline, summaryOf } from "./headline.ts";
import { type Locator, placeOf } from "./locate.ts";
import { findingsOf } from "./review-facts.ts";
import { joinSections } from "./sections.ts";
import { visible } from "./visible.ts";
import { settingsTitle } from "./whole-change.ts";
import { worstVerdict } from "./wording.ts";

/** A remark on a line of a file of the change. */
export interface CheckRemark {
  readonly path: string;
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** What the check run says: a title, the tables, and a remark for each finding that has a line. */
export interface CheckText {
  readonly verdict: Verdict;
  readonly title: string;
  readonly summary: string;
  readonly remarks: readonly CheckRemark[];
}

interface Reviewed {
  readonly review: Review;
  readonly locate: Locator;
}

const LONGEST_TITLE = 160;

/** The check of one or more reviews. */
export function reviewCheck(reviews: readonly Reviewed[]): CheckText {
  const headlines = reviews.flatMap(({ review }) => review.deployments.map(changeHeadline));
  const [only] = headlines;
  const single = headlines.length === 1 && only !== undefined ? `${only.name} ${only.rest}` : null;
  const settings = settingsTitle(reviews.map(({ review }) => review));
  const forecasts = single ?? (headlines.length === 0 && settings !== "" ? "" : summaryOf(headlines).text);
  const verdict = worstVerdict(reviews.map(({ review }) => review.verdict));
  return {
    verdict,
    title: visible([forecasts, settings].filter((text) => text !== "").join("; "), LONGEST_TITLE),
    summary: joinSections(reviews.flatMap(({ review, locate }) => reviewSections(review, locate))).replaceAll(
      `${REVIEW_MARKER}\n`,
      "",
    ),
    remarks: reviews.flatMap(remarksOf),
  };
}

const LEVELS = { blocking: "failure", warning: "warning", notice: "notice" } as const;

function remarksOf({ review, locate }: Reviewed): readonly CheckRemark[] {
  const whole = findingsOf(review).filter(({ deployment }) => deployment === "");
  return [
    ...whole.flatMap(({ finding }) => remarkOf(finding, placeOf(locate, "", finding))),
    ...remarksOfDeployments({ review, locate }),
  ];
}

function remarksOfDeployments({ review, locate }: Reviewed): readonly CheckRemark[] {
  return review.deployments.flatMap(({ head }) =>
    (head?.findings ?? []).flatMap((finding) => remarkOf(finding, placeOf(locate, head?.name ?? "", finding))),
  );
}

/** A finding about a rendered manifest has no line in the change. */
function remarkOf({ id, severity, message, action, resource }: Finding, place: string): readonly CheckRemark[] {
  const [, path = "", line = ""] = /^(.*):(\d+)$/.exec(place) ?? [];
  if (path === "" || resource !== undefined) return [];
  const text = `${visible(message, 2000)}\n${visible(action, 2000)}`;
  return [{ path, line: Number(line), level: LEVELS[severity], title: id, message: text }];
}
