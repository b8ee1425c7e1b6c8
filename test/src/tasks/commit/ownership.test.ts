import { describe, expect, it } from "vitest";
import { checkFiles, checkOwned } from "../../../../src/tasks/commit/ownership.ts";

describe("owned paths", () => {
  it("lose a closing slash and are sorted, each once", () => {
    expect(checkOwned(["b/", "a/c", "b"])).toEqual(["a/c", "b"]);
  });

  it.each([
    [[]],
    [[""]],
    [["."]],
    [["/"]],
    [["./"]],
    [["a//"]],
    [["../a"]],
    [["a", "a/b"]],
    [[".git"]],
    [["a/.loadline"]],
  ])("cannot be %j", (paths) => {
    expect(() => checkOwned(paths)).toThrow(/Wanted: a path inside the repository/);
  });
});

describe("files", () => {
  const owned = ["clusters", "apps"];

  it("lie below an owned path", () => {
    expect(() => checkFiles(["clusters/a", "apps/b/c"], owned)).not.toThrow();
  });

  it.each([
    ["outside", ["other/a"]],
    ["in a folder that only begins like it", ["clusters-two/a"]],
    ["the owned path itself", ["clusters"]],
    ["in the inventory's place", ["clusters/.loadline/inventory.json"]],
    ["a file and a folder at once", ["clusters/a", "clusters/a/b"]],
    ["alike but for letter case", ["clusters/a.yaml", "clusters/A.yaml"]],
    ["in folders alike but for letter case", ["clusters/a/x", "clusters/A/y"]],
    ["escaping", ["clusters/../x"]],
  ])("are refused when %s", (_name, paths) => {
    expect(() => checkFiles(paths, owned)).toThrow(/Found: a path that/);
  });
});
