import { expect, it } from "vitest";
import type { RenderInput } from "../../../src/render/input.ts";
import { commitForecasts } from "../../../src/tasks/commit/commit-forecasts.ts";
import { realWorld } from "../../../src/world.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { sample, varied } from "../render/sample.ts";

const world = { ...realWorld(), random: () => 0.5, wait: async () => undefined, clock: { now: () => new Date(0) } };
const about = { branch: "main", pullRequest: null, removed: [] };
const named = (name: string, change: Partial<RenderInput["deployment"]> = {}): RenderInput =>
  varied({ deployment: { name, ...change } });

it("commits what builds a deployment's image beside it, and takes it away when it is no longer wanted", async () => {
  const repository = fakeGitOps();
  const built = named("chat", { build: { registry: "ghcr.io/acme/chat" } });
  expect(await commitForecasts([built], { ...about, repository }, world)).toMatchObject({
    result: { kind: "committed" },
  });
  const dockerfile = "clusters/prod/_build/ai-models/chat/Dockerfile";
  expect(Object.keys(repository.files())).toContain(dockerfile);
  await commitForecasts([named("chat")], { ...about, repository }, world);
  expect(Object.keys(repository.files())).not.toContain(dockerfile);
});

it("takes away all of a deployment that is gone, its Application too, and nothing of any other", async () => {
  const repository = fakeGitOps();
  const [chat, code] = [named("chat", { build: { registry: "ghcr.io/acme/chat" } }), named("code")];
  await commitForecasts([code], { ...about, repository }, world);
  const alone = repository.files();
  await commitForecasts([chat, code], { ...about, repository }, world);
  expect(Object.keys(repository.files()).some((path) => path.includes("/chat"))).toBe(true);
  const gone = await commitForecasts([], { ...about, repository, removed: [chat] }, world);
  expect(gone).toMatchObject({ result: { kind: "committed" } });
  expect(repository.files()).toEqual(alone);
  expect(sample.settings.gitops).not.toBeNull();
});
