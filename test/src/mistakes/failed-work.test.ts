import { onTestFinished } from "vitest";
import { FAILED_WORK } from "../../../src/mistakes/failed-work.ts";
import type { Attempt } from "../../../src/ports/app-store.ts";
import { OutsideError } from "../../../src/ports/failure.ts";
import type { Work } from "../../../src/ports/work-queue.ts";
import { ONLY_ATTEMPT } from "../../../src/tasks/app/failing.ts";
import { attemptAt, type FakeApp } from "../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../fakes/code-host.ts";
import { SETTINGS } from "../../support/config-repository.ts";
import { showEach } from "../../support/mistakes.ts";
import { MODEL_FIXED, REVIEW, reviewDesk, withSettings } from "../../support/review-desk.ts";

interface Desk {
  readonly host: FakeCodeHost;
  readonly app: FakeApp;
}

const DOWN = new OutsideError("Prometheus main", "cannot be reached: connect ECONNREFUSED 10.1.2.3:9090", true);
const REFUSES = new OutsideError("Prometheus main", "answers 401: who are you", false);
const DATABASE = new OutsideError("database", "the connection broke off", true);
const BUG = new TypeError("x is not a function");
const GROUP: Work = { kind: "head", repository: REPOSITORY, sha: sha("e"), base: sha("a") };
const RERUN: Work = { kind: "head", repository: REPOSITORY, sha: sha("f") };
const PART: Work = { ...REVIEW, kind: "forecast", part: 0 };
const DEPLOY: Work = { ...REVIEW, kind: "deploy" };

/** A change whose traffic a Prometheus has, which fails like this. */
function measured({ host, app }: Desk, error: Error): void {
  const metrics = "prometheus: { main: {} }";
  const base = host.commits.get(sha("a")) ?? {};
  host.commits.set(sha("a"), withSettings(base, metrics));
  const model = MODEL_FIXED.replace(/traffic: .*/, 'traffic: { prometheus: { server: main, rate: "sum(r)" } }');
  host.commits.set(sha("d"), withSettings({ ...base, "models/chat.yaml": model }, metrics));
  host.commits.set(sha("e"), host.commits.get(sha("d")) ?? {});
  host.pulls.set(1, pullRequest({ head: { branch: "x", sha: sha("d") } }));
  Object.assign(app.world, { metrics: () => Promise.reject(error) });
}

/** Work fails at this attempt; then whatever stands on the pull request. */
const told = (work: Work, attempt: Attempt, prepare: (desk: Desk) => unknown) => async () => {
  const { host, app } = reviewDesk();
  onTestFinished(() => host.close());
  await prepare({ host, app });
  await app.perform(work, attempt).catch(() => undefined);
  const checks = [...host.checks.values()].map(({ title, summary }) => `${title}\n${summary}`);
  const comments = host.conversation.filter(({ isOwn }) => isOwn).map(({ body }) => body);
  throw new Error(
    [...checks, ...comments]
      .join("\n\n")
      .replaceAll(/<!--.*?-->\n?/g, "")
      .trim(),
  );
};
const failing = (error: Error, number = 1, work: Work = REVIEW) =>
  told(work, attemptAt(number), (desk) => measured(desk, error));
/** The first comment of a fake is the hundredth. */
const COMMAND: Work = { kind: "command", repository: REPOSITORY, number: 1, comment: 100 };
const commanding = told(COMMAND, attemptAt(1), (desk) => {
  desk.host.says("dev", "/loadline what-if traffic=2x");
  measured(desk, REFUSES);
});
/** The GitOps repository of the same account. */
const OWN = SETTINGS.replace("example/gitops", "acme/gitops");
const deploying = told(DEPLOY, attemptAt(1), ({ host, app }) => {
  for (const letter of ["a", "c"])
    host.commits.set(sha(letter), { ...host.commits.get(sha(letter)), "loadline.yaml": OWN });
  host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("c") }));
  Object.assign(app, {
    gitops: () => Promise.reject(new OutsideError("github.com", "rules of the branch refuse the commit", false)),
  });
});
const rerunning = told(RERUN, attemptAt(9), ({ host }) => {
  Object.assign(host, { pullRequestsOf: () => Promise.reject(new OutsideError("GitHub", "answers 503", true)) });
});
const without = (write: string) => told(REVIEW, attemptAt(1), ({ host }) => host.refused.add(write));

const LOG = "the log under `9b2f6e1c`";
const REASON = "cannot be reached: connect ECONNREFUSED (its address)";

showEach("failed-work", FAILED_WORK, {
  waitingFor: [failing(DOWN), "Prometheus main"],
  waitingAfterError: [failing(BUG)],
  noForecast: [failing(DOWN, 9)],
  outage: [failing(DOWN), "Prometheus main", REASON],
  refusal: [failing(REFUSES), "Prometheus main", "answers 401: who are you"],
  refusalLog: [failing(REFUSES), LOG],
  ownSystem: [failing(DATABASE), "database", LOG],
  ownError: [failing(BUG), LOG],
  ownLog: [told(REVIEW, ONLY_ATTEMPT, (desk) => measured(desk, BUG))],
  logUnder: [failing(BUG), "`9b2f6e1c`"],
  nextAttempt: [failing(DOWN, 4), 4, "12:01"],
  triedAgain: [failing(DOWN, 1, PART)],
  givenUp: [failing(DOWN, 9), 9],
  looksAgain: [failing(DOWN, 9)],
  askReview: [failing(DOWN, 9)],
  askRun: [told(REVIEW, ONLY_ATTEMPT, (desk) => measured(desk, BUG))],
  askCheck: [rerunning],
  askGroup: [failing(DOWN, 9, GROUP)],
  askCommand: [commanding],
  askDeployment: [deploying],
  noCheck: [without("writeCheck"), "refused to write: may not writeCheck. Grant it"],
  noComment: [without("writeComment"), "refused to write: may not writeComment. Grant it"],
});
