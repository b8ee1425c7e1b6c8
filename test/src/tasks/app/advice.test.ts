import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { MODEL_FIXED, pushTo, REVIEW, reviewDesk, reviewsOn, withModel } from "../../../support/review-desk.ts";

const ADVICE = { ...REVIEW, kind: "advice" } as const;
/** Far too many. */
const NINE = withModel("replicas: 2", "replicas: 9");
const LINE = MODEL_FIXED.split("\n").findIndex((line) => line.includes("replicas: 2")) + 1;
const shown = (lines: readonly number[]) => ({
  head: { branch: "change", sha: sha("d") },
  files: [{ path: "models/chat.yaml", change: "changed" as const, before: null, lines }],
});

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
  pushTo(host, "d", NINE);
});
afterEach(() => host.close());

describe("the search after a review", () => {
  it("suggests on the lines of the change, and is shown in the comment from then on", async () => {
    // Only what stands on lines of the diff can be replaced there; a search that also names other lines goes into the comment.
    host.pulls.set(1, pullRequest(shown(Array.from({ length: 40 }, (_, index) => index + 1))));
    await app.settle(["review"]);
    await app.perform(REVIEW);
    expect(app.work).toContainEqual(ADVICE);
    await app.perform(ADVICE);
    expect(host.suggestions).toHaveLength(1);
    expect(host.suggestions[0]).toMatchObject({ path: "models/chat.yaml" });
    expect(host.suggestions[0]?.line).toBeGreaterThanOrEqual(LINE);
    expect(host.suggestions[0]?.body).toMatch(/```suggestion\n[\s\S]*replicas: [1-4]\b/);
    const body = host.suggestions[0]?.body ?? "";
    expect(body).toContain("less than this change as it is");
    expect(body).not.toContain("than now");
    const isOther = /weights: (?!bf16)\w/.test(body);
    expect(body.includes("how good answers are")).toBe(isOther);
    await app.settle(["review"]);
    expect(reviewsOn(host)[0]?.body).toContain("Cheapest that holds");
    expect(reviewsOn(host)[0]?.body).not.toContain("than now");
    const written = host.writes.length;
    await app.perform(REVIEW);
    await app.settle(["review", "advice"]);
    expect(host.writes).toHaveLength(written);
  }, 120_000);

  it("writes nothing on a pull request that went on meanwhile", async () => {
    const looked = host.pullRequest;
    for (const after of [
      pullRequest({ head: { branch: "change", sha: sha("b") } }),
      pullRequest({ state: "merged" }),
    ]) {
      host.commits.set(sha("d"), {});
      let looks = 0;
      Object.assign(host, { pullRequest: async (number: number) => (looks++ === 0 ? looked(number) : after) });
      await app.perform(ADVICE);
      expect(looks).toBe(2);
      expect([host.writes, app.work, await app.memory.keys("advice/")]).toEqual([[], [], []]);
    }
  });

  it("that was found by a worker which died has the comment written all the same", async () => {
    const parts = [{ title: "Cheapest that holds", body: "x" }];
    await app.memory.write(`advice/${REPOSITORY}#1`, { head: sha("d"), parts });
    await app.perform(ADVICE);
    expect(app.work).toEqual([REVIEW]);
  });
});
