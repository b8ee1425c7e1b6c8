import { afterEach, beforeEach, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, sha, type Tree } from "../../../fakes/code-host.ts";
import {
  BASE,
  MODEL_FIXED,
  pushTo,
  REVIEW,
  reviewDesk,
  reviewsOn,
  withSettings,
} from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
  host.commits.set(sha("a"), five(2));
});
afterEach(() => host.close());

/** Five deployments, of which the last may read other traffic. */
function five(replicas: number, traffic = "traffic/chat.csv"): Tree {
  const models = Array.from({ length: 5 }, (_, at) => {
    const text = MODEL_FIXED.replace("name: chat", `name: m${at}`).replace("replicas: 2", `replicas: ${replicas}`);
    return [`models/m${at}.yaml`, at === 4 ? text.replace("traffic/chat.csv", traffic) : text];
  });
  return { ...BASE, ...Object.fromEntries(models) };
}

it("a mistake in one of many deployments is told at once, and is no failure that is tried again", async () => {
  pushTo(host, "d", five(3, "traffic/none.csv"));
  expect(await app.perform(REVIEW)).toMatchObject({ kind: "again" });
  const wrong = app.work.find((work) => work.kind === "forecast" && work.part === 4);
  expect(await app.perform(wrong ?? REVIEW)).toEqual({ kind: "done" });
  // The other parts are still being made.
  expect(await app.perform(REVIEW)).toEqual({ kind: "done" });
  expect(host.checks.get(sha("d"))).toMatchObject({ conclusion: "failure", title: "the configuration cannot be read" });
  expect(reviewsOn(host)[0]?.body).toContain("traffic/none.csv");
  pushTo(host, "e", five(3));
  expect(await app.perform(REVIEW), "the next head is another change").toMatchObject({ kind: "again" });
});

it("of a fork nothing is spread whose traffic is in a Prometheus: that is said at once", async () => {
  const metrics = "prometheus: { main: {} }";
  const measured = Object.entries(five(3)).map(([path, text]) => [
    path,
    text.replace(/traffic: \{ file.*\}/, 'traffic: { prometheus: { server: main, rate: "sum(r)" } }'),
  ]);
  host.commits.set(sha("a"), withSettings(five(2), metrics));
  host.commits.set(sha("d"), withSettings(Object.fromEntries(measured) as Tree, metrics));
  host.pulls.set(1, pullRequest({ isFork: true, head: { branch: "x", sha: sha("d") } }));
  expect(await app.perform(REVIEW)).toEqual({ kind: "done" });
  expect(app.work).toEqual([]);
  expect(reviewsOn(host)[0]?.body).toContain("is not asked for pull requests from forks");
});

it("a mistake that is none any more is forgotten", async () => {
  pushTo(host, "d", five(3, "traffic/none.csv"));
  await app.perform(REVIEW);
  const parts = app.work.filter(({ kind }) => kind === "forecast");
  const mistakes = async () => (await app.memory.keys("spread/")).filter((key) => key.includes("/mistakes/"));
  for (const part of parts) await app.perform(part);
  expect(await mistakes()).toHaveLength(1);
  host.commits.set(sha("d"), five(3));
  for (const part of parts) await app.perform(part);
  expect(await mistakes()).toEqual([]);
  expect(await app.perform(REVIEW)).not.toEqual({ kind: "done" });
});
