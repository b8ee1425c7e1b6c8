import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { loadline } from "../../support/command.ts";
import { configRepository } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25", "--horizon", "1d"];

describe("explain", () => {
  it("lists the figures, explains one by either of its names alike, and prints its published document", async () => {
    const folder = configRepository();
    const [list, byPath, byName, text] = await Promise.all([
      sharedLoadline(folder, "explain", "models/chat.yaml", ...NOW, "--json"),
      sharedLoadline(folder, "explain", "models/chat.yaml", "latency.ttftMs.p95", ...NOW, "--json"),
      loadline(folder, "explain", "models/chat.yaml", "TTFT", ...NOW, "--json"),
      sharedLoadline(folder, "explain", "models/chat.yaml", "kv", ...NOW),
    ]);
    const figures = outputs["loadline.explain/v1"].parse(JSON.parse(list.stdout));
    expect("figures" in figures && figures.figures.length).toBeGreaterThan(20);
    expect(byPath).toMatchObject({ code: 0, stdout: byName.stdout });
    expect(outputs["loadline.explain/v1"].parse(JSON.parse(byPath.stdout))).toMatchObject({
      figure: "latency.ttftMs.p95",
    });
    expect(text.stdout).toMatch(/^chat {2}memory\.kvTokens\n\nKV cache of one replica = [\d,]+ tokens\n/);
    expect(text.stdout).toContain("    usable memory");
  }, 60_000);

  it("knows what was meant by a figure that does not exist", async () => {
    const { code, stdout, stderr } = await sharedLoadline(
      configRepository(),
      "explain",
      "models/chat.yaml",
      "ttfd",
      ...NOW,
    );
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/Found: ttfd\n {2}Wanted: a figure of the plan.*\n {2}Did you mean "ttft"\?/);
  }, 30_000);
});
