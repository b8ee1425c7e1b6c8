import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { disk } from "../../../src/adapters/disk.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loadline-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (files: Readonly<Record<string, string>>) =>
  disk.write(join(folder, "out"), new Map(Object.entries(files)));
const text = (path: string): string => readFileSync(join(folder, "out", path), "utf8");

describe("writing", () => {
  it("makes folders, replaces files, and leaves others alone", async () => {
    await write({ "a/b.yaml": "1\n", "c.yaml": "1\n" });
    await write({ "a/b.yaml": "2\n" });
    expect([text("a/b.yaml"), text("c.yaml")]).toEqual(["2\n", "1\n"]);
    expect(await disk.list(join(folder, "out"))).toEqual(["a/b.yaml", "c.yaml"]);
  });

  it("lists the folder that one stands in", async () => {
    const [from, out] = [process.cwd(), join(folder, "out")];
    await write({ "a/b.yaml": "1\n", "c.yaml": "1\n" });
    process.chdir(out);
    try {
      for (const here of [".", "./", "a/.."]) expect(await disk.list(here), here).toEqual(["a/b.yaml", "c.yaml"]);
    } finally {
      process.chdir(from);
    }
  });

  it("writes nothing when one of the files cannot be written", async () => {
    await write({ "a.yaml": "old\n", "place/x": "x\n" });
    await expect(write({ "a.yaml": "new\n", place: "a folder stands here\n" })).rejects.toThrow(/is a folder already/);
    await expect(write({ "a.yaml": "new\n", "a.yaml/b": "a file stands here\n" })).rejects.toThrow(/needs a folder/);
    expect(text("a.yaml")).toBe("old\n");
    expect(await disk.list(join(folder, "out"))).toEqual(["a.yaml", "place/x"]);
  });

  it("says so when a file stands where a folder is wanted", async () => {
    writeFileSync(join(folder, "out"), "a file");
    await expect(write({ "a.yaml": "" })).rejects.toThrow(/out\n {2}Found: a file, or a path through one/);
    expect(readFileSync(join(folder, "out"), "utf8")).toBe("a file");
  });

  it.skipIf(!existsSync("/proc/self"))("ends where no folder can be made", async () => {
    await expect(disk.write("/proc/loadline/out", new Map([["a", ""]]))).rejects.toThrow(/disk: cannot write/);
  });

  it("takes its drafts away when the disk refuses half way", async () => {
    await write({ "a.yaml": "old\n" });
    mkdirSync(join(folder, "out", `b.yaml.loadline-${process.pid}`));
    await expect(write({ "a.yaml": "new\n", "b.yaml": "new\n" })).rejects.toThrow(/disk: cannot write/);
    expect(text("a.yaml")).toBe("old\n");
    expect(readdirSync(join(folder, "out"))).toEqual(["a.yaml", `b.yaml.loadline-${process.pid}`]);
  });

  it.each(["../x", "/x", "a/../../x", ".git/hooks/x", "link/x", "linked"])("never writes to %s", async (path) => {
    mkdirSync(join(folder, "elsewhere"));
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "elsewhere/file"), "before");
    symlinkSync("../elsewhere", join(folder, "out/link"));
    symlinkSync("../elsewhere/file", join(folder, "out/linked"));
    await expect(write({ "fine.yaml": "f\n", [path]: "x" })).rejects.toThrow(/stays below this folder/);
    expect(readdirSync(join(folder, "elsewhere"))).toEqual(["file"]);
    expect(readFileSync(join(folder, "elsewhere/file"), "utf8")).toBe("before");
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["link", "linked"]);
  });
});

describe("reading", () => {
  it("answers null where nothing stands", async () => {
    writeFileSync(join(folder, "file"), "x");
    expect(await disk.read(join(folder, "no"))).toBeNull();
    expect(await disk.read(join(folder, "file/x"))).toBeNull();
    expect([await disk.list(join(folder, "no")), await disk.list(join(folder, "file"))]).toEqual([null, null]);
    expect(Buffer.from((await disk.read(join(folder, "file"))) ?? []).toString()).toBe("x");
  });

  it("refuses a folder and a pipe, which would be waited for without end", async () => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await expect(disk.read(folder)).rejects.toThrow(/Found: a folder/);
    await expect(disk.read(join(folder, "pipe"))).rejects.toThrow(/Found: a pipe or device/);
  });
});
