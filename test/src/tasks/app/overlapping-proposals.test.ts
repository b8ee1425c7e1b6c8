import { afterEach, beforeEach, expect, it } from "vitest";
import { rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import { type FakeApp, NOON } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import type { FakeGitOps } from "../../../fakes/gitops.ts";
import { MODEL, SETTINGS } from "../../../support/config-repository.ts";
import { BASE, MODEL_FIXED, reviewDesk } from "../../../support/review-desk.ts";

/** Two merges whose sets of deployments overlap in `b`: the first changes a and b, the second b and c. */
const SETTING = SETTINGS.replace("example/gitops", "acme/gitops").replace("mode: commit", "mode: pull-request");
const { "models/chat.yaml": _, ...rest } = BASE;
const tree = (replicas: Readonly<Record<string, number>>): Tree => ({
  ...rest,
  "loadline.yaml": SETTING,
  ...Object.fromEntries(
    Object.entries(replicas).map(([name, count]) => [
      `models/${name}.yaml`,
      MODEL_FIXED.replace("name: chat,", `name: ${name},`).replace("replicas: 2", `replicas: ${count}`),
    ]),
  ),
});

let host: FakeCodeHost;
let app: FakeApp;
let gitops: FakeGitOps;
beforeEach(async () => {
  ({ host, app } = reviewDesk());
  gitops = (await app.gitops("acme/gitops")) as FakeGitOps;
  Object.assign(host, { contains: async (commit: string, ancestor: string) => commit >= ancestor });
  host.commits.set(sha("a"), tree({ a: 2, b: 2, c: 2 }));
});
afterEach(() => host.close());

async function merge(number: number, [from, to]: readonly [string, string], after: Tree): Promise<void> {
  host.commits.set(sha(to), after);
  const commits = { mergeBase: sha(from), mergeCommit: sha(to), head: { branch: "change", sha: sha(to) } };
  host.pulls.set(number, pullRequest({ number, state: "merged", ...commits }));
  app.time = NOON + 60_000 * number;
  await look(number);
}
const look = (number: number) => app.perform({ kind: "deploy", repository: REPOSITORY, number });
const states = () => gitops.pulls.map(({ state }) => state);
const replicasIn = (branch?: string): Record<string, string | undefined> =>
  Object.fromEntries(
    ["a", "b", "c"].map((name) => {
      const text = gitops.files(branch)[`clusters/prod/ai-models/${name}/deployment.yaml`];
      return [name, /replicas: (\d)/.exec(text ?? "")?.[1]];
    }),
  );
const waits = async (number: number) =>
  (await app.memory.read<{ deployment: string; proposal?: { number: number } }[]>(rolloutKey(REPOSITORY, number)))?.map(
    ({ deployment, proposal }) => [deployment, proposal?.number],
  );
const told = (): string => host.conversation.map(({ body }) => body.replaceAll("&#8203;", "")).join("\n");

it("what a later merge decides about leaves the pull request of the earlier one, and nothing else does", async () => {
  await merge(1, ["a", "b"], tree({ a: 1, b: 1, c: 2 }));
  await merge(2, ["b", "c"], tree({ a: 1, b: 3, c: 3 }));
  expect(states()).toEqual(["open", "open"]);
  await look(1);
  expect(states()).toEqual(["closed", "open", "open"]);
  expect([replicasIn(gitops.pulls[1]?.branch), replicasIn(gitops.pulls[2]?.branch)]).toEqual([
    { b: "3", c: "3" },
    { a: "1" },
  ]);
  expect([await waits(1), await waits(2)]).toEqual([
    [["ai-models/a", 3]],
    [
      ["ai-models/b", 2],
      ["ai-models/c", 2],
    ],
  ]);
  expect(told()).toContain("`ai-models/b`: #2, merged later, decides about it now.");
  // It comes to rest: nothing is asked again.
  const writes = gitops.changes.length;
  for (const number of [1, 2, 1]) await look(number);
  expect([gitops.changes.length, states()]).toEqual([writes, ["closed", "open", "open"]]);
});

it("a later merge of the same deployments takes over the pull request, which stays open", async () => {
  await merge(1, ["a", "b"], tree({ a: 1, b: 1, c: 2 }));
  await merge(2, ["b", "c"], tree({ a: 3, b: 3, c: 2 }));
  await look(1);
  expect(states()).toEqual(["open"]);
  expect(replicasIn(gitops.pulls[0]?.branch)).toEqual({ a: "3", b: "3" });
  expect([await waits(1), (await waits(2))?.length]).toEqual([[], 2]);
});

it("one that was merged before is followed, and the other, which then stands against it, is brought up to date", async () => {
  await merge(1, ["a", "b"], tree({ a: 1, b: 1, c: 2 }));
  await merge(2, ["b", "c"], tree({ a: 1, b: 3, c: 3 }));
  gitops.merge(1);
  Object.assign(gitops.pulls[1] ?? {}, { isStuck: true });
  await look(1);
  await look(2);
  expect(states()).toEqual(["merged", "open"]);
  // A merge now changes b and c, and keeps what the first one brought.
  expect(replicasIn(gitops.pulls[1]?.branch)).toEqual({ a: "1", b: "3", c: "3" });
  gitops.merge(2);
  expect(replicasIn()).toEqual({ a: "1", b: "3", c: "3" });
});

it("what is refused when it is looked at again stays where it waits", async () => {
  await merge(1, ["a", "b"], tree({ a: 1, b: 1, c: 2 }));
  await merge(2, ["b", "c"], tree({ a: 1, b: 3, c: 3 }));
  const blocked = tree({ a: 1, b: 1, c: 2 });
  const path = "models/a.yaml";
  host.commits.set(sha("b"), { ...blocked, [path]: blocked[path]?.replace("p95: 2.5s", "p95: 1ms") ?? MODEL });
  await look(1);
  expect(states()).toEqual(["open", "open"]);
  expect(told()).toMatch(/Not deployed[\s\S]*`a`: `target-missed`/);
});
