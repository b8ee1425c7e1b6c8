import { afterAll, describe, expect, it } from "vitest";
import type { CommitResult, GitOpsRepository } from "../../../src/ports/gitops.ts";
import { commitManifests, describeCommit } from "../../../src/tasks/commit-manifests.ts";
import { rollbackFolder } from "../../../src/tasks/rollback-deployment.ts";
import { fakeGitOps } from "../../fakes/gitops.ts";
import { githubDouble } from "../../support/github-commits.ts";
import { OCTOBER, removeScratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const FOLDER = "clusters/prod/ai/chat";
const SHARED = "clusters/prod/_argocd";
const APPLICATION = `${SHARED}/applications/ai/chat.yaml`;
const ports = (repository: GitOpsRepository) => ({ repository, random: () => 0, wait: async () => undefined });

function commit(repository: GitOpsRepository, text: string, extra: Readonly<Record<string, string>> = {}) {
  const files = { [`${FOLDER}/a.yaml`]: text, [APPLICATION]: `of ${text}`, ...extra };
  const none = { sourceRepository: null, pullRequest: null, reference: null };
  return commitManifests(ports(repository), {
    ...{ branch: "main", startFrom: null, owned: [FOLDER, SHARED], at: OCTOBER },
    prepare: async () => ({
      files: new Map(Object.entries(files)),
      message: describeCommit(`Deploy ${text}`, {
        ...none,
        sourceRevision: "abc1234",
        forecast: `forecast of ${text.trim()}`,
      }),
    }),
  });
}

const back = (repository: GitOpsRepository, to: string | null = null) =>
  rollbackFolder(ports(repository), {
    ...{
      branch: "main",
      folder: FOLDER,
      beside: { folder: SHARED, path: APPLICATION },
      name: "ai/chat",
      to,
      at: OCTOBER,
    },
  });

const idOf = (result: CommitResult): string => (result.kind === "committed" ? result.commit : result.kind);

/** Three repositories, one behaviour. */
const KINDS = {
  "in memory": async () => {
    const repository = fakeGitOps({ "README.md": "hello" });
    return { repository, files: async () => repository.files(), close: async () => undefined };
  },
  "on this disk": async () => {
    const repo = scratch({ bare: true });
    const files = async () => {
      const paths = repo.git("ls-tree", "-r", "--name-only", "main").split("\n");
      return Object.fromEntries(paths.map((path) => [path, `${repo.git("show", `main:${path}`)}\n`]));
    };
    return { repository: await repo.open(), files, close: async () => undefined };
  },
  "at GitHub": async () => {
    const github = await githubDouble();
    return { repository: github.open(), files: () => github.files(), close: github.close };
  },
} as const;

describe.each(Object.entries(KINDS))("rollback %s", (_name, start) => {
  it("brings back exactly what stood there, further with each step, and what it came from", async () => {
    const { repository, files, close } = await start();
    try {
      await commit(repository, "one\n", { [`${FOLDER}/only-once.yaml`]: "x\n" });
      const [first, , third] = [await files(), await commit(repository, "two\n"), await commit(repository, "three\n")];
      expect((await back(repository)).kind).toBe("committed");
      expect(await files()).toMatchObject({ [`${FOLDER}/a.yaml`]: "two\n", [APPLICATION]: "of two\n" });
      expect((await back(repository)).kind).toBe("committed");
      expect(await files()).toEqual(first);
      const [latest] = await repository.history("main", FOLDER, 1);
      expect(latest?.message).toMatch(
        /^Roll back ai\/chat to [\s\S]*Loadline-Source-Revision: abc1234\n[\s\S]*Loadline-Forecast: forecast of one/,
      );
      expect(await back(repository)).toMatchObject({
        kind: "refused",
        path: FOLDER,
        detail: expect.stringMatching(/nothing else/),
      });
      expect((await back(repository, idOf(third))).kind).toBe("committed");
      expect(await files()).toMatchObject({ [`${FOLDER}/a.yaml`]: "three\n" });
      expect((await back(repository, idOf(third))).kind).toBe("unchanged");
    } finally {
      await close();
    }
  });
});

describe("rollback", () => {
  it("keeps what other deployments have in the shared folder since", async () => {
    const repository = fakeGitOps({});
    await commit(repository, "one\n");
    await commit(repository, "two\n", { [`${SHARED}/applications/ai/search.yaml`]: "search\n" });
    expect((await back(repository)).kind).toBe("committed");
    expect(repository.files()).toMatchObject({
      [APPLICATION]: "of one\n",
      [`${SHARED}/applications/ai/search.yaml`]: "search\n",
    });
  });

  it("stops at a person's edit, of now or of then", async () => {
    const repository = fakeGitOps({});
    await commit(repository, "one\n");
    await commit(repository, "two\n");
    repository.edit({ [`${FOLDER}/a.yaml`]: "by hand\n" });
    expect(await back(repository)).toMatchObject({ kind: "humanEdit", path: `${FOLDER}/a.yaml` });
  });

  it("says which commits there are when the one named is none of them", async () => {
    const repository = fakeGitOps({});
    await commit(repository, "one\n");
    expect(await back(repository, "ffff")).toMatchObject({
      kind: "refused",
      detail: expect.stringMatching(/no commit of loadline there begins with ffff. There are: 1 \(forecast of one\)/),
    });
  });
});

it("where pull requests are the way, one is opened and the branch stays as it is", async () => {
  const repository = fakeGitOps({ "README.md": "hello" });
  await commit(repository, "one\n");
  await commit(repository, "two\n");
  const before = repository.files();
  const result = await rollbackFolder(ports(repository), {
    ...{ branch: "main", folder: FOLDER, beside: { folder: SHARED, path: APPLICATION }, name: "ai/chat", to: null },
    ...{ at: OCTOBER, mode: "pull-request" },
  });
  const branch = expect.stringMatching(/^loadline\/ai\/chat\/[0-9a-f]{12}$/);
  expect(result).toMatchObject({ kind: "committed", proposed: { branch, opened: { number: 1 } } });
  expect(repository.files()).toEqual(before);
  expect(repository.pulls[0]?.title).toMatch(/^Roll back ai\/chat to/);
  repository.merge(1);
  expect(repository.files()).toMatchObject({ [`${FOLDER}/a.yaml`]: "one\n", [APPLICATION]: "of one\n" });
});
