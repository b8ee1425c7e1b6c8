import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Check } from "../../../../src/ports/code-host.ts";
import { type FakeApp, fakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, fakeCodeHost, pullRequest, sha, type Tree } from "../../../fakes/code-host.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import {
  BASE,
  MODEL_FIXED,
  ONE,
  pushTo,
  REVIEW,
  reviewDesk,
  reviewsOn,
  THREE,
  traffic,
  withSettings,
} from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const RUNNING = { conclusion: null, title: "", summary: "", annotations: [], detailsUrl: null };
const reviews = () => reviewsOn(host);

describe("what is wrong", () => {
  it("with a file is said on its line, and fails the check", async () => {
    pushTo(host, "d", { ...BASE, "models/chat.yaml": MODEL_FIXED.replace("replicas: 2", "replicas: many") });
    await app.perform(REVIEW);
    const check = host.checks.get(sha("d"));
    expect(check?.conclusion).toBe("failure");
    expect(check?.annotations[0]).toMatchObject({ path: "models/chat.yaml", line: 8 });
    expect(reviews()[0]?.body).toContain("many");
  });

  it("with Settings of the base is said to be there, and is on no line of the change", async () => {
    const broken = { ...BASE, "loadline.yaml": SETTINGS.replace("models:", "modles:") };
    host.commits.set(sha("a"), broken);
    await app.perform(REVIEW);
    expect(host.checks.get(sha("b"))).toMatchObject({ conclusion: "failure", annotations: [] });
    expect(reviews()[0]?.body).toContain("- `loadline.yaml:3` on the base `main` `modles`: found");
    host.commits.set(sha("f"), BASE);
    host.pulls.set(1, pullRequest({ base: { branch: "main", sha: sha("f") } }));
    await app.perform(REVIEW);
    expect(reviews()[0]?.body).toContain("- `loadline.yaml:3` on the base <code>main@aaaaaaa</code> `modles`: found");
  });

  it("with the base does not keep the change that mends it from passing", async () => {
    host.commits.set(sha("a"), { ...BASE, "models/chat.yaml": "kind: [" });
    await app.perform(REVIEW);
    expect(host.checks.get(sha("b"))?.title).not.toContain("cannot be read");
  });

  it("with permissions is seen, once, and not looked for by the sweep", async () => {
    host.refused.add("writeComment");
    await expect(app.perform(REVIEW)).rejects.toMatchObject({ retryable: false });
    host.checks.clear();
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([]);
  });
});

it("that was closed while its check ran and opened again is found by the sweep, and its check is no verdict", async () => {
  host.checks.set(sha("b"), { ...RUNNING, sha: sha("b") });
  host.pulls.set(1, pullRequest({ state: "closed" }));
  await app.perform(REVIEW);
  expect(host.checks.get(sha("b"))?.conclusion).toBe("cancelled");
  host.pulls.set(1, pullRequest());
  const comment = host.says("alice", `/loadline approve ${sha("b")}`);
  await app.perform({ kind: "command", repository: REVIEW.repository, number: 1, comment });
  expect(host.conversation.at(-1)?.body).toContain("review");
  expect(host.writes).toContain("react confused");
  app.work.length = 0;
  await app.perform({ kind: "sweep" });
  expect(app.work).toEqual([REVIEW]);
});

it("that is to go into another branch has other rules: the sweep finds it, and an approval does not come along", async () => {
  const blocking = "approvers: [alice]\npolicies: { single-replica: { severity: blocking } }";
  for (const letter of ["a", "e"]) host.commits.set(sha(letter), withSettings(BASE, blocking));
  host.commits.set(sha("b"), withSettings(ONE, blocking));
  host.pulls.set(1, pullRequest({ base: { branch: "next", sha: sha("e") } }));
  await app.perform(REVIEW);
  const comment = host.says("alice", `/loadline approve ${sha("b")}`);
  await app.perform({ kind: "command", repository: REVIEW.repository, number: 1, comment });
  await app.settle(["review"]);
  expect(host.checks.get(sha("b"))?.conclusion).toBe("neutral");
  host.pulls.set(1, pullRequest());
  app.work.length = 0;
  await app.perform({ kind: "sweep" });
  expect(app.work).toEqual([REVIEW]);
  await app.settle(["review"]);
  expect(host.checks.get(sha("b"))?.conclusion).toBe("failure");
});

it("that somebody runs again shows that it runs, and its end again", async () => {
  await app.perform(REVIEW);
  const first = host.checks.get(sha("b"));
  const written: (string | null)[] = [];
  const { writeCheck } = host;
  Object.assign(host, {
    writeCheck: (check: Check) => {
      written.push(check.conclusion);
      return writeCheck(check);
    },
  });
  await app.perform({ kind: "head", repository: REVIEW.repository, sha: sha("b") });
  await app.settle(["review"]);
  expect(written).toEqual([null, first?.conclusion]);
  expect(host.checks.get(sha("b"))).toEqual(first);
});

describe("a pull request", () => {
  it.each([["archived", { isArchived: true }] as const, ["closed", { state: "closed" }] as const])(
    "that is %s gets no word",
    async (_, changes) => {
      host.pulls.set(1, pullRequest(changes));
      await app.perform(REVIEW);
      expect(host.writes).toEqual([]);
    },
  );

  it("that is locked gets its check alone", async () => {
    host.pulls.set(1, pullRequest({ isLocked: true }));
    await app.perform(REVIEW);
    expect(new Set(host.writes)).toEqual(new Set(["writeCheck"]));
  });

  it.each([
    ["a draft", { isDraft: true }, "this PR"],
    ["from a fork", { isFork: true }, "it is deployed like any other merge"],
  ] as const)("%s is reviewed", async (_, changes, text) => {
    host.pulls.set(1, pullRequest(changes));
    await app.perform(REVIEW);
    expect(reviews()[0]?.body).toContain(text);
  });

  it("from a fork is committed once it is merged, as its review says, and not before", async () => {
    const deploy = { ...REVIEW, kind: "deploy" } as const;
    app.accounts = new Set(["acme", "example"]);
    const fork = { isFork: true, head: { branch: "x", sha: sha("c") } };
    const settings = SETTINGS.replace("example/gitops", "acme/gitops");
    host.commits.set(sha("a"), { ...BASE, "loadline.yaml": settings });
    host.commits.set(sha("c"), { ...THREE, "loadline.yaml": settings });
    host.pulls.set(1, pullRequest(fork));
    await app.perform(deploy);
    expect(await app.memory.keys("rollout/")).toEqual([]);
    host.pulls.set(1, pullRequest({ ...fork, state: "merged", mergeCommit: sha("c") }));
    await app.perform(deploy);
    expect(await app.memory.read("rollout/acme/serving#1")).toMatchObject([{ deployment: "ai-models/chat" }]);
  });

  it("from a fork does not have anybody's Prometheus asked", async () => {
    const model = MODEL_FIXED.replace(
      /traffic: \{.*\}/,
      "traffic: { prometheus: { server: main, rate: 'sum(x)', window: 14d } }",
    );
    host.commits.set(sha("a"), withSettings(BASE, "prometheus: { main: {} }"));
    pushTo(host, "d", { ...withSettings(BASE, "prometheus: { main: {} }"), "models/chat.yaml": model });
    host.pulls.set(1, pullRequest({ isFork: true, head: { branch: "x", sha: sha("d") } }));
    let asked = false;
    Object.assign(app.world, {
      metrics: async () => {
        asked = true;
        throw new Error("asked");
      },
    });
    await app.perform(REVIEW);
    expect(asked).toBe(false);
    expect(host.checks.get(sha("d"))?.title).toContain("its traffic is private");
    expect(host.checks.get(sha("d"))?.conclusion).toBe("action_required");
  });

  it.each([
    ["Settings", { ...BASE, "loadline.yaml": SETTINGS.replace("us-east-1", "us-west-2") }],
    [
      "traffic",
      {
        ...BASE,
        "traffic/chat.csv": traffic(2, 400),
      },
    ],
    ["no deployment", { "loadline.yaml": SETTINGS, "traffic/chat.csv": traffic(1, 300) }],
  ])("with other %s is reviewed", async (_, tree) => {
    pushTo(host, "d", tree);
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
  });

  it("with two configuration repositories has one comment about both, and links both reports", async () => {
    const below = (folder: string, tree: Tree): Tree =>
      Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));
    host.commits.set(sha("a"), { ...below("one", BASE), ...below("two", BASE) });
    pushTo(host, "d", { ...below("one", ONE), ...below("two", THREE) });
    app.publicUrl = "https://loadline.example.com";
    await app.perform(REVIEW);
    expect(reviews()).toHaveLength(1);
    expect(reviews()[0]?.body.match(/\/reports\//g)).toHaveLength(2);
  });
});

describe("the sweep", () => {
  it("finds heads without a check, and forgets forecasts of days that are over", async () => {
    await app.memory.write("forecast/1/old", 1);
    await app.perform({ kind: "sweep" });
    expect(app.work).toEqual([REVIEW]);
    expect(app.values.has("forecast/1/old")).toBe(false);
  });
});

it("spreads many deployments over workers, and says what one machine says", async () => {
  const tree = (replicas: number): Tree => ({
    ...BASE,
    ...Object.fromEntries(
      Array.from({ length: 5 }, (_, at) => [
        `models/m${at}.yaml`,
        MODEL_FIXED.replace("name: chat", `name: m${at}`).replace("replicas: 2", `replicas: ${replicas}`),
      ]),
    ),
  });
  host.commits.set(sha("a"), tree(2));
  pushTo(host, "d", tree(3));
  expect(await app.perform(REVIEW)).toMatchObject({ kind: "again" });
  expect(app.work.filter(({ kind }) => kind === "forecast")).toHaveLength(5);
  const read = vi.spyOn(host, "source");
  expect(await app.perform(REVIEW)).toMatchObject({ kind: "again" });
  expect(read, "whoever waits for the parts reads nothing again").not.toHaveBeenCalled();
  // One part is lost with its worker.
  app.work.pop();
  await app.settle();
  app.time += 61_000;
  expect(await app.perform(REVIEW)).toEqual({ kind: "done" });
  const spread = reviews()[0]?.body;
  const other = fakeCodeHost(Object.fromEntries(host.commits));
  other.pulls.set(1, pullRequest({ head: { branch: "change", sha: sha("d") } }));
  const alone = fakeApp(other, new Map());
  await alone.perform(REVIEW);
  alone.time += 61_000;
  await alone.perform(REVIEW);
  expect(other.conversation[0]?.body).toBe(spread);
  other.close();
}, 60_000);
