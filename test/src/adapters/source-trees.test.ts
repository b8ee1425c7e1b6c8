import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { directoryTree } from "../../../src/adapters/directory-tree.ts";
import { gitTree } from "../../../src/adapters/git-revisions.ts";
import { readTree, type SourceTree } from "../../../src/ports/revisions.ts";
import { removeScratch, type Scratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

const FILES = { "loadline.yaml": "kind: Settings\n", "models/chat.yaml": "a: 1\n", "traffic/ü b.csv": "1,2\n" };

function prepared(): Scratch {
  const repo = scratch();
  repo.commit(FILES);
  mkdirSync(join(repo.folder, "outside"));
  writeFileSync(join(repo.folder, "outside/secret"), "secret");
  symlinkSync("models/chat.yaml", join(repo.repository, "inside"));
  symlinkSync("../outside/secret", join(repo.repository, "outward"));
  symlinkSync("/etc/hostname", join(repo.repository, "absolute"));
  symlinkSync("round", join(repo.repository, "round"));
  symlinkSync("../../outside", join(repo.repository, "models/folder"));
  repo.git("add", "--all");
  repo.git("commit", "-q", "-m", "links");
  return repo;
}

const trees: Record<string, (repo: Scratch) => Promise<SourceTree>> = {
  "a folder": (repo) => directoryTree(repo.repository),
  "a revision": (repo) => gitTree(repo.repository, "main", { environment: repo.environment }),
};

describe.each(Object.entries(trees))("%s", (_name, open) => {
  it("lists its files, and links that stay inside", async () => {
    expect(await (await open(prepared())).list()).toEqual(["inside", ...Object.keys(FILES)]);
  });

  it("reads files, and links that stay inside, byte for byte", async () => {
    const tree = await open(prepared());
    const read = async (path: string) => Buffer.from((await tree.read(path)) ?? []).toString();
    expect(await read("traffic/ü b.csv")).toBe("1,2\n");
    expect(await read("inside")).toBe("a: 1\n");
    expect(await tree.read("models")).toBeNull();
    expect(await tree.read("nowhere")).toBeNull();
    expect(await tree.read("round")).toBeNull();
  });

  it.each([
    "outward",
    "absolute",
    "models/folder/secret",
    "../outside/secret",
    "/etc/hostname",
    "models/../../outside/secret",
  ])("never hands out %s", async (path) => {
    const tree = await open(prepared());
    const content = await tree.read(path).catch((error: Error) => error.name);
    expect([null, "InputError"]).toContain(content);
  });

  it("hands over what was asked for", async () => {
    const files = await readTree(await open(prepared()), (path) => /^(loadline|models\/.*)\.yaml$/.test(path));
    expect([...files].map(([path, content]) => [path, Buffer.from(content).toString()])).toEqual([
      ["loadline.yaml", "kind: Settings\n"],
      ["models/chat.yaml", "a: 1\n"],
    ]);
  });
});

describe("a revision", () => {
  it("is read as it was, whatever the work tree holds now", async () => {
    const repo = scratch();
    const first = repo.commit({ "a.yaml": "1\n" });
    repo.commit({ "a.yaml": null, "b.yaml": "2\n" });
    repo.git("tag", "-a", "v1", "-m", "v1", first);
    for (const revision of [first, first.slice(0, 10), "v1", "main~1"]) {
      const tree = await gitTree(repo.repository, revision, { environment: repo.environment });
      expect([tree.commit, await tree.list()]).toEqual([first, ["a.yaml"]]);
    }
  });

  it("has the folder as its root, as a folder does", async () => {
    const repo = scratch();
    repo.commit({ "config/loadline.yaml": "x\n", "other.txt": "o\n" });
    const tree = await gitTree(join(repo.repository, "config"), "main", { environment: repo.environment });
    expect(await tree.list()).toEqual(["loadline.yaml"]);
    expect(Buffer.from((await tree.read("loadline.yaml")) ?? []).toString()).toBe("x\n");
  });

  it.each(["nowhere", "", "--all", "-x", "main:a.yaml", "main^{tree}", "a\nb"])(
    "%j is a mistake, not a command",
    async (revision) => {
      const repo = scratch();
      repo.commit({ "a.yaml": "1\n" });
      await expect(gitTree(repo.repository, revision, { environment: repo.environment })).rejects.toThrow(
        /names no commit here/,
      );
    },
  );

  it("outside a repository is a mistake too", async () => {
    const repo = scratch();
    await expect(gitTree(repo.folder, "main", { environment: repo.environment })).rejects.toThrow(
      /not in a Git repository[\s\S]*Name two folders/,
    );
  });
});

describe("a folder", () => {
  it("that is none is a mistake", async () => {
    const repo = scratch();
    writeFileSync(join(repo.folder, "file"), "");
    await expect(directoryTree(join(repo.folder, "nowhere"))).rejects.toThrow(/Found: nothing/);
    await expect(directoryTree(join(repo.folder, "file"))).rejects.toThrow(/Found: a file/);
  });
});
