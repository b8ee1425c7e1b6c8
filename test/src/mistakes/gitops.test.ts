import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { gitTree } from "../../../src/adapters/git-revisions.ts";
import { openLocalGit } from "../../../src/adapters/local-git.ts";
import { GITOPS } from "../../../src/mistakes/gitops.ts";
import type { CommitResult, GitOpsRepository } from "../../../src/ports/gitops.ts";
import { refuseForeign } from "../../../src/tasks/commit/claims.ts";
import { checkFiles, checkOwned } from "../../../src/tasks/commit/ownership.ts";
import { commitAnswer } from "../../../src/tasks/commit-deployments.ts";
import { rollbackFolder } from "../../../src/tasks/rollback-deployment.ts";
import { githubDouble } from "../../support/github-commits.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";
import { commitTo, removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";
import { sample } from "../render/sample.ts";

afterAll(removeScratch);

const A = "clusters/prod/a.yaml";
const TARGET = { repository: "acme/gitops", branch: "main" };
type Act = (repo: Scratch) => unknown;

/** What a commit ends with, as the command says it; the scratch folder reads `/here`, ids of commits `<commit>`. */
const inScratch =
  (act: Act, bare = false) =>
  () => {
    const repo = scratch({ bare });
    const told = async () => {
      const result = (await act(repo)) as CommitResult | undefined;
      if (result === undefined) return;
      throw new Error(await commitAnswer(result, TARGET).text({ width: 100, color: false }));
    };
    return withPlacesNamed(told, [repo.folder, "/here"], [/\b[0-9a-f]{40}\b|\b[0-9a-f]{10}\b/g, "<commit>"]);
  };

/** Commits after somebody has done something to what loadline wrote before. */
const after = (disturb: Act, files: Readonly<Record<string, string>> = { [A]: "a: 2\n" }) =>
  inScratch(async (repo) => {
    repo.commit({ "README.md": "hello\n" });
    await commitTo(await repo.open(), { files: { [A]: "a: 1\n" } });
    await disturb(repo);
    return commitTo(await repo.open(), { files, haste: 10_000 });
  });
const committedAfter = (change: Readonly<Record<string, string | null>>, files?: Readonly<Record<string, string>>) =>
  after((repo) => repo.commit(change), files);
/** Commits while somebody does something, before the first attempt's `step` or each one's. */
const during = (step: string, disturb: Act, attempts = 1) =>
  inScratch(async (repo) => {
    repo.commit({ "README.md": "hello\n", [A]: "a: 1\n" });
    await commitTo(await repo.open(), { files: { [A]: "a: 1\n" } });
    const opened = await repo.open({ onStep: (now) => void (now === step && disturb(repo)) });
    return commitTo({ ...opened, pauses: { ...opened.pauses, attempts } }, { files: { [A]: "a: 2\n" }, haste: 10_000 });
  });

const place = (repo: Scratch, path: string) => join(repo.repository, path);
const open = (where: string, environment = {}) =>
  openLocalGit(where, { environment: { PATH: process.env["PATH"], ...environment }, now: () => 0 });
/** Git as it behaves in a folder of somebody else's. */
const distrusting: Act = async (repo) => {
  const program = join(repo.folder, "bin/git");
  mkdirSync(join(repo.folder, "bin"));
  writeFileSync(program, `#!/bin/sh\nPATH='${process.env["PATH"]}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n`);
  chmodSync(program, 0o755);
  await open(repo.repository, { PATH: join(repo.folder, "bin"), HOME: repo.folder });
};
const branch = (name: string, prepare: Act = () => undefined) =>
  inScratch(async (repo) => {
    repo.commit({ "README.md": "hello\n" });
    prepare(repo);
    return commitTo(await repo.open(), { files: { [A]: "a: 1\n" }, branch: name });
  });
/** Reads from a GitHub that shows nothing to this token. */
const hidden = (act: (repository: GitOpsRepository) => Promise<unknown>) => async () => {
  const github = await githubDouble();
  github.fault = () => ({ status: 404, body: { message: "Not Found" } });
  try {
    await withPlacesNamed(() => act(github.open()), [new URL(github.url).host, "github.example.com"]);
  } finally {
    await github.close();
  }
};
const revision = (isRepository: boolean) =>
  inScratch(async (repo) => {
    await gitTree(isRepository ? repo.repository : repo.folder, "release-9", { environment: repo.environment });
  });

const INVENTORY = "clusters/prod/.loadline/inventory.json";
/** Goes back to a commit, after loadline has committed these texts one after the other. */
const back = (texts: readonly string[], to: string | ((repo: Scratch) => string) | null) =>
  inScratch(async (repo) => {
    repo.commit({ "README.md": "hello\n" });
    for (const text of texts) {
      await commitTo(await repo.open(), { files: { [A]: text }, message: `Deploy\n\nLoadline-Forecast: ${text}` });
    }
    return rollbackFolder(
      { repository: await repo.open(), random: () => 0, wait: async () => undefined },
      {
        ...{ branch: "main", folder: "clusters/prod", name: "ai/chat", at: new Date(0) },
        to: typeof to === "function" ? to(repo).slice(0, 10) : to,
        beside: { folder: "clusters/apps", path: "clusters/apps/chat.yaml" },
      },
    );
  });
const TRAILED = "By hand\n\nLoadline-Forecast: none\n";

const CLAIMED = new Map([
  [
    "clusters/prod/_argocd/applications/ai-models/chat.yaml",
    Buffer.from('metadata: { annotations: { "loadline/source-repo": "https://github.com/Acme/serving.git" } }\n'),
  ],
]);

showEach("gitops", GITOPS, {
  noFolder: [() => open("/none"), "/none"],
  fileForRepository: [inScratch(async (repo) => void (await open(withFile(repo)))), "/here/file"],
  notTrusted: [inScratch(distrusting), "/here/gitops", "/here/gitops"],
  noRepository: [inScratch(async (repo) => void (await open(repo.folder))), "/here"],
  notShown: [hidden((repository) => repository.branch("main", [])), "acme/gitops", "github.example.com"],
  wholeReference: [branch("refs/heads/main"), '"refs/heads/main"', '"main"'],
  noBranchName: [branch("a..b"), '"a..b"'],
  otherNameOfBranch: [
    branch("live", (repo) => repo.git("symbolic-ref", "refs/heads/live", "refs/heads/main")),
    "live",
    "main",
  ],
  missingBranch: [branch("mian"), "mian", ["main"], 'Did you mean "main"?'],
  noRevision: [revision(true), '"release-9"'],
  revisionWithoutRepository: [revision(false), '"release-9"', "/here"],
  nothingOwned: [() => checkOwned([])],
  pathOutside: [() => checkOwned(["../a"]), 'has the component ".."'],
  isRoot: [() => checkOwned(["."])],
  insideOwned: [() => checkOwned(["a", "a/b"]), "a"],
  outsideOwned: [() => checkFiles(["other/a"], ["clusters"]), ["clusters"]],
  inInventory: [() => checkOwned(["a/.loadline"])],
  fileAndFolder: [() => checkFiles(["clusters/a", "clusters/a/b"], ["clusters"])],
  letterCase: [() => checkFiles(["clusters/a.yaml", "clusters/A.yaml"], ["clusters"]), "clusters/a.yaml"],
  inTheWay: [
    committedAfter({ "clusters/prod/d": "mine" }, { [A]: "a: 1\n", "clusters/prod/d/e.yaml": "e\n" }),
    "file",
    "clusters/prod/d/e.yaml",
  ],
  noFile: [committedAfter({ "clusters/prod/d/e": "mine" }, { [A]: "a: 1\n", "clusters/prod/d": "d\n" }), "folder"],
  otherSource: [
    () => refuseForeign({ commit: null, entries: [], read: async () => CLAIMED }, [sample], async () => false),
    "ai-models/chat",
    "Acme/serving",
  ],
  deleted: [committedAfter({ [A]: null })],
  madeExecutable: [
    after((repo) => {
      chmodSync(place(repo, A), 0o755);
      repo.commit({});
    }),
  ],
  changedByHand: [committedAfter({ [A]: "a: 3\n" })],
  notOurs: [committedAfter({ "clusters/prod/b.yaml": "mine" }, { [A]: "a: 1\n", "clusters/prod/b.yaml": "b\n" })],
  noInventory: [committedAfter({ [INVENTORY]: "{}" })],
  secret: [
    inScratch(async (repo) => commitTo(await repo.open(), { files: { [A]: `token: ghp_${"0".repeat(36)}\n` } })),
    "a GitHub token",
  ],
  unfinished: [
    after((repo) => writeFileSync(place(repo, ".git/MERGE_HEAD"), `${repo.git("rev-parse", "main")}\n`)),
    "a merge",
    "/here/gitops",
  ],
  uncommitted: [after((repo) => writeFileSync(place(repo, A), "a: 3\n")), "/here/gitops", A],
  untracked: [
    after((repo) => writeFileSync(place(repo, "clusters/prod/b.yaml"), "mine\n"), {
      [A]: "a: 1\n",
      "clusters/prod/b.yaml": "b\n",
    }),
    "/here/gitops",
  ],
  cannotFollow: [
    during("commit-tree", (repo) => writeFileSync(place(repo, A), "edited in the last moment\n")),
    "/here/gitops",
    `error: Entry '${A}' not uptodate. Cannot merge.`,
  ],
  neverStill: [during("update-ref", byHand), "main is now at <commit>"],
  branchMoved: [during("update-ref", byHand), "main", "<commit>"],
  branchHeld: [during("update-ref", (repo) => writeFileSync(place(repo, ".git/refs/heads/main.lock"), "")), "main", ""],
  indexHeld: [during("commit-tree", (repo) => writeFileSync(place(repo, ".git/index.lock"), "")), "/here/gitops", ""],
  whichCommit: [back(["a: 1\n", "a: 2\n"], "abcd"), 0, "abcd", ["<commit> (a: 2)", "<commit> (a: 1)"]],
  nothingBefore: [back(["a: 1\n"], null), 100],
  noListThen: [back(["a: 1\n"], (repo) => repo.commit({ [INVENTORY]: null }, TRAILED)), "<commit>"],
  changedThen: [back(["a: 1\n"], (repo) => repo.commit({ [A]: "a: 9\n" }, TRAILED)), "<commit>", A],
});

function byHand(repo: Scratch): void {
  const tree = repo.git("rev-parse", "main^{tree}");
  repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-m", "By hand", "-p", "main", tree));
}

function withFile(repo: Scratch): string {
  writeFileSync(join(repo.folder, "file"), "");
  return join(repo.folder, "file");
}
