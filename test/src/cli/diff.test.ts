import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadline, temporaryFolder } from "../../support/command.ts";
import { committed, configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25"];

describe("diff", () => {
  it("finds the change from whichever folder of the repository it is asked", async () => {
    const folder = configRepository();
    const git = committed(folder);
    writeFileSync(join(folder, "models/chat.yaml"), MODEL.replace("p95: 2.5s", "p95: 1ms"));
    git("commit", "-q", "-am", "head");
    const there = await loadline(folder, "diff", "HEAD~1", "HEAD", "--json", ...NOW);
    const below = await sharedLoadline(join(folder, "traffic"), "diff", "HEAD~1", "HEAD", "--json", ...NOW);
    expect(there.code).toBe(1);
    expect(JSON.parse(there.stdout)).toMatchObject({ verdict: "block", deployments: [{ change: "changed" }] });
    expect(below).toEqual(there);
  });

  it("of two folders that hold nothing is a mistake", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "a"));
    mkdirSync(join(folder, "b"));
    const end = await sharedLoadline(folder, "diff", "a", "b");
    expect(end).toMatchObject({ code: 2, stdout: "" });
    expect(end.stderr).toMatch(/neither of which holds a ModelDeployment[\s\S]*loadline\.yaml/);
  });

  it("judges a change by the policies of its base, which the change cannot lower", async () => {
    const strict = `${SETTINGS}policies: { image-digest: { severity: blocking } }\n`;
    const base = configRepository({ settings: strict });
    const bolder = MODEL.replace("maxReplicas: 6", "maxReplicas: 7");
    const head = configRepository({ settings: strict.replace("blocking", '"off"'), model: bolder });
    const found = await sharedLoadline(base, "diff", ".", head, "--json", ...NOW);
    expect(found.code).toBe(1);
    const { verdict, findings } = JSON.parse(found.stdout) as { verdict: string; findings: { id: string }[] };
    expect(verdict).toBe("block");
    expect(findings.map(({ id }) => id)).toContain("image-digest");
  });
});
