import { COMMENT } from "../../mistakes/comment.ts";
import type { Attempt } from "../../ports/app-store.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import type { Permission } from "../../ports/pull-request.ts";
import { plain, planMarkdown } from "../../report/index.ts";
import { locateIn } from "../forecast-deployments.ts";
import { judgeDeployments } from "../judge-deployments.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { changedPairs, type Side, type Sides } from "../review-sides.ts";
import { withOwnTemplates } from "../template-overrides.ts";
import { answerAdvise, answerCompare } from "./answer-search.ts";
import { approve } from "./approve.ts";
import type { Asked } from "./asked.ts";
import { recordRefusal } from "./audit.ts";
import { type Command, parseCommand } from "./command.ts";
import { deployAgain } from "./deploy-merged.ts";
import { HELP } from "./help.ts";
import { mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { commitsOf, withSides } from "./pull-request-sides.ts";
import { answeredBefore, reply, takeBackReply } from "./reply.ts";
import { PrivateTraffic, publicWorld, reviewOptions } from "./review-options.ts";
import { rollBack } from "./roll-back.ts";
import { tellUnanswered } from "./unanswered.ts";
import { suppose } from "./what-if.ts";

const MAY_COMMAND: readonly Permission[] = ["write", "maintain", "admin"];

/** Answers `/loadline …`: once, to people who may write to the repository, and only what was written first. */
export async function answerCommand(
  app: AppWorld,
  host: CodeHost,
  about: { number: number; comment: number; attempt: Attempt },
): Promise<WorkOutcome> {
  const comments = await host.comments(about.number);
  // GitHub's list may lag behind the webhook that told of the comment.
  const comment = comments.find(({ id }) => id === about.comment) ?? (await host.comment(about.comment));
  if (comment === null || comment.isOwn) return DONE;
  const parsed = parseCommand(comment.body);
  if (parsed.kind === "none" || answeredBefore(comments, comment)) return DONE;
  const silent = comment.isEdited ? "edited" : comment.author.isBot ? "from a bot" : null;
  if (silent !== null) {
    await recordRefusal(app, { repository: host.repository, number: about.number, comment }, silent);
    return DONE;
  }
  const pull = await host.pullRequest(about.number);
  if (pull === null || pull.isArchived || pull.isLocked) return DONE;
  const asked: Asked = { host, pull, comment };
  if (!MAY_COMMAND.includes(await host.permissionOf(comment.author.login))) {
    return refuse(app, asked, COMMENT.mayNotCommand);
  }
  if (parsed.kind === "mistake")
    return refuse(app, asked, COMMENT.notUnderstood(plain(parsed.found, 200), parsed.advice));
  await host.react(comment.id, "eyes");
  return perform(app, asked, { command: parsed.command, attempt: about.attempt });
}

async function refuse(app: AppWorld, { host, pull, comment }: Asked, sentence: string): Promise<WorkOutcome> {
  await recordRefusal(app, { repository: host.repository, number: pull.number, comment }, sentence);
  await host.react(comment.id, "confused");
  await reply(host, pull.number, { to: comment, body: sentence });
  return DONE;
}

interface Performing {
  readonly command: Command;
  readonly attempt: Attempt;
}

async function perform(app: AppWorld, asked: Asked, { command, attempt }: Performing): Promise<WorkOutcome> {
  const { host, pull, comment } = asked;
  try {
    const body = await answerTo(app, asked, command);
    if (body !== null) await reply(host, pull.number, { to: comment, body });
    else if (attempt.number > 1) await takeBackReply(host, pull.number, comment);
    await host.react(comment.id, "rocket");
    return DONE;
  } catch (error) {
    if (error instanceof PrivateTraffic) return refuse(app, asked, COMMENT.privateTraffic);
    if (error instanceof InputError) return refuse(app, asked, COMMENT.cannotBeDone(mistakeSentences(error.problems)));
    await tellUnanswered(asked, { error, attempt });
    throw error;
  }
}

/** The text of the reply; null where the answer is seen elsewhere. */
async function answerTo(app: AppWorld, asked: Asked, command: Command): Promise<string | null> {
  const { pull } = asked;
  switch (command.kind) {
    case "help":
      return HELP;
    case "plan":
      return planAgain(app, asked);
    case "what-if":
      return whatIf(app, asked, command.changes);
    case "advise":
      return withDeployments(asked, (touched) => answerAdvise(app, pull, touched.map(loadedOf)));
    case "compare":
      return withDeployments(asked, (touched) => answerCompare(app, pull, touched.map(loadedOf)));
    case "approve":
      return approve(app, asked, command.sha);
    case "rollback":
      return rollBack(app, asked);
  }
}

/** Looks again: at the review of an open pull request, at the way to the cluster of a merged one. */
async function planAgain(app: AppWorld, { host, pull }: Asked): Promise<string | null> {
  if (pull.state === "closed") return COMMENT.closedToReview;
  const { repository } = host;
  if (pull.state === "merged") await deployAgain(app, repository, pull.number);
  else await app.queue.add([{ kind: "review", repository, number: pull.number }]);
  return null;
}

/** Deployments of one change that a command looks at. */
const MOST = 5;

/** A deployment that the change touches, as it would be after it, and whose templates may stand in for loadline's. */
interface Touched {
  readonly loaded: LoadedDeployment;
  readonly trusted: Pick<Side, "source">;
}

const loadedOf = ({ loaded }: Touched): LoadedDeployment => loaded;

async function touchedIn(sides: Sides): Promise<readonly Touched[]> {
  const pairs = (await changedPairs(sides)) ?? [];
  return pairs.flatMap(({ head }) => (head === null ? [] : { loaded: head, trusted: sides.powers ?? sides.base }));
}

/** Asks about each deployment that the change touches. */
function withDeployments(
  { host, pull }: Pick<Asked, "host" | "pull">,
  ask: (touched: readonly Touched[]) => Promise<string>,
): Promise<string> {
  return withSides(host, commitsOf(pull), async (sides) => {
    const touched = (await Promise.all(sides.map(touchedIn))).flat();
    if (touched.length === 0) return COMMENT.noDeployment;
    const note = touched.length > MOST ? `\n\nThe first ${MOST} of ${touched.length} deployments.` : "";
    return `${await ask(touched.slice(0, MOST))}${note}`;
  });
}

type Changes = Extract<Command, { kind: "what-if" }>["changes"];

function whatIf(app: AppWorld, { host, pull }: Asked, changes: Changes): Promise<string> {
  return withDeployments({ host, pull }, async (touched) => {
    const answers: string[] = [];
    for (const { loaded, trusted } of touched) {
      const { loaded: supposed, trafficScale } = suppose(loaded, changes);
      const world = withOwnTemplates(publicWorld(app, pull), [trusted]);
      const located = await judgeDeployments([supposed], world, { ...reviewOptions(app), trafficScale });
      answers.push(
        planMarkdown(
          located.map(({ forecast }) => forecast),
          locateIn(located),
        ),
      );
    }
    const asked = changes.map(({ key, value }) => `${key}=${value}`).join(" ");
    return `What if: ${plain(asked, 300)}\n\n${answers.join("\n\n")}`;
  });
}
