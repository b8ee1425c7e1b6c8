import fc from "fast-check";
import { load, YAML11_SCHEMA } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { printManifest } from "../../../src/render/yaml/print.ts";
import { readYaml } from "../../../src/render/yaml/read.ts";
import { hostileText } from "./hostile.ts";

const messagesOf = (text: string) => readYaml(text).problems.map(({ line, message }) => `${line}: ${message}`);

describe("reading", () => {
  it.each(["n", "on", "Yes", "0777", "1_000", "1:30", "0x_1f", "1_000.5e3", "0o1_7"])(
    "refuses `%s` unquoted: YAML 1.1 reads something else",
    (text) => {
      expect(messagesOf(`a: 1\nb: ${text}\n`)).toEqual([expect.stringMatching(/^2: .*(?:Kubernetes|YAML 1\.1) reads/)]);
      expect(messagesOf(`a: 1\nb: "${text}"\n`)).toEqual([]);
    },
  );

  it.each(["yess", "1.5", "1e3", "2026-11-27", "true", "0.5", "v1", "10.0.0.1", "0o17", "-1"])(
    "takes `%s`, which every reader reads alike",
    (text) => expect(messagesOf(`a: ${text}\n`)).toEqual([]),
  );

  it("refuses a key that is read as another one", () => {
    expect(messagesOf("a: 1\non: 2\n")).toEqual([expect.stringMatching(/^2: the key `on`/)]);
  });

  it("finds keys written twice, with their mapping, in every document", () => {
    const { documents, problems } = readYaml("a:\n  - b: 1\n    b: 2\n---\nc: 1\n---\nd: {e: 1, e: 2}\n");
    expect(documents).toHaveLength(1);
    expect(problems.map(({ line, message, path }) => [line, message, path])).toEqual([
      [3, "`b` is written twice", ["a", 0]],
      [7, "`e` is written twice", ["d"]],
    ]);
  });

  it("finds every key that is written twice, whatever its quotes", () => {
    const text = 'a: 1\n"a": 2\nb:\n  c: {d: 1, d: 2}\n  c: 3\na: 3\n';
    expect(messagesOf(text)).toEqual([
      "2: `a` is written twice",
      "4: `d` is written twice",
      "5: `c` is written twice",
      "6: `a` is written twice",
    ]);
  });

  it("reads what stands before and behind a document that is no YAML", () => {
    const { documents, problems } = readYaml("a: 1\n---\nb: [\n--- # two\nc: 2\n---\n  - x\n y: {\n---\nd: 3\n");
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 2 }, { d: 3 }]);
    expect(documents.map(({ lineAt }) => lineAt(["d"]))).toEqual([1, 5, 10]);
    expect(problems.map(({ line }) => line)).toEqual([4, 8]);
  });

  it("hands over what an editor reads where the readings differ, but nothing that never ends", () => {
    expect(readYaml("a: on\nb: {c: 1, c: 2}\n").doubtful.map(({ value }) => value)).toEqual([{ a: "on", b: { c: 2 } }]);
    expect(readYaml("&a [*a]\n").doubtful).toEqual([]);
  });

  it("leaves empty documents out and reads merge keys", () => {
    const { documents, problems } = readYaml("---\n---\na: &x {b: 1}\nc: {<<: *x, d: 2}\n---\n# nothing\n");
    expect(problems).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual([{ a: { b: 1 }, c: { b: 1, d: 2 } }]);
  });

  it("knows the line of a path, of its key or of its nearest parent", () => {
    const [document] = readYaml("# c\na:\n  b:\n    - c: 1\n      d: {e: 2}\n    - f\n").documents;
    const lines = [[], ["a"], ["a", "b", 0, "d", "e"], ["a", "b", 1], ["a", "b", 9], ["a", "x", "y"]];
    expect(lines.map((path) => document?.lineAt(path))).toEqual([2, 2, 5, 6, 3, 2]);
  });

  it.each([
    ["aliases of aliases", bomb()],
    ["an alias of itself", "&a [*a]\n"],
    ["too deep", `${"[".repeat(80)}${"]".repeat(80)}\n`],
    ["a tag that runs something", "a: !!js/function x\n"],
    ["binary", "a: !!binary aGk=\n"],
    ["an open bracket", "a: [1\n"],
    ["a NUL", "a: \0\n"],
    ["not a number", "a: .nan\n"],
  ])("refuses %s", (_what, text) => {
    const { documents, problems } = readYaml(text);
    expect(documents).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
  });
});

function bomb(): string {
  const names = "abcdefghi";
  const first = "a: &a [1,1,1,1,1,1,1,1,1]\n";
  const more = [...names.slice(1)].map((name, index) => {
    const inner = Array.from({ length: 9 }, () => `*${names[index]}`).join(",");
    return `${name}: &${name} [${inner}]\n`;
  });
  return first + more.join("");
}

describe("printing", () => {
  const manifest = fc.record({
    kind: hostileText,
    spec: fc.dictionary(hostileText, fc.oneof(hostileText, fc.array(hostileText), fc.integer(), fc.boolean())),
  });

  it("is read back the same by YAML 1.2, YAML 1.1 and another library", () => {
    fc.assert(
      fc.property(manifest, (value) => {
        const text = printManifest(value, "c");
        const { documents, problems } = readYaml(text);
        expect(problems).toEqual([]);
        expect(documents.map((document) => document.value)).toEqual([value]);
        expect(load(text, { schema: YAML11_SCHEMA })).toEqual(value);
        expect(parse(text)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it("shows no character that hides, reorders or breaks text", () => {
    fc.assert(
      fc.property(manifest, (value) => {
        expect(printManifest(value, "c")).not.toMatch(/(?![\n ])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]/u);
      }),
    );
  });

  it("does not depend on the order in which keys came", () => {
    const one = printManifest(
      { spec: 1, kind: "K", metadata: { labels: { b: "1", a: "2" }, name: "n" }, apiVersion: "v1" },
      "c",
    );
    const two = printManifest(
      { apiVersion: "v1", metadata: { name: "n", labels: { a: "2", b: "1" } }, kind: "K", spec: 1 },
      "c",
    );
    expect(one).toBe(two);
    expect(one).toBe(
      '# c\napiVersion: v1\nkind: K\nmetadata:\n  name: "n"\n  labels:\n    a: "2"\n    b: "1"\nspec: 1\n',
    );
  });
});
