import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadline, temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedFolder, titled } from "../../support/shared.ts";

/** The comment in the README is the one this demonstration makes on that day. */
function picture(): string[] {
  const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
  const lines = readme.split("\n").flatMap((line) => (/^> (###|\||<sub>)/.test(line) ? [line.slice(2)] : []));
  expect(lines.length).toBeGreaterThan(8);
  return lines;
}

describe("the main job", () => {
  it("demo does all of it in a new folder, twice, and touches no folder of somebody else's", async () => {
    const folder = temporaryFolder();
    const demo = await loadline(folder, "demo", "--out", "tour", "--now", "2026-11-25");
    expect(demo.code, demo.stderr).toBe(0);
    expect(demo.stdout).toMatch(/p95 time per output token .* ✗ missed/);
    expect(demo.stdout).toMatch(/✓ committed [0-9a-f]{10} to main/);
    expect(execFileSync("git", ["-C", join(folder, "tour/gitops"), "log", "--format=%s"], { encoding: "utf8" })).toBe(
      "Deploy ai-models/chat\n",
    );
    expect(readFileSync(join(folder, "tour/report/index.html"), "utf8")).toMatch(/^<!doctype html>/i);
    expect(readFileSync(join(folder, "tour/report/comment.md"), "utf8")).toContain("<!-- loadline:review -->");
    const comment = readFileSync(join(folder, "tour/report/comment.md"), "utf8");
    for (const line of picture()) expect(comment.replaceAll("tour/", "demo/")).toContain(line);
    expect((await loadline(folder, "demo", "--out", "tour", "--now", "2026-11-25")).code).toBe(0);
    writeFileSync(join(folder, "mine.txt"), "keep me");
    const refused = await loadline(folder, "demo", "--out", ".");
    expect(refused.code).toBe(2);
    expect(existsSync(join(folder, "mine.txt"))).toBe(true);
  }, 90_000);

  const shared = sharedFolder("data/traces/azure-llm-2023");
  it.skipIf(shared === null)(titled("plans on the Azure conversation trace (19,366 requests)", shared), async () => {
    const folder = configRepository({
      model: MODEL.replace(', start: "2026-11-11T00:00:00Z"', "").replace("maxReplicas: 6", "maxReplicas: 12"),
    });
    const plan = await loadline(
      folder,
      "plan",
      "models/chat.yaml",
      "--traffic",
      join(shared ?? "", "conv.csv"),
      "--json",
      "--now",
      "2026-11-25",
    );
    const { deployments } = JSON.parse(plan.stdout) as { deployments: Record<string, never>[] };
    expect(deployments[0]).toMatchObject({
      traffic: { history: { format: expect.stringMatching(/azure/), requests: 19_366 } },
    });
    expect(deployments[0]?.["cost"]).toMatchObject({ monthlyUsd: { p50: expect.any(Number) } });
    expect(deployments[0]?.["latency"]).toMatchObject({ ttftMs: { p95: expect.any(Number) } });
    // Less than a day of history: seasonality is assumed, so the verdict is at best a warning.
    expect(["warn", "block"]).toContain(deployments[0]?.["verdict"]);
  });
});
