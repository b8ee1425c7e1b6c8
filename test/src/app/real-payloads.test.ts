import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENTS } from "../../../src/app/index.ts";
import type { Work } from "../../../src/ports/work-queue.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import type { Json } from "../../support/github/message.ts";
import { type RunningApp, runApp } from "../../support/running-app.ts";

interface Example {
  readonly name: string;
  readonly examples: readonly Json[];
}

const ALL = createRequire(import.meta.url)("@octokit/webhooks-examples") as readonly Example[];

let github: GitHubDouble;
let app: RunningApp;
const performed: Work[] = [];

beforeAll(async () => {
  github = await startGitHub();
  app = await runApp(github, async (work) => {
    performed.push(work);
    return { kind: "done" };
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await github.close();
});

describe("payloads as GitHub really sends them", () => {
  it("are there for every event that is listened to", () => {
    const named = new Set(ALL.map(({ name }) => name));
    expect([...EVENTS].filter((event) => !named.has(event))).toEqual([]);
  });

  it("are acknowledged, whatever they say", async () => {
    const answers: string[] = [];
    for (const { name, examples } of ALL) {
      // Every payload of an event that is listened to, one of each that is not.
      for (const payload of EVENTS.has(name) ? examples : examples.slice(0, 1)) {
        const { status } = await app.webhook(name, payload);
        if (status !== 202) answers.push(`${name}.${payload.action}: ${status}`);
      }
    }
    expect(answers).toEqual([]);
  }, 120_000);

  it("are looked at where they are about a pull request that changed", async () => {
    const { examples } = ALL.find(({ name }) => name === "pull_request") as Example;
    const opened = examples.filter(({ action }) => action === "opened" || action === "synchronize");
    const wanted = opened.map(({ number, repository }) => `${repository.full_name}#${number}`);
    expect(wanted.length).toBeGreaterThan(0);
    await expect
      .poll(() => performed.flatMap((work) => (work.kind === "review" ? [`${work.repository}#${work.number}`] : [])), {
        timeout: 20_000,
      })
      .toEqual(expect.arrayContaining(wanted));
  });

  it("tell of names that repositories have had", async () => {
    const { examples } = ALL.find(({ name }) => name === "repository") as Example;
    const renamed = examples.find(({ action }) => action === "renamed");
    const changes = { repository: { name: { from: "Old-World" } } };
    expect((await app.webhook("repository", { ...renamed, changes })).status).toBe(202);
    const repository = "Octocoders/Hello-World";
    await expect
      .poll(() => performed.filter(({ kind }) => kind === "named"), { timeout: 20_000 })
      .toEqual(
        expect.arrayContaining([
          { kind: "named", repository, before: "Octocoders/Old-World" },
          { kind: "named", repository, before: "octocat/Hello-World" },
          { kind: "named", repository, before: null },
          { kind: "named", repository: "Codertocat/Space", before: null },
        ]),
      );
  });
});
