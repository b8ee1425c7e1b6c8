import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import { pushTo, REVIEW, reviewDesk, THREE, withModel, withSettings } from "../../../support/review-desk.ts";

const APPROVERS = "approvers: [alice]";
const BLOCKED = withSettings(withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }"), APPROVERS);
const group = (letter: string, more: object = {}) =>
  ({ kind: "head", repository: REPOSITORY, sha: sha(letter), base: sha("a"), ...more }) as const;

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
  host.commits.set(sha("a"), withSettings(host.commits.get(sha("a")) ?? {}, APPROVERS));
  pushTo(host, "d", BLOCKED);
  // What GitHub makes of it in the queue: a commit of its own.
  host.commits.set(sha("e"), BLOCKED);
});
afterEach(() => host.close());

const conclusionOf = (letter: string) => host.checks.get(sha(letter))?.conclusion;
async function approved(): Promise<void> {
  await app.perform(REVIEW);
  const comment = host.says("alice", `/loadline approve ${sha("d")}`);
  await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
}

describe("a merge group", () => {
  it("is reviewed against what it would be merged on", async () => {
    await app.perform(group("e"));
    expect(conclusionOf("e")).toBe("failure");
    host.commits.set(sha("f"), withSettings(THREE, APPROVERS));
    await app.perform(group("f"));
    expect(conclusionOf("f")).not.toBe("failure");
  });

  it("that holds an approved head is approved", async () => {
    await approved();
    await app.perform(group("e"));
    expect(conclusionOf("e"), "the head is not in it").toBe("failure");
    Object.assign(host, { contains: async () => true });
    await app.perform(group("e"));
    expect(conclusionOf("e")).toBe("neutral");
  });

  it("that squashed an approved head is approved, until the pull request has another head", async () => {
    await approved();
    await app.perform(group("e", { brings: 1 }));
    expect(conclusionOf("e")).toBe("neutral");
    pushTo(host, "f", BLOCKED);
    await app.perform(group("e", { brings: 1 }));
    expect(conclusionOf("e")).toBe("failure");
  });

  it("with a file that cannot be read fails", async () => {
    host.commits.set(sha("e"), { ...BLOCKED, "models/chat.yaml": "kind: [" });
    await app.perform(group("e"));
    expect(host.checks.get(sha("e"))).toMatchObject({
      conclusion: "failure",
      title: "the configuration cannot be read",
    });
  });
});
