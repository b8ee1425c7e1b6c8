import { afterEach, expect, it } from "vitest";
import { rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import { NOON } from "../../../fakes/app-world.ts";
import { REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { pushTo, REVIEW, type ReviewDesk, reviewDesk } from "../../../support/review-desk.ts";

const MERGES = 1_200;
let desk: ReviewDesk;
afterEach(() => desk.host.close());

it("finds every rollout that nobody follows, with one question for hundreds of merges", async () => {
  desk = reviewDesk();
  const { app, host } = desk;
  host.pulls.clear();
  const open = [1, 499, 500, 501, 1_200];
  for (let number = 1; number <= MERGES; number++) {
    const state = open.includes(number) ? "in_progress" : "success";
    const rollout = { repository: REPOSITORY, number, folder: "clusters/prod/ai-models/chat", state };
    await app.memory.write(rolloutKey(REPOSITORY, number), [{ ...rollout, state: "success" }, rollout]);
  }
  const asked: string[] = [];
  const { keys, read, readAll } = app.memory;
  Object.assign(app.memory, {
    keys: (prefix: string) => {
      asked.push(`keys ${prefix}`);
      return keys(prefix);
    },
    read: (key: string) => {
      asked.push(`read ${key}`);
      return read(key);
    },
    readAll: (wanted: readonly string[]) => {
      asked.push(`read ${wanted.length}`);
      return readAll(wanted);
    },
  });
  await app.perform({ kind: "sweep" });
  const found = app.work.map((work) => (work.kind === "deploy" ? work.number : work.kind));
  expect(found.toSorted((a, b) => Number(a) - Number(b))).toEqual(open);
  expect(asked).toEqual([
    ...[`read known-since/${REPOSITORY}`, "keys rollout/", "keys leaving/", "read 500", "read 500", "read 200"],
    ...["keys given-up/", "keys refused-command/", "keys forecast/"],
  ]);
});

it("finds merges that nobody heard of, since the repository is known, of the branch that is deployed", async () => {
  desk = reviewDesk();
  const { app, host } = desk;
  host.pulls.clear();
  const asked: number[] = [];
  const hour = 3_600_000;
  const merges = [
    { number: 7, branch: "main", mergedAt: NOON + hour },
    { number: 6, branch: "playground", mergedAt: NOON + hour },
    { number: 5, branch: "main", mergedAt: NOON + hour },
  ];
  const mergedSince = async (instant: number) => {
    asked.push(instant);
    return merges.filter(({ mergedAt }) => mergedAt >= instant);
  };
  Object.assign(host, { mergedSince });
  app.time = NOON + 2 * hour;
  await app.perform({ kind: "sweep" });
  expect(app.work).toEqual([]);

  app.values.set(`known-since/${REPOSITORY}`, String(NOON));
  await app.memory.write(rolloutKey(REPOSITORY, 5), []);
  await app.perform({ kind: "sweep" });
  expect(app.work).toEqual([{ kind: "deploy", repository: REPOSITORY, number: 7 }]);
  app.time = NOON + 100 * hour;
  await app.perform({ kind: "sweep" });
  expect(asked).toEqual([NOON + 2 * hour, NOON, NOON + 28 * hour]);
});

it("asks nothing about a head whose check was finished, and for its review where it was not", async () => {
  desk = reviewDesk();
  const { app, host } = desk;
  await app.perform(REVIEW);
  app.work.length = 0;
  const asked: string[] = [];
  const { pullRequest, check } = host;
  Object.assign(host, {
    pullRequest: (number: number) => asked.push(`pull ${number}`) && pullRequest(number),
    check: (commit: string) => asked.push(`check ${commit}`) && check(commit),
  });
  await app.perform({ kind: "sweep" });
  expect([asked, app.work]).toEqual([[], []]);
  pushTo(host, "c");
  await app.perform({ kind: "sweep" });
  expect([asked, app.work]).toEqual([[`check ${sha("c")}`], [REVIEW]]);
});
