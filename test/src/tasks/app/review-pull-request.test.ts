import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutsideError } from "../../../../src/ports/failure.ts";
import { REVIEW_MARKER } from "../../../../src/report/index.ts";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import {
  BASE,
  ONE,
  pushTo,
  REVIEW,
  reviewDesk,
  reviewsOn,
  THREE,
  withModel,
  withSettings,
} from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const reviews = () => reviewsOn(host);

describe("one comment", () => {
  it("is the same after two hundred looks at once, and about the last head", async () => {
    await app.perform(REVIEW);
    pushTo(host, "c");
    // The queue lets one piece run for a pull request; that they come in any number changes nothing.
    await Promise.all(Array.from({ length: 200 }, () => app.queue.add([REVIEW])));
    expect(app.work.filter(({ kind }) => kind === "review")).toHaveLength(1);
    await app.settle();
    expect(reviews()).toHaveLength(1);
    expect(reviews()[0]?.body).toContain(`<!-- loadline:head ${sha("c")} -->`);
    expect(host.checks.get(sha("c"))?.conclusion).not.toBeNull();
  });

  it("is not written again, nor is the check, where nothing changed", async () => {
    await app.perform(REVIEW);
    const before = [...host.writes];
    await app.perform(REVIEW);
    expect(host.writes).toEqual(before);
  });

  it.each(["before", "after"] as const)("is one after a failure %s it was created", async (when) => {
    host.faults.push({ call: "writeComment", when });
    await expect(app.perform(REVIEW)).rejects.toBeInstanceOf(OutsideError);
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
  });

  it("leaves a stranger's comment with our marker alone", async () => {
    const id = host.says("mallory", `${REVIEW_MARKER}\nall is well`);
    await app.perform(REVIEW);
    expect(host.conversation.find((one) => one.id === id)?.body).toBe(`${REVIEW_MARKER}\nall is well`);
    expect(reviews()).toHaveLength(1);
  });

  it("is collapsed into the oldest where two crossed", async () => {
    await app.perform(REVIEW);
    const [first] = reviews();
    host.conversation.push({ ...(first as NonNullable<typeof first>), id: 9999 });
    await app.perform(REVIEW);
    expect(reviews().map(({ id }) => id)).toEqual([first?.id]);
  });

  it("of an older run never overwrites a newer head", async () => {
    let pushed = false;
    host.beforeWrite = (call) => {
      if (call === "writeCheck" && host.checks.has(sha("b")) && !pushed) {
        pushed = true;
        pushTo(host, "c");
      }
    };
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(0);
    await app.perform(REVIEW);
    expect(reviews()[0]?.body).toContain(sha("c"));
  });

  it("says so when the change takes back what was reviewed", async () => {
    await app.perform(REVIEW);
    pushTo(host, "d", BASE);
    await app.perform(REVIEW);
    expect(reviews()[0]?.body).toContain("nothing to review any more");
    expect(reviews()[0]?.body).not.toContain("⏳");
    expect(host.checks.get(sha("d"))?.conclusion).toBe("success");
  });
});

describe("a change of less than the threshold", () => {
  const quiet = (monthlyUsd: number) => `comment: { threshold: { monthlyUsd: ${monthlyUsd}, percent: 1% } }`;
  const from = (monthlyUsd: number): void => {
    host.commits.set(sha("a"), withSettings(BASE, quiet(monthlyUsd)));
    pushTo(host, "d", withSettings(THREE, quiet(monthlyUsd)));
  };

  it("gets its check alone; once there is a comment, that is kept up to date", async () => {
    from(100_000);
    await app.perform(REVIEW);
    expect(reviews()).toEqual([]);
    expect(host.checks.get(sha("d"))?.conclusion).not.toBe("failure");
    from(1);
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
    from(100_000);
    host.pulls.set(1, pullRequest({ head: { branch: "change", sha: sha("d") } }));
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
  });

  it.each([
    ["blocks", "ttft: { p95: 2.5s }", "ttft: { p95: 100ms }"],
    ["warns of something new", "capacity: on-demand", "capacity: spot"],
  ])("that %s is said", async (_, before, after) => {
    host.commits.set(sha("a"), withSettings(BASE, quiet(100_000)));
    pushTo(host, "d", withSettings(withModel(before, after), quiet(100_000)));
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
  });
});

describe("comment modes", () => {
  it.each(["new", "hide-and-new"])("%s: one for each head, however often it is looked at", async (mode) => {
    host.commits.set(sha("a"), withSettings(BASE, `comment: { mode: ${mode} }`));
    host.commits.set(sha("b"), withSettings(ONE, `comment: { mode: ${mode} }`));
    host.commits.set(sha("c"), withSettings(THREE, `comment: { mode: ${mode} }`));
    await app.perform(REVIEW);
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
    pushTo(host, "c");
    await app.perform(REVIEW);
    const written = host.writes.length;
    await app.perform(REVIEW);
    expect(host.writes).toHaveLength(written);
    expect(reviews()).toHaveLength(2);
    expect(
      reviews()
        .map(({ body }) => body)
        .join(""),
    ).not.toContain("⏳");
    expect(reviews()[0]?.body.includes("An older review")).toBe(mode === "hide-and-new");
  });

  it("off: the check alone", async () => {
    host.commits.set(sha("a"), withSettings(BASE, "comment: { mode: off }"));
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(0);
    expect(host.checks.get(sha("b"))?.conclusion).not.toBeNull();
  });
});

describe("every head gets a finished check", () => {
  it("with nothing to review", async () => {
    pushTo(host, "d", { ...BASE, "README.md": "hello" });
    await app.perform(REVIEW);
    expect(host.checks.get(sha("d"))?.conclusion).toBe("success");
    expect(host.conversation).toHaveLength(0);
  });

  it("when a newer one came while it ran", async () => {
    host.faults.push({ call: "writeComment", when: "before" });
    host.checks.clear();
    host.beforeWrite = (call) => {
      if (call === "writeCheck" && host.checks.has(sha("b"))) throw new OutsideError("github.com", "502", true);
    };
    await expect(app.perform(REVIEW)).rejects.toThrow();
    host.beforeWrite = () => undefined;
    host.faults.length = 0;
    pushTo(host, "c");
    await app.perform(REVIEW);
    expect(host.checks.get(sha("b"))?.conclusion).toBe("cancelled");
  });

  it("when the pull request was closed meanwhile", async () => {
    host.checks.set(sha("b"), {
      ...{ sha: sha("b"), conclusion: null, title: "" },
      ...{ summary: "", annotations: [], detailsUrl: null },
    });
    host.pulls.set(1, pullRequest({ state: "closed" }));
    await app.perform(REVIEW);
    expect(host.checks.get(sha("b"))?.conclusion).toBe("cancelled");
  });

  it("a merge group too", async () => {
    await app.perform({ kind: "head", repository: REPOSITORY, sha: sha("c"), base: sha("a") });
    expect(host.checks.get(sha("c"))?.conclusion).not.toBeNull();
  });
});
