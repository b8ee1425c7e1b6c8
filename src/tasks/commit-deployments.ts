import { OWN_FINDINGS, policies } from "../../planner/index.ts";
import { didYouMean } from "../config/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError, OutsideError } from "../ports/failure.ts";
import type { CommitResult } from "../ports/gitops.ts";
import type { Origin } from "../ports/origin.ts";
import type { World } from "../ports/world.ts";
import { commitText, findingJson, planText, visible } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { commitForecasts } from "./commit/commit-forecasts.ts";
import { commitDocument } from "./commit-manifests.ts";
import { type ForecastOptions, type LocatedForecast, locateIn } from "./forecast-deployments.ts";
import { judgeDeployments } from "./judge-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { isRefusal } from "./plan-deployments.ts";
import { invalidManifests } from "./render-deployments.ts";
import { renderInputs, withoutPlan } from "./render-inputs.ts";
import { withOwnTemplates } from "./template-overrides.ts";

/** Where to commit, and which blocking findings the user takes on himself. */
export interface CommitTarget {
  readonly named: readonly string[];
  readonly repository: string;
  readonly branch: string;
  readonly override: readonly string[];
  /** Address of the pull request that these files come from; null = not said. */
  readonly pullRequest: string | null;
}

/** `commit`: forecasts, renders, validates and commits. A blocking verdict that nobody overrides writes nothing. */
export async function commitDeployments(target: CommitTarget, world: World, options: ForecastOptions): Promise<Answer> {
  target.override.forEach(refuseUnknown);
  const loaded = await loadDeployments(target.named, world.sources);
  const { templates } = withOwnTemplates(world, loaded);
  const located = await judgeDeployments(loaded, { ...world, templates }, options);
  const refusal = unplanned(located) ?? refused(located, target.override);
  if (refusal !== null) return notCommitted(located, refusal);
  const reviewed = reviewedAt(target.pullRequest);
  const provenance = async (folder: string) => ({ ...(await world.provenance(folder)), ...reviewed });
  const inputs = await renderInputs(located, { provenance });
  const repository = await world.openRepository(target.repository);
  const mode = loaded[0]?.settings.gitops?.mode ?? "commit";
  const about = { repository, branch: target.branch, mode, pullRequest: target.pullRequest, removed: [] };
  const committed = await commitForecasts(inputs, about, { ...world, templates });
  if (committed.kind === "invalid") return invalidManifests(committed.files, committed.invalid);
  return commitAnswer(committed.result, target);
}

/** The pull request as the Application links to it. */
function reviewedAt(url: string | null): Pick<Origin, "pullRequest"> {
  if (url === null) return {};
  const number = /^https?:\/\/[^\s/]+\/\S*?(\d+)\/?$/.exec(url)?.[1];
  if (number !== undefined) return { pullRequest: { number, url } };
  throw commandLineError("--pull-request", COMMAND_LINE.noPullRequest(url));
}

/** An override that means nothing would look like one that was not needed. */
function refuseUnknown(id: string): void {
  const ids = [...OWN_FINDINGS, ...Object.keys(policies)];
  if (ids.includes(id)) return;
  throw commandLineError("--override", COMMAND_LINE.noFinding(id, didYouMean(id, ids)));
}

function isBlocked({ forecast }: LocatedForecast, override: readonly string[]): boolean {
  if (!isRefusal(forecast)) return false;
  return forecast.findings.some(({ severity, id }) => severity === "blocking" && !override.includes(id));
}

const NOTHING_COMMITTED = { schema: "loadline.commit/v1", commit: null, changed: false, paths: [] };

function notCommitted(located: readonly LocatedForecast[], { reason, next }: Refusal): Answer {
  const forecasts = located.map(({ forecast }) => forecast);
  const locate = locateIn(located);
  return {
    code: 1,
    document: () => ({
      ...NOTHING_COMMITTED,
      reason,
      findings: forecasts.flatMap(({ name, findings }) => findings.map((one) => findingJson(one, name, locate))),
    }),
    text: (style) =>
      `${planText(forecasts, { ...style, locate })}\nNothing was committed: ${visible(reason)}. ${next}\n`,
  };
}

interface Refusal {
  readonly reason: string;
  readonly next: string;
}

/** Without a plan there are no manifests, so an override would not help. */
function unplanned(located: readonly LocatedForecast[]): Refusal | null {
  const names = withoutPlan(located).map(({ forecast }) => forecast.name);
  if (names.length === 0) return null;
  const verdicts = new Set(withoutPlan(located).map(({ forecast }) => forecast.verdict));
  const verdict = verdicts.has("block") ? "blocking" : "unknown";
  return {
    reason: `the verdict is ${verdict}: nothing can be planned for ${names.join(", ")}`,
    next: "Manifests follow from the plan: no override helps until the finding is mended.",
  };
}

/** What of several verdicts keeps the commit from being made. */
function refused(located: readonly LocatedForecast[], override: readonly string[]): Refusal | null {
  const verdicts = located.filter((one) => isBlocked(one, override)).map(({ forecast }) => forecast.verdict);
  if (verdicts.length === 0) return null;
  return {
    reason: `the verdict is ${verdicts.includes("block") ? "blocking" : "unknown"}`,
    next: "To commit all the same, name the finding: --override ID.",
  };
}

/** How a commit ended, as the command line shows it. A branch that never held still is an outside failure. */
export function commitAnswer(result: CommitResult, target: Pick<CommitTarget, "repository" | "branch">): Answer {
  if (result.kind === "conflict") throw new OutsideError(target.repository, result.detail, true);
  const document = commitDocument(result);
  return {
    code: document === null ? 1 : 0,
    document: () => document ?? { ...NOTHING_COMMITTED, reason: reasonOf(result) },
    text: () => commitText({ ...target, result }),
  };
}

/** Why nothing was committed; null when something was. */
function reasonOf(result: CommitResult): string | null {
  if (result.kind === "committed" || result.kind === "unchanged") return null;
  return "path" in result ? `${result.path}: ${result.detail}` : result.detail;
}
