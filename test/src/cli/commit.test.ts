import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { ended, loadline, start, temporaryFolder } from "../../support/command.ts";
import { committed, configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25"];

function gitops(): { folder: string; git: (...args: string[]) => string } {
  const folder = join(temporaryFolder(), "gitops");
  mkdirSync(folder);
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  git("init", "-q", "-b", "main");
  return { folder, git };
}

const commitTo = (repo: string) => [
  ...["commit", "models/chat.yaml", "--repo", repo, "--branch", "main", "--json"],
  ...NOW,
];
const commit = (config: string, repo: string, ...more: string[]) => sharedLoadline(config, ...commitTo(repo), ...more);

describe("commit", () => {
  it("commits once, then finds nothing to change, and keeps what other deployments wrote", async () => {
    const config = configRepository();
    const { folder, git } = gitops();
    const first = await loadline(config, ...commitTo(folder));
    const done = outputs["loadline.commit/v1"].parse(JSON.parse(first.stdout));
    expect(done).toMatchObject({ changed: true, commit: git("rev-parse", "main") });
    const again = await commit(config, folder);
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, paths: [], commit: done.commit });
    const other = configRepository({ model: MODEL.replace("name: chat,", "name: search,") });
    await commit(other, folder);
    const files = git("ls-tree", "-r", "--name-only", "main").split("\n");
    expect(files).toEqual(
      expect.arrayContaining([
        "clusters/prod/ai-models/chat/deployment.yaml",
        "clusters/prod/ai-models/search/deployment.yaml",
      ]),
    );
    expect(files.filter((path) => path.includes("_argocd/applications/"))).toHaveLength(2);
    expect(git("log", "--format=%s", "main").split("\n")).toHaveLength(2);
  });

  it("writes nothing on a blocking verdict, unless the finding is overridden by name", async () => {
    const config = configRepository({ model: MODEL.replace("tpot: { p95: 80ms }", "tpot: { p95: 5ms }") });
    const { folder, git } = gitops();
    const blocked = await commit(config, folder);
    expect(blocked.code).toBe(1);
    expect(JSON.parse(blocked.stdout)).toMatchObject({
      ...{ schema: "loadline.commit/v1", commit: null, changed: false, paths: [], reason: "the verdict is blocking" },
      findings: expect.arrayContaining([expect.objectContaining({ id: "target-missed", severity: "blocking" })]),
    });
    const misspelt = await commit(config, folder, "--override", "target-mised");
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('Did you mean "target-missed"');
    expect(git("for-each-ref")).toBe("");
    const forced = await commit(config, folder, "--override", "target-missed");
    expect(forced.code).toBe(0);
    expect(git("rev-list", "--count", "main")).toBe("1");
  });

  it("names the commit that its files come from, and none while they differ from it", async () => {
    const config = configRepository();
    const source = committed(config);
    const { folder, git } = gitops();
    await commit(config, folder, "--pull-request", "https://github.com/acme/serving/pull/42");
    const message = git("log", "-1", "--format=%B");
    const head = source("rev-parse", "HEAD");
    expect(message).toContain(`Loadline-Source-Revision: ${head}`);
    expect(message).toContain("Loadline-Pull-Request: https://github.com/acme/serving/pull/42");
    expect(message).toContain(`Argocd-reference-commit-sha: ${head}`);
    expect(message).toContain(`Argocd-reference-commit-author: ${source("show", "-s", "--format=%an <%ae>")}`);
    expect(message).toContain(`Argocd-reference-commit-date: ${source("show", "-s", "--format=%aI")}`);
    expect(git("show", "main:clusters/prod/_argocd/applications/ai-models/chat.yaml")).toContain(
      "link.argocd.argoproj.io/pull-request: https://github.com/acme/serving/pull/42",
    );
    writeFileSync(join(config, "models/chat.yaml"), MODEL.replace("maxReplicas: 6", "maxReplicas: 5"));
    await commit(config, folder);
    // What is not known has no line: no commit holds these files, and no pull request was named.
    expect(git("log", "-1", "--format=%B")).not.toMatch(/Loadline-Source-Revision|Argocd-|Pull-Request|null/);
    const misspelt = await commit(config, folder, "--pull-request", "42");
    expect(misspelt).toMatchObject({ code: 2 });
    expect(misspelt.stderr).toContain("https://github.com/acme/serving/pull/42");
  });

  it("stops at a human's edit and says which file", async () => {
    const config = configRepository();
    const { folder, git } = gitops();
    await commit(config, folder);
    const path = "clusters/prod/ai-models/chat/service.yaml";
    writeFileSync(join(folder, path), "kind: Service\n");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-am", "by hand");
    const before = git("rev-parse", "main");
    const stopped = await commit(config, folder);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toContain(path);
    expect(outputs["loadline.commit/v1"].parse(JSON.parse(stopped.stdout)).changed).toBe(false);
    expect(git("rev-parse", "main")).toBe(before);
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const config = configRepository();
    const { folder, git } = gitops();
    for (const delay of [300, 900, 1500]) {
      const child = start(config, "commit", "models/chat.yaml", "--repo", folder, "--branch", "main", ...NOW);
      setTimeout(() => child.kill("SIGINT"), delay);
      await ended(child);
      const committed = git("for-each-ref", "--format=%(refname)").includes("main");
      expect(readdirSync(folder)).toEqual(committed ? [".git", "clusters"] : [".git"]);
      git("fsck", "--strict");
    }
    expect(readdirSync(config).sort()).toEqual(["loadline.yaml", "models", "traffic"]);
  });
});
