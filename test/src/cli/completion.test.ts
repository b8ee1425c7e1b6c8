import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { completionScript, SHELLS, type Shell } from "../../../src/cli/completion.ts";
import { buildProgram } from "../../../src/cli/program.ts";
import { knownWords } from "../../../src/tasks/known-words.ts";

const program = buildProgram();
const scriptFor = (shell: Shell): string => completionScript(shell, program, knownWords());

/** What bash offers behind these words, as it asks for it. */
function offered(...words: readonly string[]): readonly string[] {
  const asked = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`;
  const lines = `${scriptFor("bash")}\n${asked}\n_loadline\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", lines], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

const isThere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

describe("completion", () => {
  it("knows commands, flags, choices and ids of the catalogue, each where it belongs", () => {
    expect(offered("loadline", "pl")).toEqual(["plan"]);
    expect(offered("loadline", "plan", "--traffic")).toEqual(["--traffic", "--traffic-scale"]);
    expect(offered("loadline", "plan", "--format", "m")).toEqual(["markdown"]);
    expect(offered("loadline", "fit", "--gpu", "h1")).toEqual(["h100-pcie", "h100-sxm5"]);
    expect(offered("loadline", "fit", "--model", "openai/gpt-oss-1")).toEqual(["openai/gpt-oss-120b"]);
    expect(offered("loadline", "schema", "model")).toEqual(["modeldeployment"]);
    expect(offered("loadline", "completion", "")).toEqual([...SHELLS]);
  });

  it("leaves files to the shell", () => {
    expect(offered("loadline", "plan", "models/")).toEqual([]);
    expect(scriptFor("bash")).toContain("complete -o default -F _loadline loadline\n");
  });

  it("offers every visible command and every one of its flags", () => {
    for (const command of program.commands.filter((one) => program.helpInformation().includes(`  ${one.name()} `))) {
      expect(offered("loadline", command.name())).toContain(command.name());
      const flags = command.options.map(({ long }) => long);
      expect(offered("loadline", command.name(), "--")).toEqual([...flags, "--help"]);
    }
  });

  it.skipIf(!isThere("fish"))("offers the same in fish", () => {
    const inFish = (line: string): readonly string[] => {
      const text = `${scriptFor("fish")}complete -C ${JSON.stringify(line)}\n`;
      const { stdout } = spawnSync("fish", ["--no-config", "-c", text], { encoding: "utf8" });
      return stdout
        .split("\n")
        .map((word) => word.split("\t")[0] ?? "")
        .filter((word) => word !== "");
    };
    expect(inFish("loadline pl")).toEqual(["plan"]);
    expect(inFish("loadline plan --traffic")).toEqual(["--traffic", "--traffic-scale"]);
    expect(inFish("loadline plan --format m")).toEqual(["markdown"]);
    expect(inFish("loadline fit --gpu h1")).toEqual(["h100-pcie", "h100-sxm5"]);
    expect(inFish("loadline schema model")).toEqual(["modeldeployment"]);
  });

  it.skipIf(!isThere("zsh")).each(["", "autoload -U compinit && compinit -u -D\n"])(
    "is registered in zsh, whose completion was set up or not: %j",
    (before) => {
      const home = mkdtempSync(join(tmpdir(), "loadline-zsh-"));
      const lines = `${before}${scriptFor("zsh")}\nprint -r -- $_comps[loadline]`;
      const environment = { ...process.env, HOME: home, ZDOTDIR: home };
      const { stdout, stderr } = spawnSync("zsh", ["-f", "-c", lines], { encoding: "utf8", env: environment });
      rmSync(home, { recursive: true });
      expect([stderr, stdout]).toEqual(["", "_bash_complete -o default -F _loadline\n"]);
    },
  );

  it.each(SHELLS)("is a script that %s can read", (shell) => {
    const text = scriptFor(shell);
    expect(text).toContain("_loadline".slice(shell === "fish" ? 1 : 0));
    // Where a shell is not there, the one that is reads what they share.
    if (shell !== "fish") expect(spawnSync("bash", ["-n", "-c", text]).status).toBe(0);
    if (shell === "fish") {
      const quotes = text
        .replaceAll(/\\['\\]/g, "")
        .split("\n")
        .map((line) => line.split("'").length % 2);
      expect(new Set(quotes)).toEqual(new Set([1]));
    }
    if (isThere(shell)) expect(spawnSync(shell, ["-n", "-c", text]).status).toBe(0);
  });
});
