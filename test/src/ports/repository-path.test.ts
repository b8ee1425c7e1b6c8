import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, parentsOf, refusePath } from "../../../src/ports/repository-path.ts";

describe("paths that are refused", () => {
  const corpus: Record<string, string> = {
    empty: "",
    absolute: "/etc/passwd",
    "up and out": "../x",
    "up in the middle": "a/../../x",
    "up at the end": "a/..",
    here: "./a",
    "an empty component": "a//b",
    "a closing slash": "a/",
    NUL: "a\0b",
    "a line end": "a\nb",
    "a carriage return": "a\rb",
    "an escape sequence": "a\u001b[2Jb",
    delete: "a\u007f",
    "a C1 control": "a\u0085b",
    "right-to-left override": "a\u202eb",
    "a zero-width joiner": "a\u200db",
    "a lone surrogate": "a\ud800b",
    "a backslash": "a\\..\\b",
    "a drive": "C:/x",
    "a stream": "a.yaml::$DATA",
    "Git's folder": ".git/config",
    "Git's folder further down": "a/.git/hooks/pre-commit",
    "Git's folder in capitals": "a/.GIT/config",
    "Git's short name on Windows": "a/git~1/config",
    "Git's folder with a dot behind": ".git./config",
    "Git's folder with a blank behind": ".git /config",
    "Git's folder with an invisible letter": ".g\u200cit/config",
    submodules: ".gitmodules",
    attributes: "a/.gitattributes",
    workflows: ".github/workflows/x.yaml",
    "a dot behind": "a./b",
    "not composed": "cafe\u0301",
    "too long a component": "a".repeat(256),
    "too long a component in bytes": "ü".repeat(128),
    "too long": `${"abc/".repeat(1100)}d`,
  };

  it.each(Object.entries(corpus))("%s", (_name, path) => {
    expect(refusePath(path)).not.toBeNull();
  });
});

describe("paths that pass", () => {
  it.each([
    "a",
    "a/b.yaml",
    "clusters/prod/.loadline/inventory.json",
    "café",
    "a/..b",
    "a/...c",
    "漢字/x",
    "a".repeat(255),
    "gitops/x",
    "a b",
  ])("%j", (path) => {
    expect(refusePath(path)).toBeNull();
  });

  it("stay where they are when they are joined to a folder and resolved", () => {
    const part = fc.oneof(
      fc.constantFrom("..", ".", "", ".git", "a", "b.yaml"),
      fc.string({ unit: "binary", maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join("/");
        if (refusePath(path) !== null) return;
        expect(posix.resolve("/owned", path)).toBe(`/owned/${path}`);
        expect(parentsOf(path).every((parent) => isWithin(path, parent))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

it("a folder's neighbour is not inside it", () => {
  expect([isWithin("ab/c", "a"), isWithin("a/c", "a"), isWithin("a", "a"), isWithin("a", "a/c")]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(parentsOf("a/b/c")).toEqual(["a", "a/b"]);
  expect(parentsOf("a")).toEqual([]);
});
