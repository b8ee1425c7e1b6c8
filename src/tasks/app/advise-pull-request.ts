import type { Advice } from "../../../planner/index.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost, Suggestion } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import type { PullRequest, RepositoryName } from "../../ports/pull-request.ts";
import {
  adviceSentence,
  adviseMarkdown,
  code,
  compareMarkdown,
  plain,
  proposedChanges,
  qualityNote,
} from "../../report/index.ts";
import { adviseLoaded } from "../advise-deployments.ts";
import { compareLoaded } from "../compare-platforms.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { changedPairs } from "../review-sides.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { commitsOf, withSides } from "./pull-request-sides.ts";
import { reviewOptions } from "./review-options.ts";
import { suggestionFor } from "./suggestions.ts";

/** What the search found for one head, as it goes into the comment. */
interface FoundAdvice {
  readonly head: string;
  readonly parts: readonly { readonly title: string; readonly body: string }[];
}

/** The file that is searched for is the change's, and what runs today is another. */
const AS_IT_IS = "this change as it is";

/** So many deployments of one change are searched for: each takes seconds to minutes. */
const MOST = 3;

const keyOf = (repository: RepositoryName, number: number): string => `advice/${repository}#${number}`;

/** The folded parts that the search has for this head; none while it is at work. */
export async function adviceParts({ memory }: AppWorld, { host, pull }: { host: CodeHost; pull: PullRequest }) {
  const found = await memory.read<FoundAdvice>(keyOf(host.repository, pull.number));
  return found?.head === pull.head.sha ? found.parts : [];
}

/** Whether the search for this head is still to be made. */
export async function needsAdvice(
  { memory }: AppWorld,
  { host, pull }: { host: CodeHost; pull: PullRequest },
): Promise<boolean> {
  const found = await memory.read<FoundAdvice>(keyOf(host.repository, pull.number));
  return found?.head !== pull.head.sha;
}

/** `advice`: searches for something better, suggests it on the lines, and has the comment written again. */
export async function advisePullRequest(app: AppWorld, host: CodeHost, number: number): Promise<WorkOutcome> {
  const pull = await host.pullRequest(number);
  if (pull === null || pull.state !== "open") return DONE;
  const { repository } = host;
  if (!(await needsAdvice(app, { host, pull }))) {
    // Found by a worker that was lost before it could say so.
    await app.queue.add([{ kind: "review", repository, number }]);
    return DONE;
  }
  return withSides(host, commitsOf(pull), async (sides) => {
    const changed = await Promise.all(sides.map(changedPairs));
    const heads = changed.flatMap((pairs) => (pairs ?? []).flatMap(({ head }) => head ?? []));
    const found = await searched(app, pull, heads.slice(0, MOST));
    // The pull request went on meanwhile: what is over, or has another head, is not written upon.
    const now = await host.pullRequest(number);
    if (now?.state !== "open" || now.head.sha !== pull.head.sha) return DONE;
    if (found.suggestions.length > 0 && !now.isLocked) await host.suggest(number, pull.head.sha, found.suggestions);
    await app.memory.write(keyOf(repository, number), { head: pull.head.sha, parts: found.parts });
    if (found.parts.length > 0) await app.queue.add([{ kind: "review", repository, number }]);
    return DONE;
  });
}

interface Found {
  readonly parts: FoundAdvice["parts"];
  readonly suggestions: readonly Suggestion[];
}

async function searched(app: AppWorld, pull: PullRequest, heads: readonly LoadedDeployment[]): Promise<Found> {
  const parts: FoundAdvice["parts"][number][] = [];
  const suggestions: Suggestion[] = [];
  for (const loaded of heads.filter((one) => !pull.isFork || isPublic(one))) {
    const advice = await adviceFor(app, loaded);
    if (advice === null || isUnknown(advice)) continue;
    parts.push({
      title: `Cheapest that holds: ${code(advice.name, 80)}`,
      body: adviseMarkdown([advice], null, AS_IT_IS),
    });
    const suggestion = suggestionOf(advice, loaded, pull);
    if (suggestion !== null) suggestions.push(suggestion);
  }
  const [first] = heads;
  if (heads.length === 1 && first !== undefined && (!pull.isFork || isPublic(first)))
    parts.push(...(await platformsOf(app, first)));
  return { parts, suggestions };
}

const isPublic = ({ located }: LoadedDeployment): boolean => located.value.traffic?.source.kind !== "prometheus";

async function adviceFor(app: AppWorld, loaded: LoadedDeployment): Promise<Advice | null> {
  const options = { ...reviewOptions(app), weights: null, minReplicas: 1 };
  return unlessMistaken(() => adviseLoaded(loaded, app.world, options));
}

/** The review has said of the model already that nobody knows it. */
const isUnknown = ({ unknown }: Pick<Advice, "unknown">): boolean => unknown.some(({ kind }) => kind === "model");

async function platformsOf(app: AppWorld, loaded: LoadedDeployment): Promise<FoundAdvice["parts"]> {
  const compared = await unlessMistaken(() => compareLoaded(loaded, app.world, reviewOptions(app)));
  return compared === null || compared.comparison.platforms.some(isUnknown)
    ? []
    : [{ title: "Other platforms", body: compareMarkdown(compared) }];
}

/** What the file lacks, the review has said already. */
async function unlessMistaken<Found>(ask: () => Promise<Found>): Promise<Found | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function suggestionOf(advice: Advice, { located }: LoadedDeployment, { files }: PullRequest): Suggestion | null {
  const { recommendation, deployment } = advice;
  if (recommendation === null || files === null) return null;
  const changes = proposedChanges(deployment, recommendation.deployment);
  if (changes.length === 0) return null;
  const quality = qualityNote(deployment, recommendation);
  const why = [`**loadline:** ${plain(adviceSentence(advice, AS_IT_IS))}.`, plain(quality)].join(" ").trim();
  return suggestionFor({ path: located.file, text: located.text, changes, why }, files);
}
