import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleTrafficCsv } from "../../../planner/index.ts";
import { ProcessQueue, processMemory, processReports } from "../../../src/adapters/store/in-process.ts";
import { reviewOnce } from "../../../src/tasks/app/review-once.ts";
import { realWorld } from "../../../src/world.ts";
import { ended, loadlineWith, temporaryFolder } from "../../support/command.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { appAgainst } from "../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";

const REPO = "acme/serving";
const START = Math.floor(Date.now() / 86_400_000 - 14) * 86_400;

let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

describe("review", () => {
  it("does in one process what the App does: comment, check, and an answer that a workflow can fail on", async () => {
    const dev = github.as("dev");
    const model = MODEL.replace("2026-11-11T00:00:00Z", new Date(START * 1000).toISOString());
    const traffic = exampleTrafficCsv({ seed: 1, days: 14, requestsPerDay: 400, start: START });
    await dev.push(REPO, "main", { "loadline.yaml": SETTINGS, "models/chat.yaml": model, "traffic/chat.csv": traffic });
    await dev.push(REPO, "slow", { "models/chat.yaml": model.replace("ttft: { p95: 2.5s }", "ttft: { p95: 1ms }") });
    const number = await dev.open(REPO, { branch: "slow" });
    const host = await appAgainst(github).host();
    const app = {
      hosts: { repository: async () => host, repositories: async () => [host.repository] },
      ...{ queue: new ProcessQueue(), memory: processMemory(), reports: processReports(), world: realWorld() },
      ...{ planner: null, argocd: null, publicUrl: null, gitops: async () => null },
    };
    const answer = await reviewOnce(app, host, number);
    expect(answer.code).toBe(1);
    expect(answer.document()).toEqual({
      ...{ schema: "loadline.review/v1", repository: REPO, pullRequest: number, conclusion: "failure" },
    });
    const own = (await host.comments(number)).filter(({ isOwn }) => isOwn);
    expect(own).toHaveLength(1);
    expect(own[0]?.body).toContain("p95 time to first token");
    expect(own[0]?.body).toContain("Cheapest that holds");
  }, 180_000);

  it("says what a workflow has to set", async () => {
    const child = loadlineWith({ GITHUB_TOKEN: "", GITHUB_REPOSITORY: "" }, temporaryFolder(), ["review", "1"]);
    const { code, stderr } = await ended(child);
    expect(code).toBe(2);
    expect(stderr).toContain("environment  GITHUB_TOKEN");
  }, 30_000);
});
