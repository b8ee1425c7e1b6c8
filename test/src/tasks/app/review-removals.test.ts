import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeApp } from "../../../fakes/app-world.ts";
import { type FakeCodeHost, LINK, sha, type Tree } from "../../../fakes/code-host.ts";
import { SETTINGS } from "../../../support/config-repository.ts";
import { BASE, MODEL_FIXED, pushTo, REVIEW, reviewDesk, reviewsOn, withModel } from "../../../support/review-desk.ts";

let host: FakeCodeHost;
let app: FakeApp;

beforeEach(() => {
  ({ host, app } = reviewDesk());
});
afterEach(() => host.close());

async function reviewed(base: Tree, head: Tree) {
  host.commits.set(sha("a"), base);
  pushTo(host, "d", head);
  await app.perform(REVIEW);
  const check = host.checks.get(sha("d"));
  if (check === undefined) throw new Error("no check");
  return { check, body: reviewsOn(host).at(-1)?.body ?? "" };
}

const EMBED = MODEL_FIXED.replace("name: chat", "name: embed");
const BOTH: Tree = { ...BASE, "models/embed.yaml": EMBED };
const { "models/chat.yaml": _, ...WITHOUT } = BASE;

describe("a deployment that a change removes", () => {
  it("is said on top, with what the merge takes away and nothing that other deployments share", async () => {
    const { check, body } = await reviewed(BOTH, BASE);
    expect(check.conclusion).toBe("success");
    const [top = ""] = body.split("| `embed` |");
    expect(top).toContain("Merging takes `ai-models/embed` away: ");
    expect(top).toMatch(/\d+ manifests \(ConfigMap, Deployment, .*\), and nothing answers there any more; it costs \$/);
    expect(body).toContain("− `clusters/prod/_argocd/applications/ai-models/embed.yaml`");
    expect(body).not.toContain("`clusters/prod/_argocd/root.yaml`");
    expect(body).not.toContain("_namespaces");
  });

  it("is told of among others, and counted as removed", async () => {
    const changed = { ...WITHOUT, "models/embed.yaml": EMBED.replace("replicas: 2", "replicas: 3") };
    const { check, body } = await reviewed(BOTH, changed);
    expect(check.title).toBe("2 deployments: 1 with warnings, 1 removed");
    expect(body.split("####")[0]).toContain("Merging takes `ai-models/chat` away: ");
  });

  it("has a comment, however little it costs", async () => {
    const quiet = `${SETTINGS}comment: { threshold: { monthlyUsd: 100000 } }\n`;
    const { body } = await reviewed({ ...BOTH, "loadline.yaml": quiet }, { ...BASE, "loadline.yaml": quiet });
    expect(body).toContain("Merging takes");
  });

  it.each([
    ["of its own name", "models/old/chat.yaml", MODEL_FIXED],
    ["of another name", "attic/talk.yaml", `# kept\n${MODEL_FIXED.replace("name: chat,", 'name: "chat",')}`],
  ])(
    "and whose file lies elsewhere, %s, where no pattern matches, is a warning that names it",
    async (_, path, text) => {
      const { check, body } = await reviewed(BASE, { ...WITHOUT, [path]: text });
      expect(check.conclusion).toBe("neutral");
      expect(body).toContain("### ⚠️ loadline: `chat` is removed");
      expect(body).toContain("`not-in-models` · `loadline.yaml:3`");
      expect(body).toContain(
        `ai-models/chat is removed, yet ${path} describes it: no pattern of models in loadline.yaml`,
      );
    },
  );

  it("and whose name stands in a file of another kind only is just that", async () => {
    const note = "kind: Deployment\nmetadata: { name: chat }\n";
    const { check } = await reviewed(BASE, { ...WITHOUT, "attic/chat.yaml": note, "attic/other.yaml": EMBED });
    expect(check.conclusion).toBe("success");
  });
});

describe("a symbolic link where a deployment's file is expected", () => {
  it("is a mistake on its line, not a removal", async () => {
    const { check, body } = await reviewed(BASE, { ...BASE, "models/chat.yaml": LINK });
    expect(check).toMatchObject({ conclusion: "failure", title: "the configuration cannot be read" });
    expect(check.annotations).toMatchObject([{ path: "models/chat.yaml", line: 1 }]);
    expect(body).toContain("a symbolic link");
    expect(body).not.toContain("removed;");
  });

  it("is nobody's business where it has been so before, or lies elsewhere", async () => {
    const before = { ...BASE, "models/linked.yaml": LINK };
    const changed = { ...before, ...withModel("replicas: 2", "replicas: 3"), "docs/a.yaml": LINK };
    const { check } = await reviewed(before, changed);
    expect(check.title).not.toBe("the configuration cannot be read");
  });
});

it("a model that nobody knows is not deployed, so its manifests are not shown as leaving", async () => {
  const { check, body } = await reviewed(BASE, withModel("meta-llama/Llama-3.1-8B-Instruct", "acme/own-model"));
  expect(check.conclusion).toBe("action_required");
  expect(body).toContain("acme/own-model is not a model of the catalogue");
  expect(body).not.toContain("<summary>Manifests");
});
