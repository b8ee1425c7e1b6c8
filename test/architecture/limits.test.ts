import { describe, expect, it } from "vitest";
import { read, sources } from "./disk.ts";
import { statedLimits, violations } from "./limits.ts";
import { measureFunctions } from "./measure.ts";

const limits = statedLimits();
const statements = (count: number): string => "  work();\n".repeat(count);
const only = (source: string) => measureFunctions(source)[0];

describe("limits", () => {
  it("are the ones the house style states", () => {
    expect(limits).toEqual({ fileLines: 250, functionLines: 50, parameters: 3, nesting: 3 });
  });

  it("hold in every file", () => {
    expect(sources().length).toBeGreaterThan(20);
    expect(sources().flatMap((path) => violations(path, read(path), limits))).toEqual([]);
  });
});

describe("a broken limit is named with file, line, function and limit", () => {
  it("file length", () => {
    expect(violations("src/a.ts", "work();\n".repeat(250), limits)).toEqual([]);
    expect(violations("src/a.ts", "work();\n".repeat(251), limits)).toEqual([
      "src/a.ts: 251 lines, at most 250. Split it.",
    ]);
  });

  it("function length", () => {
    expect(violations("src/a.ts", `function f() {\n${statements(48)}}\n`, limits)).toEqual([]);
    expect(violations("src/a.ts", `\nfunction f() {\n${statements(49)}}\n`, limits)).toEqual([
      "src/a.ts:2: f: 51 lines, at most 50",
    ]);
  });

  it("parameters", () => {
    expect(violations("src/a.ts", "const f = (a, b, c, d) => a + b + c + d;\n", limits)).toEqual([
      "src/a.ts:1: f: 4 parameters, at most 3",
    ]);
  });

  it("nesting", () => {
    const source =
      "class A {\n  run() {\n    for (;;) if (a) while (b) { try { work(); } finally { work(); } }\n  }\n}\n";
    expect(violations("src/a.ts", source, limits)).toEqual(["src/a.ts:2: run: 4 levels of nesting, at most 3"]);
  });

  it("not in a generated file", () => {
    expect(violations("planner/gpus/index.generated.ts", "work();\n".repeat(251), limits)).toEqual([]);
    expect(violations("planner/prices/eks.ts", "work();\n".repeat(251), limits)).toEqual([]);
  });
});

describe("measuring", () => {
  it("finds methods, accessors, arrows and functions inside functions", () => {
    const source = `
      class A { constructor(a) { work(a); } get size() { return 1; } #hide() { return 2; } }
      const o = { put(a, b) { return a + b; }, take: (a) => a };
      function outer() { const inner = () => 1; return inner; }`;
    expect(measureFunctions(source).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["constructor", "size", "hide", "put", "take", "outer", "inner"]),
    );
  });

  it("counts lines rightly after letters of several bytes", () => {
    expect(only("/* é 漢 */\nconst ü = 'é\\n';\nfunction f() {\n  return ü;\n}\n")).toMatchObject({
      line: 3,
      length: 3,
    });
  });

  it("keeps an else-if on the level of its if, and starts a nested function afresh", () => {
    expect(only("function f() { if (a) {} else if (b) {} else if (c) { if (d) {} } }")).toMatchObject({ nesting: 2 });
    expect(only("function f() { if (a) { return () => { if (b) {} }; } }")).toMatchObject({ nesting: 1 });
  });

  it("lets a suite be long, not a test in it", () => {
    const test = `it("works", () => {\n${statements(60)}});\n`;
    expect(violations("test/a.test.ts", `describe.each([1])("all", () => {\n${test}});\n`, limits)).toEqual([
      'test/a.test.ts:2: it "works": 62 lines, at most 50',
    ]);
  });
});
