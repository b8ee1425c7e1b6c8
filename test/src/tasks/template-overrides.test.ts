import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/command.ts";
import { committed, configRepository } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";
import { shippedTemplates } from "../render/sample.ts";

const SERVICE = "templates/kubernetes/service.yaml.hbs";
const NOW = ["--now", "2026-11-25"];

const put = (folder: string, path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const render = (config: string) => loadline(config, "render", "models/chat.yaml", "--diff", temporaryFolder(), ...NOW);

async function serviceWith(line: string): Promise<string> {
  const text = (await shippedTemplates()).get("kubernetes/service.yaml.hbs") ?? "";
  return text.replace("spec:\n", `spec:\n  ${line}\n`);
}

describe("a template of the configuration repository", { timeout: 120_000 }, () => {
  it("takes the place of ours; one that reads an unknown name fails with file and line", async () => {
    const config = configRepository();
    put(config, SERVICE, await serviceWith("sessionAffinity: ClientIP"));
    const done = await render(config);
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("sessionAffinity: ClientIP")]);
    put(config, SERVICE, await serviceWith("sessionAffinity: {{yaml affinty}}"));
    const wrong = await render(config);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/templates\/kubernetes\/service\.yaml\.hbs:\d+[\s\S]*no value `affinty`/);
  });

  it("obeys the same rules, and replaces only what exists", async () => {
    const config = configRepository();
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [SERVICE, await serviceWith("x: {{{name}}}"), /Print one prepared value/],
      [SERVICE, await serviceWith("x: {hostNetwork: true}"), /hostNetwork: true/],
      [SERVICE, "x".repeat(300_000), /300000 bytes[\s\S]*256 KiB/],
      ["templates/kubernetes/servce.yaml.hbs", "x", /takes the place of none[\s\S]*service\.yaml\.hbs/],
    ];
    for (const [path, text, words] of cases) {
      put(config, path, text);
      const { code, stderr } = await render(config);
      expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
    }
  });

  it("is what policies look at, for a plan as for a commit", async () => {
    const config = configRepository();
    const text = (await shippedTemplates()).get("kubernetes/deployment.yaml.hbs") ?? "";
    const key = `          env:\n            - {name: HF_TOKEN, value: hf_${"a1".repeat(17)}}\n`;
    put(config, "templates/kubernetes/deployment.yaml.hbs", text.replace("          env:\n", key));
    const plan = await loadline(config, "plan", "models/chat.yaml", "--json", ...NOW);
    expect([plan.code, plan.stdout]).toEqual([1, expect.stringContaining('"literal-key"')]);
    const target = ["--repo", temporaryFolder(), "--branch", "main"];
    const commit = await loadline(config, "commit", "models/chat.yaml", ...target, "--json", ...NOW);
    expect([commit.code, commit.stdout]).toEqual([1, expect.stringContaining('"literal-key"')]);
  });

  it("counts for a review only once it stands in the base", async () => {
    const config = configRepository();
    const git = committed(config);
    put(config, SERVICE, await serviceWith("sessionAffinity: ClientIP"));
    put(config, "models/chat.yaml", "");
    git("checkout", "-q", "--", "models/chat.yaml");
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "template");
    const before = await loadline(config, "diff", "HEAD~1", "HEAD", "--json", ...NOW);
    expect(JSON.stringify(JSON.parse(before.stdout).manifests)).not.toContain("ClientIP");
  });
});
