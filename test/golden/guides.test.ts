import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { policies } from "../../planner/index.ts";
import { loadline, temporaryFolder } from "../support/command.ts";
import { sharedLoadline } from "../support/many-commands.ts";

const FOLDER = join(import.meta.dirname, "../../.github/guides");
const guides = readdirSync(FOLDER).filter((name) => name.endsWith(".md") && name !== "README.md");

/** The page about policies lists every one of them, as its file says. */
function withPolicies(text: string): string {
  const rows = Object.values(policies).map(({ id, about, severity, why }) => {
    const where = about === "deployment" ? "ModelDeployment" : "manifests";
    return `| \`${id}\` | ${severity} | ${where} | ${why} |`;
  });
  const table = ["| id | usual severity | looks at | why |", "|---|---|---|---|", ...rows].join("\n");
  return text.replace(/(?<=<!-- policies -->\n).*?(?=\n<!-- end -->)/s, () => table);
}

/** How well step times are predicted: all servers, by engine and by GPU, of the table that `npm run validate-model` prints. */
function withAccuracy(text: string): string {
  const table = readFileSync(join(import.meta.dirname, "model-accuracy.md"), "utf8").split("\n\n")[0] ?? "";
  const shown = table
    .split("\n")
    .filter((line) => /^\| (servers|all|measured|extrapolated|[a-z]+|[a-z]+ on \S+) \||^\|-/.test(line));
  return text.replace(/(?<=<!-- accuracy -->\n).*?(?=<!-- end -->)/s, () => `${shown.join("\n")}\n`);
}

function writeBelow(folder: string, name: string, content: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const README = join(FOLDER, "../../README.md");

/** The README with the comment that the demonstration writes as its picture. */
function withPicture(readme: string, comment: string): string {
  const [top = ""] = /^### [\s\S]*?<\/sub>$/m.exec(comment) ?? [];
  const picture = top.split("\n").map((line) => `> ${line}`.trimEnd());
  expect(picture.length).toBeGreaterThan(10);
  return readme.replace(/^> ### [\s\S]*?<\/sub>$/m, () => picture.join("\n"));
}

/** A command and what it prints. An answer that is a refusal says so behind the fence's language. */
const COMMAND = /^```console(?: exit (1))?\n\$ loadline ([^\n]+)\n(.*?)^```$/gms;

/** A guide whose commands were run in a folder that holds the files it shows. */
async function executed(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  try {
    for (const [, name = "", content = ""] of text.matchAll(/^```yaml\n# (\S+)\n(.*?)^```$/gms)) {
      writeBelow(folder, name, content);
    }
    // JSON and CSV have no comments: the name stands behind the fence's language.
    for (const [, name = "", content = ""] of text.matchAll(/^```(?:json|csv) (\S+)\n(.*?)^```$/gms)) {
      writeBelow(folder, name, content);
    }
    let result = withAccuracy(withPolicies(text));
    for (const [block, exit, command = "", shown = ""] of text.matchAll(COMMAND)) {
      const { code, stdout, stderr } = await sharedLoadline(folder, ...command.split(" "));
      expect([code, stderr]).toEqual([Number(exit ?? 0), ""]);
      const printed = asLongAs(shown, stdout);
      const fence = exit === undefined ? "console" : `console exit ${exit}`;
      result = result.replace(block, () => `\`\`\`${fence}\n$ loadline ${command}\n${printed}\`\`\``);
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a guide shows of an output: all of it, or its first lines where the last one is `…`. */
function asLongAs(shown: string, stdout: string): string {
  const lines = shown.split("\n").slice(0, -1);
  if (lines.at(-1) !== "…") return stdout;
  return `${stdout
    .split("\n")
    .slice(0, lines.length - 1)
    .join("\n")}\n…\n`;
}

describe("guides", () => {
  it.each(guides)("%s shows what its commands print", { timeout: 120_000 }, async (name) => {
    const path = join(FOLDER, name);
    const text = readFileSync(path, "utf8");
    expect(text.match(/^```console( exit 1)?$/gm)?.length).toBeGreaterThan(0);
    await expect(await executed(text)).toMatchFileSnapshot(path);
  });

  it("troubleshooting answers every title with a command", () => {
    const text = readFileSync(join(FOLDER, "troubleshooting.md"), "utf8");
    const answers = text.split(/^## /m).slice(1);
    expect(answers.length).toBeGreaterThanOrEqual(7);
    for (const answer of answers) {
      expect([answer.split("\n")[0], answer.match(COMMAND) !== null]).toEqual([answer.split("\n")[0], true]);
    }
  });

  it("the demonstration does all of it in a new folder, twice, writes the README's picture, and touches no folder of somebody else's", async () => {
    const folder = temporaryFolder();
    const demo = await loadline(folder, "demo", "--now", "2026-11-25");
    expect(demo.code, demo.stderr).toBe(0);
    expect(demo.stdout).toMatch(/p95 time per output token .* ✗ missed/);
    expect(demo.stdout).toMatch(/✓ committed [0-9a-f]{10} to main/);
    expect(execFileSync("git", ["-C", join(folder, "demo/gitops"), "log", "--format=%s"], { encoding: "utf8" })).toBe(
      "Deploy ai-models/chat\n",
    );
    expect(readFileSync(join(folder, "demo/report/index.html"), "utf8")).toMatch(/^<!doctype html>/i);
    const comment = readFileSync(join(folder, "demo/report/comment.md"), "utf8");
    expect(comment).toContain("<!-- loadline:review -->");
    await expect(withPicture(readFileSync(README, "utf8"), comment)).toMatchFileSnapshot(README);
    for (const again of [1, 2]) {
      const tour = await sharedLoadline(folder, "demo", "--out", "tour", "--now", "2026-11-25");
      expect([again, tour.code]).toEqual([again, 0]);
    }
    expect(readFileSync(join(folder, "tour/report/comment.md"), "utf8").replaceAll("tour/", "demo/")).toBe(comment);
    writeFileSync(join(folder, "mine.txt"), "keep me");
    const refused = await sharedLoadline(folder, "demo", "--out", ".");
    expect(refused.code).toBe(2);
    expect(existsSync(join(folder, "mine.txt"))).toBe(true);
  }, 90_000);

  it("the README quotes the first lines of one", async () => {
    const readme = readFileSync(README, "utf8");
    const advice = readFileSync(join(FOLDER, "advise.md"), "utf8");
    const [, printed = ""] = /^```console\n(\$ loadline advise chat\.yaml --.*?)^```$/ms.exec(advice) ?? [];
    const quote = /(?<=^```console\n)(\$ loadline advise .*?)(?=^```$)/ms;
    const [shown = ""] = quote.exec(readme) ?? [];
    expect(shown).toMatch(/\n…\n$/);
    await expect(readme.replace(quote, () => asLongAs(shown, printed))).toMatchFileSnapshot(README);
  });
});
