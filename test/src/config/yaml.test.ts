import { describe, expect, it } from "vitest";
import { readYaml } from "../../../src/config/yaml.ts";
import { problemsOf, summaries } from "./examples.ts";

const read = (text: string) => () => readYaml(text, "f.yaml");

describe("words that YAML 1.1 and 1.2 read differently", () => {
  it.each([
    ["no", "false"],
    ["on", "true"],
    ["n", "false"],
    ["Yes", "true"],
    ["0777", "511"],
    ["1_000", "1000"],
    ["1:30", "90"],
    ["12:30:00", "45000"],
    ["08", 'the text "08"'],
    ["0o17", 'the text "0o17"'],
  ])("%s is refused, with the advice to quote it", (word, older) => {
    const [problem, ...rest] = problemsOf(read(`a: 1\nb:\n  - ${word}\n`));
    expect(rest).toEqual([]);
    expect(problem).toMatchObject({ line: 3, column: 5, at: "b[0]" });
    expect(problem?.found).toContain(`YAML 1.1 reads ${older}`);
    expect(problem?.advice).toContain(`"${word}"`);
    expect(readYaml(`a: "${word}"`, "f.yaml").value).toEqual({ a: word });
  });

  it("as keys too", () => {
    expect(summaries(read("y: 1\n"))).toEqual([
      '1:1 y: Put it in quotes if text is meant: "y", or true if that is meant.',
    ]);
  });

  it("but not dates, exponents without a dot, quoted, tagged or block text", () => {
    const text = "a: 2026-10-26\nb: 7e-8\nc: !!str no\nd: |\n  no\ne: 'on'\nf: 2.0e-5\n";
    expect(readYaml(text, "f.yaml").value).toEqual({ a: "2026-10-26", b: 7e-8, c: "no", d: "no\n", e: "on", f: 2e-5 });
  });

  it("except `off` where the format has such a word", () => {
    const permit = (path: readonly unknown[]) => path.join(".") === "mode";
    expect(readYaml("mode: off", "f.yaml", permit).value).toEqual({ mode: "off" });
    expect(problemsOf(() => readYaml("other: off", "f.yaml", permit))).toHaveLength(1);
    expect(problemsOf(() => readYaml("mode: no", "f.yaml", permit))).toHaveLength(1);
  });
});

describe("what YAML allows and a reader must not", () => {
  it.each([
    ["a repeated key, at the second one", "a: 1\nb: {c: 1, c: 2}\n", "2:11 b.c: Remove one of the two"],
    ["a key repeated as number and text", "1: a\n'1': b\n", '2:1 ["1"]: Remove one of the two'],
    ["two documents", "a: 1\n---\nb: 2\n", "2:1 : Put each document into a file of its own"],
    ["an empty second document", "a: 1\n---\n", "2:1 : Put each document into a file of its own"],
    ["an empty file", "", "1:1 : Start from an example"],
    ["a file of comments", "# nothing\n", "1:1 : Start from an example"],
    ["an empty document", "---\n", "1:1 : Start from an example"],
    ["NUL", "a: x\0y", "1:5 : Save the file as UTF-8 text"],
    ["other binary content", "a: 1\nb: \u001b[2J", "2:4 : Save the file as UTF-8 text"],
    ["a tab as indentation", "a:\n\tb: 1\n", "2:1 : Replace the tab by spaces"],
    ["an open bracket", "a: [1, 2\nb: 3\n", "2:1 : Check the indentation and that every bracket"],
    ["a colon in plain text", "a: b: c\n", "1:5 : Put a value that holds `: ` in quotes"],
    ["an open quote", "a: 'x", "1:6 : Close the quote"],
    ["a tag", "a: !!js/function x", "1:4 : Remove the tag"],
    ["a merge key", "a: &a {b: 1}\nc:\n  <<: *a\n", '3:3 c["<<"]: Write the keys out'],
    ["__proto__", "__proto__: {a: 1}\n", "1:1 __proto__: Remove it"],
    ["a mapping as a key", "a: {{ name }}\n", "1:5 a: Write the key as text"],
    ["an unknown alias", "a: *b\n", "1:4 : Put it in quotes"],
    ["an endless alias", "a: &a [*a]\n", "1:8 : Write the value out"],
    ["61 levels", `a: ${"[".repeat(61)}${"]".repeat(61)}`, "1:63 : Flatten the file"],
    ["51 aliases", `a: &a 1\nb: [${"*a, ".repeat(51)}]`, "2:205 : Write the values out"],
  ])("%s", (_what, text, expected) => {
    const [first] = summaries(read(text));
    expect(first?.slice(0, expected.length)).toBe(expected);
  });

  it("an alias bomb of few aliases", () => {
    const levels = Array.from({ length: 24 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`);
    const [first] = summaries(read(`l0: &l0 [1, 1]\n${levels.join("\n")}\n`));
    expect(first).toBe("1:1 : Write the file without aliases of aliases.");
  });

  it("more than one mebibyte, counted in bytes", () => {
    expect(summaries(read(`a: ${"ä".repeat(2 ** 19)}`))[0]).toMatch(/^1:1 : Check that this is the right file/);
    expect(readYaml(`a: ${"x".repeat(2 ** 20 - 3)}`, "f.yaml").value).toHaveProperty("a");
  });

  it("all at once, in order, at most 20", () => {
    const text = Array.from({ length: 30 }, (_, index) => `k${index}: no`).join("\n");
    const problems = problemsOf(read(text));
    expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(problems.at(-1)?.advice).toMatch(/\(10 more problems are not shown\.\)$/);
  });
});

describe("places", () => {
  const text = "\uFEFFa:\r\n  b: [1, {c: 2}]\r\n  d: |\r\n    x\r\n  e:\r\ng: &g\r\n  h: 1\r\ni: *g\r\n";
  const document = readYaml(text, "f.yaml");

  it.each([
    [[], 1, 1],
    [["a"], 1, 1],
    [["a", "b"], 2, 6],
    [["a", "b", 0], 2, 7],
    [["a", "b", 1, "c"], 2, 14],
    [["a", "d"], 3, 3],
    [["a", "e"], 5, 3],
    [["g", "h"], 7, 6],
    [["i"], 8, 4],
    [["i", "h"], 8, 4],
    [["a", "b", 7], 2, 6],
    [["a", "nowhere", "deeper"], 1, 1],
    [["nowhere"], 1, 1],
  ])("%j is at %i:%i, with byte order mark and CR LF", (path, line, column) => {
    expect(document.locate(path)).toEqual({ line, column });
  });

  it("of keys", () => {
    expect(document.locateKey(["a", "b", 1, "c"])).toEqual({ line: 2, column: 11 });
  });

  it("and the text that stands there", () => {
    expect(document.source(["a", "b", 1, "c"])).toBe("2");
    expect(document.source(["a", "b"])).toBeNull();
    expect(document.source(["nowhere"])).toBeNull();
  });
});
