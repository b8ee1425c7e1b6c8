import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { policies } from "../../planner/index.ts";
import { loadline } from "../support/command.ts";

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

/** A guide whose commands were run in a folder that holds the files it shows. */
async function executed(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  try {
    for (const [, name = "", content = ""] of text.matchAll(/^```yaml\n# (\S+)\n(.*?)^```$/gms)) {
      writeFileSync(join(folder, name), content);
    }
    // JSON has no comments: its name stands behind the fence's language.
    for (const [, name = "", content = ""] of text.matchAll(/^```json (\S+)\n(.*?)^```$/gms)) {
      writeFileSync(join(folder, name), content);
    }
    let result = withPolicies(text);
    for (const [block, command = ""] of text.matchAll(/^```console\n\$ loadline ([^\n]+)\n.*?^```$/gms)) {
      const { code, stdout, stderr } = await loadline(folder, ...command.split(" "));
      expect([code, stderr]).toEqual([0, ""]);
      result = result.replace(block, () => `\`\`\`console\n$ loadline ${command}\n${stdout}\`\`\``);
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("guides", () => {
  it.each(guides)("%s shows what its commands print", { timeout: 120_000 }, async (name) => {
    const path = join(FOLDER, name);
    const text = readFileSync(path, "utf8");
    expect(text.match(/^```console$/gm)?.length).toBeGreaterThan(0);
    await expect(await executed(text)).toMatchFileSnapshot(path);
  });
});
