import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Comment } from "../../../../src/ports/code-host.ts";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha } from "../../../fakes/code-host.ts";
import {
  BASE,
  ONE,
  pushTo,
  REVIEW,
  reviewDesk,
  reviewsOn,
  withModel,
  withSettings,
} from "../../../support/review-desk.ts";
import { shippedTemplates } from "../../render/sample.ts";

const BLOCKED = withModel("ttft: { p95: 2.5s }", "ttft: { p95: 100ms }");

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const refusals = () => app.memory.keys("refused-command/");
async function asks(login: string, body: string, extra: Partial<Comment> = {}): Promise<string | null> {
  const comment = host.says(login, body, extra);
  await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
  const marker = `<!-- loadline:answer ${comment} -->`;
  return host.conversation.find((one) => one.body.startsWith(marker))?.body ?? null;
}

describe("a command that cannot be done", () => {
  it.each([
    ["an approval of another head", `approve ${sha("c")}`, {}],
    ["an approval before the review", `approve ${sha("b")}`, {}],
    ["an approval from a fork", `approve ${sha("b")}`, { isFork: true }],
    ["a review of what was closed", "plan", { state: "closed" }],
    ["going back from what was never deployed", "rollback", {}],
  ] as const)("%s is answered as a refusal, and recorded", async (_, command, changes) => {
    host.pulls.set(1, pullRequest(changes));
    expect(await asks("dev", `/loadline ${command}`)).not.toBeNull();
    expect(host.writes).toContain("react confused");
    expect(host.writes).not.toContain("react rocket");
    expect(await refusals()).toHaveLength(1);
  });
});

describe("a command that nobody may give", () => {
  it.each<[string, Partial<Comment>]>([
    ["edited", { isEdited: true }],
    ["of a bot", { author: { login: "renovate[bot]", isBot: true } }],
  ])("%s: nothing happens, and it is recorded", async (_, extra) => {
    expect(await asks("dev", "/loadline plan", extra)).toBeNull();
    expect([host.writes, app.work]).toEqual([[], []]);
    expect(await refusals()).toHaveLength(1);
  });

  it.each(["> /loadline plan", " /loadline plan", "please\n/loadline plan", "/loadlineplan", "`/loadline plan`"])(
    "%j is talk",
    async (body) => {
      expect(await asks("dev", body)).toBeNull();
      expect([host.writes, app.work, await refusals()]).toEqual([[], [], []]);
    },
  );

  it.each(["plan", "advise", "what-if traffic=2x", "compare", `approve ${sha("b")}`, "rollback", "help"])(
    "%s by a reader is refused and recorded",
    async (command) => {
      expect(await asks("reader", `/loadline ${command}`)).toContain("people who may write");
      expect(app.work).toEqual([]);
      expect(await refusals()).toHaveLength(1);
    },
  );

  it("is heard where GitHub does not list the comment yet, and is gone where it was deleted", async () => {
    const comment = host.says("dev", "/loadline help");
    host.unlisted.add(comment);
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    expect(host.conversation.at(-1)?.body).toMatch(/^<!-- loadline:answer \d+ -->/);
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment: 999_999 });
    expect(host.writes.filter((call) => call === "writeComment")).toHaveLength(1);
  });

  it("is told of a typo", async () => {
    expect(await asks("dev", "/loadline aprove 1234567")).toContain("approve");
  });

  it("is answered once, however often it is looked at", async () => {
    const comment = host.says("dev", "/loadline help");
    const work = { kind: "command", repository: REPOSITORY, number: 1, comment } as const;
    await app.perform(work);
    await app.perform(work);
    expect(host.writes.filter((call) => call === "writeComment")).toHaveLength(1);
  });
});

describe("plan", () => {
  it.each([
    ["open", "review"],
    ["merged", "deploy"],
  ] as const)("of an %s pull request asks for %s", async (state, kind) => {
    host.pulls.set(1, pullRequest({ state }));
    await asks("dev", "/loadline plan");
    expect(app.work).toEqual([{ ...REVIEW, kind }]);
  });

  it("of a closed one says so", async () => {
    host.pulls.set(1, pullRequest({ state: "closed" }));
    expect(await asks("dev", "/loadline plan")).toContain("closed");
    expect(app.work).toEqual([]);
  });
});

describe("what-if", () => {
  it("judges the manifests that the base's own templates make, never those of the change", async () => {
    const shipped = (await shippedTemplates()).get("kubernetes/deployment.yaml.hbs") ?? "";
    const key = `          env:\n            - {name: HF_TOKEN, value: hf_${"a1".repeat(17)}}\n`;
    const own = { "templates/kubernetes/deployment.yaml.hbs": shipped.replace("          env:\n", key) };
    host.commits.set(sha("b"), { ...ONE, ...own });
    expect(await asks("dev", "/loadline what-if traffic=2x")).not.toContain("literal-key");
    host.commits.set(sha("a"), { ...BASE, ...own });
    expect(await asks("dev", "/loadline what-if traffic=2x")).toContain("literal-key");
  });

  it("forecasts with other values and changes nothing", async () => {
    const answer = await asks("dev", "/loadline what-if traffic=2x replicas=3 engine.maxSequences=32");
    expect(answer).toContain("What if: traffic=2x replicas=3 engine.maxSequences=32");
    expect(reviewsOn(host)).toEqual([]);
  });

  it("takes the cheapest instance with another GPU", async () => {
    const answer = await asks("dev", "/loadline what-if gpu=L4");
    expect(answer).toContain("What if: gpu=L4");
    expect(answer).toMatch(/g6\.\w+/);
  });

  it.each([
    ["engine.maxSequence=32", "maxSequences"],
    ["replicas=0", "whole number"],
    ["traffic=-1", "factor above 0"],
    ["traffic=1e9", "factor above 0"],
    ["gpu=nope", "a10g"],
    ["engine=x", "a path below spec"],
    ["engine.image={a:1}", "one plain value"],
    ["__proto__.polluted=1", ""],
  ])("%s is refused with what to write", async (pair, advice) => {
    const answer = await asks("dev", `/loadline what-if ${pair}`);
    expect(answer).toMatch(/cannot be done|do not understand/);
    expect(answer?.toLowerCase()).toContain(advice.toLowerCase());
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("approve", () => {
  beforeEach(async () => {
    host.commits.set(sha("a"), withSettings(host.commits.get(sha("a")) ?? {}, "approvers: [Alice]"));
    pushTo(host, "d", withSettings(BLOCKED, "approvers: [dev, alice]"));
    await app.perform(REVIEW);
  });

  it("by somebody whom the base names counts for that head alone", async () => {
    expect(host.checks.get(sha("d"))?.conclusion).toBe("failure");
    expect(await asks("alice", `/loadline approve ${sha("d").slice(0, 7)}`)).toContain("Approved");
    await app.settle();
    expect(host.checks.get(sha("d"))?.conclusion).toBe("neutral");
    pushTo(host, "e", withSettings(BLOCKED, "approvers: [dev, alice, eve]"));
    await app.perform(REVIEW);
    expect(host.checks.get(sha("e"))?.conclusion).toBe("failure");
  });

  it("by somebody whom only the change names is refused", async () => {
    expect(await asks("dev", `/loadline approve ${sha("d")}`)).toContain("may not override");
    expect(await app.memory.keys("approval/")).toEqual([]);
    expect(await refusals()).toHaveLength(1);
  });

  it("of an older commit is refused", async () => {
    expect(await asks("alice", `/loadline approve ${sha("b")}`)).toContain("not the head any more");
  });

  it("by whom the base names for that policy counts, and then by nobody else", async () => {
    const named = withSettings(
      withSettings(BLOCKED, ""),
      "approvers: [alice]\npolicies: { target-missed: { severity: blocking, override: [Dev] } }",
    );
    host.commits.set(sha("a"), { ...host.commits.get(sha("a")), "loadline.yaml": named["loadline.yaml"] ?? "" });
    expect(await asks("alice", `/loadline approve ${sha("d")}`)).toContain("alice may not override `target-missed`");
    expect(await asks("dev", `/loadline approve ${sha("d")}`)).toContain("Approved");
  });

  it("of a fork is refused", async () => {
    host.pulls.set(1, pullRequest({ isFork: true, head: { branch: "x", sha: sha("d") } }));
    expect(await asks("alice", `/loadline approve ${sha("d")}`)).toContain("forks cannot be approved");
  });

  it("before the review is done is refused", async () => {
    host.checks.clear();
    expect(await asks("alice", `/loadline approve ${sha("d")}`)).toContain("not done yet");
  });
});
