import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LimitedError, OutsideError } from "../../../../src/ports/failure.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { ONLY_ATTEMPT, reasonOf } from "../../../../src/tasks/app/failing.ts";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { BUG, DOWN, failingDesk, REFUSES, UNMEASURED } from "../../../support/failing-desk.ts";
import { ONE, REVIEW, reviewsOn } from "../../../support/review-desk.ts";

const GROUP = { kind: "head", repository: REPOSITORY, sha: sha("e"), base: sha("a") } as const;

let host: FakeCodeHost;
let app: FakeApp;
let failing: (error: Error) => void;
let attempts: (work: Work, last: number) => Promise<void>;

beforeEach(() => {
  ({ host, app, failing, attempts } = failingDesk());
});
afterEach(() => host.close());

const checkOn = (letter: string) => host.checks.get(sha(letter));

describe("a review that something outside keeps from being made", () => {
  it("says at once what it waits for, whose that is and when it is tried again; no comment is written", async () => {
    failing(DOWN);
    await attempts(REVIEW, 1);
    expect(checkOn("d")).toMatchObject({ conclusion: null, title: "Waiting for Prometheus main" });
    expect(checkOn("d")?.summary).toContain("cannot be reached: connect ECONNREFUSED");
    expect(checkOn("d")?.summary).toContain("no mistake of this change; it is for whoever runs Prometheus main");
    expect(checkOn("d")?.summary).toContain("Attempt 1 failed; it is tried again at about 12:01 UTC");
    expect(checkOn("d")?.summary, "addresses are the operator's").not.toContain("10.1.2.3");
    await attempts(REVIEW, 8);
    expect(reviewsOn(host)).toEqual([]);
  });

  it("ends its check when it is given up, says so in the comment, and is taken up again by the sweep", async () => {
    failing(DOWN);
    await attempts(REVIEW, 9);
    expect(checkOn("d")).toMatchObject({ conclusion: "action_required", title: "no forecast could be made" });
    for (const text of [checkOn("d")?.summary, reviewsOn(host)[0]?.body]) {
      expect(text).toContain("It was given up after 9 attempts");
      expect(text).toContain("push, or write `/loadline plan`");
    }
    const writes = host.writes.length;
    await app.perform({ kind: "sweep" });
    expect(app.work.splice(0)).toEqual([REVIEW]);
    await attempts(REVIEW, 9);
    expect(host.writes.length, "the same is not written again").toBe(writes);
    // Prometheus is back, and measures nothing yet.
    host.commits.set(sha("d"), UNMEASURED);
    await app.perform({ kind: "sweep" });
    await app.settle();
    expect(checkOn("d")?.conclusion).toBe("success");
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([]);
  });

  it("is given up at once where trying again would not help, and the sweep leaves it", async () => {
    failing(REFUSES);
    await attempts(REVIEW, 1);
    expect(checkOn("d")).toMatchObject({ conclusion: "action_required" });
    expect(checkOn("d")?.summary).toContain("Prometheus main: answers 401: no.");
    expect(checkOn("d")?.summary).toContain("It is not tried again by itself");
    expect(checkOn("d")?.summary).toContain("the log under `9b2f6e1c`");
    expect(reviewsOn(host)[0]?.body).toContain("answers 401");
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([]);
  });

  it.each([
    ["an error of loadline", BUG, "s3cret"],
    ["its own database", new OutsideError("database", "password for s3cret is wrong", true), "s3cret"],
  ])("tells nothing of %s but where it stands in the log", async (_, error, secret) => {
    failing(error);
    await attempts(REVIEW, 1);
    expect(checkOn("d")?.conclusion).toBeNull();
    expect(checkOn("d")?.summary).toContain("the log under `9b2f6e1c`");
    await attempts(REVIEW, 9);
    expect(checkOn("d")?.conclusion).toBe("action_required");
    expect(JSON.stringify([...host.checks.values(), host.conversation])).not.toContain(secret);
  });

  it("after an error of loadline is taken up an hour later", async () => {
    failing(BUG);
    await attempts(REVIEW, 9);
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([]);
    app.time += 3_600_001;
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([REVIEW]);
  });

  it("keeps the verdict that a head has while it is looked at again", async () => {
    const measured = host.commits.get(sha("d")) ?? {};
    host.commits.set(sha("d"), UNMEASURED);
    await app.perform(REVIEW);
    host.commits.set(sha("d"), measured);
    failing(DOWN);
    await attempts(REVIEW, 3);
    expect(checkOn("d")?.conclusion).toBe("success");
    await attempts(REVIEW, 9);
    expect(checkOn("d")?.conclusion).toBe("action_required");
  });

  it("is told of its parts too, in one write for all of them, and never as given up", async () => {
    failing(DOWN);
    const part = { ...REVIEW, kind: "forecast", part: 0 } as const;
    await attempts(part, 8);
    expect(checkOn("d")).toMatchObject({ conclusion: null, title: "Waiting for Prometheus main" });
    expect(host.writes).toEqual(["writeCheck"]);
    await attempts(part, 9);
    expect(checkOn("d")?.conclusion).toBeNull();
  });

  it("says nothing where GitHub asks for silence, nor where the pull request is closed", async () => {
    failing(new LimitedError("GitHub", "limits requests", 60));
    await attempts(REVIEW, 9);
    expect(checkOn("d")).toMatchObject({ conclusion: null, title: "Forecasting" });
    host.pulls.set(1, pullRequest({ state: "closed", head: { branch: "change", sha: sha("d") } }));
    failing(DOWN);
    const writes = host.writes.length;
    await app.perform({ ...REVIEW, kind: "forecast", part: 0 });
    expect(host.writes.slice(writes)).toEqual([]);
  });
});

describe("a merge group that cannot be reviewed", () => {
  it.each([
    { error: DOWN, last: 9, reason: "Prometheus main: cannot be reached" },
    { error: REFUSES, last: 1, reason: "Prometheus main: answers 401" },
    { error: BUG, last: 9, reason: "An error in loadline" },
  ])("has a check all the same, which ends: $reason", async ({ error, last, reason }) => {
    failing(error);
    await attempts(GROUP, 1);
    if (last > 1) expect(checkOn("e")).toMatchObject({ conclusion: null });
    expect(checkOn("e")?.summary).toContain(reason);
    await attempts(GROUP, last);
    expect(checkOn("e")?.conclusion).toBe("action_required");
    expect(checkOn("e")?.summary).toContain("put the pull request into the merge queue once more");
  });
});

describe("a comment that cannot be written after the check", () => {
  it("leaves the verdict of the check as it is, however often it is tried", async () => {
    host.commits.set(sha("d"), { ...UNMEASURED, "models/chat.yaml": ONE["models/chat.yaml"] ?? "" });
    Object.assign(host, { writeComment: () => Promise.reject(new OutsideError("GitHub", "answers 502", true)) });
    await attempts(REVIEW, 1);
    const verdict = checkOn("d");
    expect(typeof verdict?.conclusion).toBe("string");
    await attempts(REVIEW, 9);
    expect(checkOn("d")).toEqual(verdict);
  });
});

it.each([
  "Hostname/IP does not match certificate's altnames: Host: prom.corp.example. is not in the cert's altnames: DNS:*.mon.svc.local",
  "getaddrinfo ENOTFOUND prom.corp.example",
  "answers 502: <html><body>upstream prom.corp.example did not answer</body></html>",
  "answers 503 at http://10.1.2.3:9090/x",
])("where operators keep their servers is not told: %s", (text) => {
  const said = reasonOf({ error: new OutsideError("Prometheus main", text, true), attempt: ONLY_ATTEMPT });
  expect(said).not.toMatch(/corp|svc|10\.1|html/);
});
