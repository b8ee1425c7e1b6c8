import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../../../fakes/code-host.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, MODEL_FIXED, pushTo, REVIEW, reviewDesk, reviewsOn, THREE } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

const saying = (tree: Tree, settings: string): Tree => ({ ...tree, "loadline.yaml": settings });
const also = (text: string): string => `${SETTINGS}${text}\n`;

/** What check and comment say of a change of Settings, alone or together with one of the deployment. */
async function reviewed(base: string, head: string, changed: Tree = THREE) {
  host.commits.set(sha("a"), saying(BASE, base));
  pushTo(host, "d", saying(changed, head));
  await app.perform(REVIEW);
  const check = host.checks.get(sha("d"));
  if (check === undefined) throw new Error("no check");
  return { check, body: reviewsOn(host).at(-1)?.body ?? "" };
}

const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const ONCE = "counts once merged";

describe("what grants power counts once merged:", () => {
  it("policies", async () => {
    const strict = also("policies: { image-digest: { severity: blocking } }");
    const { check, body } = await reviewed(strict, also('policies: { image-digest: { severity: "off" } }'));
    expect(check.conclusion).toBe("failure");
    expect(body).toContain(row("`policies.image-digest`", "blocking", "off", ONCE));
  });

  it("approvers", async () => {
    const strict = "policies: { image-digest: { severity: blocking } }";
    const { body } = await reviewed(also(`approvers: [alice]\n${strict}`), also(`approvers: [dev]\n${strict}`));
    expect(body).toContain(row("`approvers`", "alice", "dev", ONCE));
    const comment = host.says("dev", `/loadline approve ${sha("d")}`);
    await app.perform({ kind: "command", repository: REPOSITORY, number: 1, comment });
    expect(host.conversation.at(-1)?.body).toContain("dev may not override");
  });

  it("prometheus", async () => {
    const model = MODEL_FIXED.replace(
      /traffic: \{.*\}/,
      "traffic: { prometheus: { server: other, rate: 'sum(x)', window: 14d } }",
    );
    let asked = false;
    Object.assign(app.world, {
      metrics: async () => {
        asked = true;
        throw new Error("asked");
      },
    });
    const changed = { ...BASE, "models/chat.yaml": model };
    const { check } = await reviewed(SETTINGS, also("prometheus: { other: {} }"), changed);
    expect(check.title).toBe("the configuration cannot be read");
    expect(asked).toBe(false);
  });

  it("gitops: what would go elsewhere is said, with a warning", async () => {
    const elsewhere = SETTINGS.replace(
      "example/gitops, branch: main, path: clusters",
      "mallory/taken, path: own, branch: x",
    );
    const { check, body } = await reviewed(SETTINGS, elsewhere);
    expect(check.conclusion).toBe("neutral");
    expect(check.title).toContain("Settings change: gitops");
    expect(body).toContain(row("`gitops.repository`", "example/gitops", "mallory/taken", ONCE));
    expect(body).toContain(row("`gitops.branch`", "main", "x", ONCE));
    expect(body).toContain(row("`gitops.path`", "clusters", "own", ONCE));
    expect(body).toContain("`manifests-elsewhere` · `loadline.yaml:4`");
    expect(check.annotations).toContainEqual(
      expect.objectContaining({ path: "loadline.yaml", line: 4, level: "warning", title: "manifests-elsewhere" }),
    );
    expect(body).toContain(
      "manifests would go to mallory/taken, branch x, below own; until now example/gitops, branch main, below clusters",
    );
    expect(body).toContain("`clusters/prod/ai-models/chat/");
    expect(body).not.toContain("`own/prod/");
    expect(body).not.toContain("mallory/taken.git");
  });

  it("clusters", async () => {
    const { check, body } = await reviewed(SETTINGS, SETTINGS.replace("name: prod", "name: canary"));
    expect(check.title).toContain("Settings change: clusters");
    expect(body).toContain("| `clusters.prod` |");
    expect(body).toContain("| `clusters.canary` |");
    expect(body).toContain("`clusters/prod/ai-models/chat/");
    expect(body).not.toContain("clusters/canary/");
  });

  it("argocd", async () => {
    const { body } = await reviewed(SETTINGS, also("argocd: { namespace: somewhere, project: models }"));
    expect(body).toContain(row("`argocd.namespace`", "argocd", "somewhere", ONCE));
    expect(body).toContain(row("`argocd.project`", "default", "models", ONCE));
    expect(body.match(/somewhere/g)).toHaveLength(1);
  });

  it("budget: raised", async () => {
    const strict = "policies: { over-shared-budget: { severity: blocking } }";
    const of = (usd: number) => also(`budget: { monthlyUsd: ${usd} }\n${strict}`);
    const { check, body } = await reviewed(of(100), of(100_000));
    expect(check.conclusion).toBe("failure");
    expect(body).toContain(row("`budget.monthlyUsd`", "$100", "$100,000", ONCE));
    expect((await reviewed(of(100), also(strict))).check.conclusion).toBe("failure");
  });
});

it("a budget that the change lowers holds at once; one that only the base has raised since is the base's", async () => {
  const strict = "policies: { over-shared-budget: { severity: blocking } }";
  const of = (usd: number) => also(`budget: { monthlyUsd: ${usd} }\n${strict}`);
  const { check, body } = await reviewed(of(100_000), of(100));
  expect(check.conclusion).toBe("failure");
  expect(body).toContain(row("`budget.monthlyUsd`", "$100,000", "$100", "counts now: it is tighter"));
  host.commits.set(sha("f"), saying(BASE, of(100_000)));
  host.commits.set(sha("a"), saying(BASE, of(100)));
  pushTo(host, "e", saying(THREE, of(100)));
  host.pulls.set(1, pullRequest({ base: { branch: "main", sha: sha("f") }, head: { branch: "x", sha: sha("e") } }));
  await app.perform(REVIEW);
  expect(host.checks.get(sha("e"))?.conclusion).not.toBe("failure");
  expect(reviewsOn(host)[0]?.body).not.toContain("budget.monthlyUsd`");
});

describe("a change of Settings alone", () => {
  it("is no reason to say that there is nothing to review", async () => {
    const before = also("approvers: [alice]\npolicies: { stale-price: { severity: blocking } }");
    const { check, body } = await reviewed(before, also("approvers: [mallory]\nprometheus: { main: {} }"), BASE);
    expect(check).toMatchObject({ conclusion: "success", title: "Settings change: policies, approvers, prometheus" });
    expect(check.summary).toContain(row("`approvers`", "alice", "mallory", ONCE));
    expect(body).toContain("### ✅ loadline: Settings change: policies, approvers, prometheus");
    expect(body).toContain(row("`policies.stale-price`", "blocking", "not said", ONCE));
    expect(body).toContain(row("`prometheus`", "not said", "main", ONCE));
  });

  it("that the base has made meanwhile is none of the pull request's", async () => {
    const since = "approvers: [alice]\nengineering: { hoursPerMonth: 10, hourlyUsd: 90 }";
    host.commits.set(sha("f"), saying(BASE, also(since)));
    pushTo(host, "d", { ...BASE, "README.md": "hello" });
    host.pulls.set(1, pullRequest({ base: { branch: "main", sha: sha("f") }, head: { branch: "x", sha: sha("d") } }));
    await app.perform(REVIEW);
    expect(host.checks.get(sha("d"))).toMatchObject({ conclusion: "success", title: "Nothing to review" });
    expect(reviewsOn(host)).toEqual([]);
  });

  it("of gitops to nothing is said as what it is", async () => {
    const none = SETTINGS.split("\n")
      .filter((line) => !line.startsWith("gitops"))
      .join("\n");
    const { check, body } = await reviewed(SETTINGS, none, BASE);
    expect(check.conclusion).toBe("neutral");
    expect(body).toContain("manifests would not be written anywhere any more");
  });

  it("that adds loadline.yaml shows where manifests would lie", async () => {
    const { "loadline.yaml": _, ...bare } = BASE;
    host.commits.set(sha("a"), bare);
    pushTo(host, "d", THREE);
    await app.perform(REVIEW);
    const body = reviewsOn(host)[0]?.body ?? "";
    expect(body).toContain(row("`gitops.repository`", "not said", "example/gitops", ONCE));
    expect(body).toContain("`clusters/prod/ai-models/chat/");
    expect(body).not.toContain("manifests-elsewhere");
  });
});
