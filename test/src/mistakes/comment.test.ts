import { onTestFinished } from "vitest";
import { COMMENT } from "../../../src/mistakes/comment.ts";
import type { GitOpsRepository } from "../../../src/ports/gitops.ts";
import type { PullRequest } from "../../../src/ports/pull-request.ts";
import type { Work } from "../../../src/ports/work-queue.ts";
import type { FakeApp } from "../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../fakes/code-host.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { SETTINGS } from "../../support/config-repository.ts";
import { showEach } from "../../support/mistakes.ts";
import { MODEL_FIXED, pushTo, REVIEW, reviewDesk, withModel, withSettings } from "../../support/review-desk.ts";

const BLOCKED = withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }");
type Prepare = (desk: { readonly host: FakeCodeHost; readonly app: FakeApp }) => unknown;

/** What somebody's comment on a pull request is answered. */
const answer =
  (body: string, prepare: Prepare = () => undefined, login = "dev") =>
  async () => {
    const { host, app } = reviewDesk();
    onTestFinished(() => host.close());
    await prepare({ host, app });
    const comment = host.says(login, body);
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    const marker = `<!-- loadline:answer ${comment} -->`;
    const said = host.conversation.find((one) => one.body.startsWith(marker))?.body;
    if (said !== undefined) throw new Error(said.replace(marker, "").trim());
  };
const on =
  (changes: Partial<PullRequest>): Prepare =>
  ({ host }) =>
    host.pulls.set(1, pullRequest(changes));
const whatIf = (pair: string) => answer(`/loadline what-if ${pair}`);
/** A review that blocks, which the base lets alice override. */
const blocked: Prepare = async ({ host, app }) => {
  host.commits.set(sha("a"), withSettings(host.commits.get(sha("a")) ?? {}, "approvers: [alice]"));
  pushTo(host, "d", withSettings(BLOCKED, "approvers: [alice]"));
  await app.perform(REVIEW);
};
const reviewed: Prepare = ({ app }) => app.perform(REVIEW);
const measured = (host: FakeCodeHost, changes: Partial<PullRequest>) => {
  const metrics = "prometheus: { main: {} }";
  host.commits.set(sha("a"), withSettings(host.commits.get(sha("a")) ?? {}, metrics));
  const model = MODEL_FIXED.replace(/traffic: .*/, 'traffic: { prometheus: { server: main, rate: "sum(r)" } }');
  host.commits.set(sha("d"), withSettings({ ...host.commits.get(sha("a")), "models/chat.yaml": model }, metrics));
  host.pulls.set(1, pullRequest({ ...changes, head: { branch: "x", sha: sha("d") } }));
};
/** A fork whose traffic the Prometheus of the base has. */
const privately: Prepare = ({ host }) => measured(host, { isFork: true });
/** What the App says by itself. */
const saying = (work: Work, prepare: Prepare) => async () => {
  const { host, app } = reviewDesk();
  onTestFinished(() => host.close());
  await prepare({ host, app });
  await app.perform(work);
  const [said] = host.conversation;
  if (said !== undefined) throw new Error(said.body.replaceAll(/<!--.*?-->\n?/g, "").trim());
};
const reviewing = (prepare: Prepare) => saying(REVIEW, prepare);
/** What a review says in one line of it. */
const noting = (line: RegExp, prepare: Prepare) => () =>
  reviewing(prepare)().catch((error: Error) => {
    throw new Error(line.exec(error.message)?.[0]);
  });
/** One line of it, of a whole review. */
const note = (act: () => Promise<void>, line: RegExp) => () =>
  act().catch((error: Error) => Promise.reject(new Error(line.exec(error.message)?.[0])));
/** Deploys a merge to a GitOps repository that the App knows as this one. */
const deploying = (settings: string, repository: GitOpsRepository | null, into = "main") =>
  saying({ ...REVIEW, kind: "deploy" }, ({ host, app }) => {
    for (const letter of ["a", "c"]) {
      host.commits.set(sha(letter), { ...host.commits.get(sha(letter)), "loadline.yaml": settings });
    }
    host.pulls.set(1, pullRequest({ state: "merged", mergeCommit: sha("c"), base: { branch: into, sha: sha("a") } }));
    app.values.set(`rollout-asked/${REPOSITORY}#1`, "true");
    Object.assign(app, { gitops: async () => repository });
  });

/** The GitOps repository of the same account. */
const OWN = SETTINGS.replace("example/gitops", "acme/gitops");

const COMMANDS = ["plan", "advise", "what-if", "compare", "approve", "rollback", "help"];
const GPUS = ["a100-sxm4-40gb", "a100-sxm4-80gb", "a10g", "b200-sxm6", "b300-sxm6"];

showEach("comment", COMMENT, {
  unknownCommand: [answer("/loadline aprove"), COMMANDS, "Did you mean"],
  nothingBehind: [answer("/loadline plan chat"), "plan"],
  noCommit: [answer("/loadline approve all")],
  nothingToChange: [answer("/loadline what-if")],
  noPair: [answer("/loadline what-if more traffic")],
  notUnderstood: [answer("/loadline plan chat"), "chat", "plan takes nothing after it."],
  noFactor: [whatIf("traffic=-1"), "-1"],
  noPath: [whatIf("engine=x"), "engine"],
  noPlainValue: [whatIf("engine.image={a:1}"), "{a:1}"],
  noReplicas: [whatIf("replicas=0"), "0"],
  noGpu: [whatIf("gpu=nope"), "nope", { platform: "eks", least: 1 }, GPUS],
  cannotBeDone: [
    whatIf("replicas=0"),
    ["`what-if` `replicas`: found 0; wanted a whole number from 1 to 99999. Examples: /loadline help."],
  ],
  mayNotCommand: [answer("/loadline plan", undefined, "reader")],
  privateTraffic: [answer("/loadline what-if traffic=2x", privately)],
  closedToReview: [answer("/loadline plan", on({ state: "closed" }))],
  noDeployment: [answer("/loadline compare", on({ head: { branch: "change", sha: sha("a") } }))],
  closedToApprove: [answer(`/loadline approve ${sha("b")}`, on({ state: "closed" }))],
  fork: [answer(`/loadline approve ${sha("b")}`, on({ isFork: true }))],
  fromFork: [noting(/^From a fork.*$/m, on({ isFork: true }))],
  otherHead: [answer("/loadline approve cccccccc"), "`cccccccc`", "`bbbbbbb`"],
  notReviewed: [answer(`/loadline approve ${sha("b")}`), "`bbbbbbb`"],
  nothingBlocks: [answer(`/loadline approve ${sha("b")}`, reviewed)],
  mayNotOverride: [answer(`/loadline approve ${sha("d")}`, blocked), "dev", ["`target-missed`"]],
  privateReview: [reviewing(privately)],
  staysUndeployed: [
    note(reviewing(on({ base: { branch: "next", sha: sha("a") } })), /^Merging into .*$/m),
    "`next`",
    "`main`",
  ],
  otherBranch: [deploying(OWN, null, "next"), "`next`", "`main`"],
  otherAccount: [deploying(SETTINGS, null), "`example/gitops`", "`acme`"],
  mayNotDeploy: [deploying(OWN, null), "`acme/gitops`"],
  mayNotPropose: [
    deploying(OWN.replace("mode: commit", "mode: pull-request"), { ...fakeGitOps(), proposals: null }),
    "`acme/gitops`",
  ],
  nothingDeployed: [answer("/loadline rollback")],
});
