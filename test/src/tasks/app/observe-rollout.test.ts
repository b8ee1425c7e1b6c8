import { afterEach, describe, expect, it } from "vitest";
import { keyOf } from "../../../../src/adapters/store/work-key.ts";
import type { AppWorld } from "../../../../src/ports/app-world.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { followRollouts } from "../../../../src/tasks/app/follow-rollout.ts";
import { performWork } from "../../../../src/tasks/app/perform-work.ts";
import type { Rollout } from "../../../../src/tasks/app/rollout.ts";
import { applicationKey, rolloutKey } from "../../../../src/tasks/app/rollout-memory.ts";
import { attemptAt, fakeApp, NOON } from "../../../fakes/app-world.ts";
import { fakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { fakeMetrics } from "../../../fakes/metrics.ts";
import { MODEL, SETTINGS } from "../../../support/config-repository.ts";
import { measured, servedWeeks } from "../../../support/served-weeks.ts";

const DAY = 86_400_000;
const TRAFFIC = `traffic: { prometheus: { server: main, rate: "vllm:request_success_total", window: 14d } }`;
const FIXED = MODEL.replace(/scaling: .*/, "scaling: { mode: fixed, replicas: 2 }");
const CHAT = FIXED.replace(/traffic: .*/, TRAFFIC);
const SERVED = measured(servedWeeks([{}]));
const MERGED = pullRequest({ state: "merged", mergeCommit: sha("c") });
const ROLLOUT: Rollout = {
  ...{
    repository: REPOSITORY,
    number: 1,
    deployment: "ai-models/chat",
    folder: "clusters/prod/ai-models/chat",
    statusOf: null,
    gitops: REPOSITORY,
  },
  ...{ application: { name: "ai-models.chat", namespace: "argocd" }, commit: sha("d"), files: {}, begun: NOON },
  ...{ state: "success", description: "synced and healthy" },
};
const observing = (days: number) => ({ kind: "observe", repository: REPOSITORY, number: 1, days }) as const;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A merged pull request whose deployment is up, and a Prometheus that has measured it. */
async function desk(model = CHAT, rollouts: readonly Rollout[] = [ROLLOUT]) {
  const settings = `${SETTINGS}prometheus: { main: {} }\n`;
  const host = fakeCodeHost({ [sha("c")]: { "loadline.yaml": settings, "models/chat.yaml": model } });
  closing.push(() => host.close());
  host.pulls.set(1, MERGED);
  const fake = fakeApp(host);
  const metrics = fakeMetrics(SERVED);
  const app: AppWorld = { ...fake, world: { ...fake.world, metrics: async () => metrics } };
  await app.memory.write(rolloutKey(REPOSITORY, 1), rollouts);
  const perform = (work: Work, days: number) => {
    fake.time = NOON + days * DAY;
    return performWork(work, app, attemptAt(1));
  };
  return { app, fake, host, metrics, perform };
}

describe("a deployment that is up", () => {
  it("is looked at a day and a week later, once", async () => {
    const { app, host } = await desk(CHAT, [{ ...ROLLOUT, state: "in_progress" }]);
    const queued: (readonly [Work, number | undefined])[] = [];
    const add = async (works: readonly Work[], seconds?: number) => {
      for (const work of works) queued.push([work, seconds]);
    };
    const state = {
      name: "x",
      sync: "Synced",
      health: "Healthy",
      phase: "Succeeded",
      message: "",
      problem: null,
      startedAt: null,
      isNameless: false,
      annotations: {},
    };
    const argocd = { application: async () => ({ ...state, revision: sha("d") }) };
    const followed = { ...app, argocd, queue: { add }, hosts: { ...app.hosts, repository: async () => host } };
    await followRollouts(followed, host, 1);
    expect(queued.map(([work]) => work)).toEqual([observing(1), observing(7)]);
    for (const [i, days] of [1, 7].entries()) {
      const seconds = queued[i]?.[1] ?? 0;
      expect(seconds).toBeGreaterThan(days * 86_400 + 2 * 3600);
      expect(seconds).toBeLessThan((days + 1) * 86_400);
    }
    expect(new Set(queued.map(([work]) => keyOf(work))).size).toBe(2);
    await followRollouts(followed, host, 1);
    expect(queued).toHaveLength(2);
  });

  it("is told as it came on its pull request: one comment, which the week replaces", async () => {
    const { host, metrics, perform } = await desk();
    expect(await perform(observing(1), 1)).toMatchObject({ kind: "again" });
    expect(host.writes).toEqual([]);
    expect(await perform(observing(1), 1.2)).toEqual({ kind: "done" });
    expect(host.conversation.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- loadline:observation -->\n## A day after the deployment\n\n### chat: as forecast\n/),
    ]);
    await perform(observing(1), 1.2);
    expect(host.writes).toEqual(["writeComment"]);
    metrics.slowness = 1.5;
    expect(await perform(observing(7), 7.2)).toEqual({ kind: "done" });
    const [comment, ...more] = host.conversation;
    expect([more, host.writes]).toEqual([[], ["writeComment", "updateComment"]]);
    expect(comment?.body).toMatch(/## A week after the deployment\n\n### chat: drifted: engine speed/);
    expect(comment?.body).toMatch(/Steps take 1\.5\d times as long as predicted/);
    expect(comment?.body).toContain("Earlier observations");
  });

  it("of which the Prometheus has nothing says so", async () => {
    const { host, metrics, perform } = await desk();
    metrics.isEmpty = true;
    expect(await perform(observing(1), 2)).toEqual({ kind: "done" });
    expect(host.conversation[0]?.body).toMatch(/`ai-models\/chat`: not compared\n\n.*nothing of this deployment/);
  });

  it.each<readonly [what: string, change: (of: Awaited<ReturnType<typeof desk>>) => Promise<void> | void]>([
    ["from a fork", ({ host }) => void host.pulls.set(1, { ...MERGED, isFork: true })],
    [
      "that another merge deployed again",
      ({ app }) => app.memory.write(applicationKey("argocd", "ai-models.chat"), { repository: REPOSITORY, number: 2 }),
    ],
    ["that is gone from the files", ({ host }) => void host.commits.set(sha("c"), { "loadline.yaml": SETTINGS })],
    [
      "that never came up",
      ({ app }) => app.memory.write(rolloutKey(REPOSITORY, 1), [{ ...ROLLOUT, state: "failure" }]),
    ],
  ])("%s is not looked at", async (_what, change) => {
    const at = await desk();
    await change(at);
    expect(await at.perform(observing(1), 2)).toEqual({ kind: "done" });
    expect([at.host.writes, at.metrics.asked]).toEqual([[], []]);
  });

  it("whose traffic is a log is not looked at: nobody named a server", async () => {
    const { host, metrics, perform } = await desk(FIXED);
    expect(await perform(observing(1), 2)).toEqual({ kind: "done" });
    expect([host.writes, metrics.asked]).toEqual([[], []]);
  });
});
