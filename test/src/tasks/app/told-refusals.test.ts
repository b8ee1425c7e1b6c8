import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutsideError } from "../../../../src/ports/failure.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { attemptAt, type FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { BUG, DOWN, failingDesk, REFUSES, UNMEASURED } from "../../../support/failing-desk.ts";
import { BASE, pushTo, REVIEW, reviewsOn } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;
let failing: (error: Error) => void;
let attempts: (work: Work, last: number) => Promise<void>;

beforeEach(() => {
  ({ host, app, failing, attempts } = failingDesk());
});
afterEach(() => host.close());

const checkOn = (letter: string) => host.checks.get(sha(letter));
const says = (body: string): { readonly work: Work; readonly comment: number } => {
  const comment = host.says("dev", body);
  return { comment, work: { kind: "command", repository: REPOSITORY, number: 1, comment } };
};
const replies = () => host.conversation.filter(({ isOwn }) => isOwn).map(({ body }) => body);

describe("a command that cannot be answered", () => {
  it("is told why once, and the answer takes that place", async () => {
    failing(DOWN);
    const { work, comment } = says("/loadline what-if traffic=2x");
    await attempts(work, 2);
    expect(replies()).toEqual([]);
    await attempts(work, 8);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]).toContain("Prometheus main: cannot be reached");
    expect(replies()[0]).toContain("It is tried again by itself");
    const changed = (UNMEASURED["models/chat.yaml"] ?? "").replace("replicas: 2", "replicas: 3");
    host.commits.set(sha("d"), { ...UNMEASURED, "models/chat.yaml": changed });
    await app.perform(work, attemptAt(9));
    expect(replies()).toHaveLength(1);
    expect(replies()[0]).toMatch(new RegExp(`^<!-- loadline:answer ${comment} -->`));
    expect(host.writes).toContain("react rocket");
  });

  it.each([
    ["outside", DOWN, 9],
    ["outside for good", REFUSES, 1],
    ["in loadline", BUG, 9],
  ])("for a failure %s ends with a reply and a reaction, and is not performed again", async (_, error, last) => {
    failing(error);
    const { work } = says("/loadline what-if traffic=2x");
    await attempts(work, last);
    expect(replies()).toHaveLength(1);
    expect(replies()[0]).toContain("write the command in a new comment");
    expect(replies()[0]).not.toContain("s3cret");
    expect(host.writes).toContain("react confused");
    expect(await app.perform(work)).toEqual({ kind: "done" });
  });

  it("leaves no word of waiting where the answer is seen elsewhere", async () => {
    const { work } = says("/loadline plan");
    const add = app.queue.add;
    Object.assign(app.queue, { add: () => Promise.reject(new OutsideError("database", "is away", true)) });
    await attempts(work, 3);
    expect(replies()[0]).toContain("Something that loadline stands on failed (database)");
    Object.assign(app.queue, { add });
    await app.perform(work, attemptAt(4));
    expect(replies()).toEqual([]);
    expect(app.work).toEqual([REVIEW]);
  });

  it("by somebody who may not command is not told of what failed", async () => {
    Object.assign(host, { permissionOf: () => Promise.reject(DOWN) });
    const { work } = says("/loadline plan");
    await attempts(work, 9);
    expect(replies()).toEqual([]);
  });
});

describe("where GitHub refuses", () => {
  it("checks, the comment is written and says so", async () => {
    pushTo(host, "b");
    host.refused.add("writeCheck");
    await expect(app.perform(REVIEW)).rejects.toMatchObject({ retryable: false });
    expect(reviewsOn(host)[0]?.body).toContain(
      "The check of this commit could not be written: GitHub refused to write",
    );
    expect(reviewsOn(host)[0]?.body).toContain("p95 time to first token");
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([]);
  });

  it("comments, the check carries the verdict and says so", async () => {
    pushTo(host, "b");
    host.refused.add("writeComment");
    await expect(app.perform(REVIEW)).rejects.toMatchObject({ retryable: false });
    expect(checkOn("b")?.conclusion).not.toBeNull();
    expect(checkOn("b")?.summary).toContain("The comment on the pull request could not be written: GitHub refused");
  });

  it("checks, a mistake and what is given up are told in the comment", async () => {
    host.refused.add("writeCheck");
    failing(DOWN);
    await attempts(REVIEW, 9);
    expect(reviewsOn(host)[0]?.body).toContain("It was given up after 9 attempts");
    pushTo(host, "f", { ...BASE, "models/chat.yaml": "kind: [" });
    await expect(app.perform(REVIEW)).rejects.toThrow();
    expect(reviewsOn(host)[0]?.body).toContain("the configuration cannot be read");
    expect(reviewsOn(host)[0]?.body).toContain("The check of this commit could not be written");
  });
});
