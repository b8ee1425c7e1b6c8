import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { loadline } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
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

  it("stands below the table of a plan and of a diff that are verbose, in the words of explain, and changes no other form", async () => {
    const folder = configRepository();
    const other = configRepository({ model: MODEL.replace("maxSequences: 64", "maxSequences: 32") });
    const plan = ["plan", "models/chat.yaml", ...NOW];
    const [verbose, diff, kv, json, verboseJson] = await Promise.all([
      sharedLoadline(folder, ...plan, "--verbose"),
      sharedLoadline(folder, "diff", other, ".", ...NOW, "--verbose"),
      sharedLoadline(folder, "explain", "models/chat.yaml", "kv", ...NOW),
      sharedLoadline(folder, ...plan, "--json"),
      sharedLoadline(folder, ...plan, "--json", "--verbose"),
    ]);
    const [first = "", second = ""] = kv.stdout.split("\n").slice(2);
    expect(verbose.stdout).toContain(`  How the figures came about\n\n    ${first}\n      ${second.trim()}\n`);
    expect(verbose.stdout).toMatch(/\n {4}probability that p95 time to first token keeps its target = /);
    expect(diff.stdout).toContain(`    ${first}\n      ${second.trim()}\n`);
    expect(verboseJson).toMatchObject(json);
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
