import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntryKind } from "../../../src/ports/gitops.ts";
import { type CommitRequest, commitDocument, commitManifests } from "../../../src/tasks/commit-manifests.ts";
import { type FakeGitOps, fakeGitOps } from "../../fakes/gitops.ts";

const INVENTORY = "clusters/.loadline/inventory.json";
const pauses: number[] = [];

function commit(repository: FakeGitOps, files: Readonly<Record<string, string>>, request: Partial<CommitRequest> = {}) {
  pauses.length = 0;
  return commitManifests(
    { repository, random: () => 0.5, wait: async (milliseconds) => void pauses.push(milliseconds) },
    {
      branch: "main",
      startFrom: null,
      owned: ["clusters"],
      prepare: async () => ({ files: new Map(Object.entries(files)), message: "Update\n" }),
      at: new Date(0),
      ...request,
    },
  );
}

const without = (files: Readonly<Record<string, string>>, ...paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

describe("law", () => {
  const names = fc.constantFrom("a.yaml", "b.yaml", "c/d.yaml", "c/e.yaml", "f");
  const tree = fc.dictionary(
    names.map((name) => `clusters/${name}`),
    fc.string({ maxLength: 6 }),
    { maxKeys: 5 },
  );

  it("after any history of commits the owned path holds exactly what was wanted last, and nothing else ever moves", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 1, maxLength: 5 }), async (history) => {
        const foreign = { "README.md": "hello", "clusters/by-hand.txt": "mine", "clusters-two/x": "x" };
        const repository = fakeGitOps(foreign);
        for (const files of history) {
          const first = await commit(repository, files);
          expect(["committed", "unchanged"]).toContain(first.kind);
          expect(without(repository.files(), INVENTORY)).toEqual({ ...foreign, ...files });
          expect(INVENTORY in repository.files()).toBe(Object.keys(files).length > 0);
          expect((await commit(repository, files)).kind).toBe("unchanged");
        }
      }),
      { numRuns: 60 },
    );
  });

  it("whatever one file a person changes, deletes or adds in our way, it stops the commit and survives", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.tuple(names, fc.string()), async (before, after, [name, text]) => {
        const path = `clusters/${name}`;
        fc.pre(
          !Object.keys({ ...before, ...after }).some(
            (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
          ),
        );
        const repository = fakeGitOps();
        await commit(repository, before);
        repository.edit({ [path]: text });
        const result = await commit(repository, after);
        const harmless = before[path] === text || after[path] === text || (!(path in before) && !(path in after));
        expect(result.kind === "humanEdit").toBe(!harmless);
        if (result.kind === "humanEdit") expect(result.path).toBe(path);
        if (!harmless) expect(repository.files()[path]).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a person's work", () => {
  const FILES = { "clusters/a.yaml": "a", "clusters/b.yaml": "b" };

  async function committed(): Promise<FakeGitOps> {
    const repository = fakeGitOps();
    await commit(repository, FILES);
    return repository;
  }

  it("is explained: which file, what happened, what to do", async () => {
    const repository = await committed();
    repository.edit({ "clusters/a.yaml": "edited" });
    expect(await commit(repository, FILES)).toEqual({
      kind: "humanEdit",
      path: "clusters/a.yaml",
      detail: expect.stringMatching(/changed by hand.*Nothing was written.*ModelDeployment.*inventory\.json/s),
    });
  });

  it("the explained way out works: drop the edit with its line in the inventory", async () => {
    const repository = await committed();
    const inventory = JSON.parse(repository.files()[INVENTORY] ?? "");
    inventory.files = inventory.files.filter((file: { path: string }) => file.path !== "a.yaml");
    repository.edit({ "clusters/a.yaml": null, [INVENTORY]: JSON.stringify(inventory) });
    expect((await commit(repository, { ...FILES, "clusters/a.yaml": "new" })).kind).toBe("committed");
  });

  it("deleting what we still want stops; deleting what we would delete anyway does not", async () => {
    const repository = await committed();
    repository.edit({ "clusters/a.yaml": null });
    expect(await commit(repository, FILES)).toMatchObject({ kind: "humanEdit", path: "clusters/a.yaml" });
    expect((await commit(repository, { "clusters/b.yaml": "b" })).kind).toBe("committed");
  });

  it("a file set executable counts as edited", async () => {
    const repository = await committed();
    repository.edit({ "clusters/a.yaml": "a" }, "executable");
    expect(await commit(repository, {})).toMatchObject({ kind: "humanEdit", path: "clusters/a.yaml" });
  });

  it.each<[string, string]>([
    ["not JSON", "{"],
    ["another schema", '{"schema":"x","files":[]}'],
    [
      "a path that leads outside",
      `{"schema":"loadline.inventory/v1","files":[{"path":"../x","sha256":"${"0".repeat(64)}"}]}`,
    ],
    [
      "a path into the inventory's folder",
      `{"schema":"loadline.inventory/v1","files":[{"path":".loadline/x","sha256":"${"0".repeat(64)}"}]}`,
    ],
    ["a hash that is none", '{"schema":"loadline.inventory/v1","files":[{"path":"x","sha256":"0"}]}'],
  ])("an inventory that is %s stops everything", async (_name, text) => {
    const repository = await committed();
    repository.edit({ [INVENTORY]: text });
    const before = repository.files();
    expect(await commit(repository, {})).toMatchObject({ kind: "humanEdit", path: INVENTORY });
    expect(repository.files()).toEqual(before);
  });
});

describe("what stands in the way", () => {
  it.each<[string, EntryKind, string]>([
    ["clusters", "symlink", "clusters"],
    ["clusters/chat", "symlink", "clusters/chat"],
    ["clusters/chat", "submodule", "clusters/chat"],
    ["clusters/chat", "file", "clusters/chat"],
    ["clusters/chat/a.yaml", "symlink", "clusters/chat/a.yaml"],
    ["clusters/.loadline", "symlink", "clusters/.loadline"],
    [INVENTORY, "symlink", INVENTORY],
    ["clusters/Chat/b.yaml", "file", "clusters/chat"],
  ])("%s as a %s is refused", async (path, kind, named) => {
    const repository = fakeGitOps();
    repository.edit({ [path]: "elsewhere" }, kind);
    expect(await commit(repository, { "clusters/chat/a.yaml": "a" })).toMatchObject({ kind: "refused", path: named });
    expect(repository.changes).toEqual([]);
  });

  it("a foreign symlink beside our files is nobody's business", async () => {
    const repository = fakeGitOps();
    repository.edit({ "clusters/link": "elsewhere" }, "symlink");
    expect((await commit(repository, { "clusters/a.yaml": "a" })).kind).toBe("committed");
    expect(repository.files()["clusters/link"]).toBe("elsewhere");
  });
});

describe("somebody else came first", () => {
  it("then everything is read and rendered again, on the new base", async () => {
    const repository = fakeGitOps({ "traffic.csv": "1" });
    let lost = 3;
    repository.beforeAdvance = () => {
      if (lost-- > 0) repository.edit({ "traffic.csv": `after ${lost}` });
    };
    const bases: (string | null)[] = [];
    const result = await commit(
      repository,
      {},
      {
        prepare: async (base) => {
          bases.push(base.commit);
          return { files: new Map([["clusters/a.yaml", `on ${base.commit}`]]), message: "m\n" };
        },
      },
    );
    expect(result.kind).toBe("committed");
    expect(bases).toEqual(["0", "1", "2", "3"]);
    expect(repository.files()).toMatchObject({ "clusters/a.yaml": "on 3", "traffic.csv": "after 0" });
    expect(pauses).toEqual([120, 240, 480]);
  });

  it("ten times, then it is a conflict", async () => {
    const repository = fakeGitOps();
    repository.beforeAdvance = () => repository.edit({ other: String(Math.random()) });
    expect(await commit(repository, { "clusters/a.yaml": "a" })).toMatchObject({ kind: "conflict", attempts: 10 });
    expect(pauses).toHaveLength(9);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4000);
  });

  it("with an edit inside the owned path: the retry stops at it", async () => {
    const repository = fakeGitOps();
    await commit(repository, { "clusters/a.yaml": "a" });
    repository.beforeAdvance = () => repository.edit({ "clusters/a.yaml": "by hand" });
    expect((await commit(repository, { "clusters/a.yaml": "b" })).kind).toBe("humanEdit");
    expect(repository.files()["clusters/a.yaml"]).toBe("by hand");
  });
});

describe("the answer as JSON", () => {
  it("says what was committed, or that nothing had to be", async () => {
    const repository = fakeGitOps();
    const first = await commit(repository, { "clusters/a.yaml": "a" });
    const paths = [INVENTORY, "clusters/a.yaml"];
    expect(commitDocument(first)).toEqual({ schema: "loadline.commit/v1", commit: "1", changed: true, paths });
    const second = await commit(repository, { "clusters/a.yaml": "a" });
    expect(commitDocument(second)).toEqual({ schema: "loadline.commit/v1", commit: "1", changed: false, paths: [] });
    expect(commitDocument({ kind: "conflict", attempts: 10, detail: "" })).toBeNull();
  });
});

describe("a secret", () => {
  it("stops the commit without being repeated", async () => {
    const repository = fakeGitOps();
    const token = `hf_${"a1B2".repeat(9)}`;
    const result = await commit(repository, { "clusters/a.yaml": `x: 1\nvalue: ${token}\n` });
    expect(result).toMatchObject({ kind: "secret", path: "clusters/a.yaml", line: 2 });
    expect(JSON.stringify(result)).not.toContain(token);
    expect(repository.changes).toEqual([]);
  });
});
