import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/ports/failure.ts";
import { compileTemplate } from "../../../src/render/template.ts";

const render = (source: string, data: Record<string, unknown>) => compileTemplate(source, "t.hbs")(data);

/** Problems as `line: what was found`. */
function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ file, line, found }) => `${file}:${line} ${found}`);
    throw error;
  }
  return [];
}

describe("what a template may do", () => {
  it("prints values as JSON, walks lists and maps, and leaves blocks out", () => {
    const source =
      "{{#each xs}}\n- {{yaml this}}\n{{/each}}\n{{#each m}}\n{{yaml @key}}: {{yaml this}}\n{{/each}}\n{{#if no}}\nx\n{{/if}}\n";
    expect(render(source, { xs: ['a"b\n- c', 1, null], m: { "k: 1": true }, no: false })).toBe(
      '- "a\\"b\\n- c"\n- 1\n- null\n"k: 1": true\n',
    );
  });

  it.each([
    ["a value without quotes", "a: {{name}}"],
    ["a raw value", "a: {{{yaml name}}}"],
    ["an unescaped value", "a: {{&yaml name}}"],
    ["another helper", "a: {{lookup name 0}}"],
    ["a computed value", "a: {{yaml (lookup name 0)}}"],
    ["two values", "a: {{yaml name name}}"],
    ["an option", "a: {{yaml name x=1}}"],
    ["a literal", 'a: {{yaml "text"}}'],
    ["a partial", "a: {{> other}}"],
    ["a block partial", "{{#> other}}x{{/other}}"],
    ["a decorator", "{{* other}}"],
    ["a decorated block", '{{#* inline "x"}}y{{/inline}}'],
    ["with", "{{#with name}}x{{/with}}"],
    ["a block of its own", "{{#name}}x{{/name}}"],
    ["the constructor", "a: {{yaml name.constructor}}"],
    ["the constructor in brackets", "a: {{yaml name.[constructor]}}"],
    ["the prototype", "{{#if name.__proto__}}x{{/if}}"],
    ["the root", "a: {{yaml @root.name}}"],
  ])("refuses %s", (_what, source) => {
    const found = problemsOf(() => compileTemplate(`line: 1\n${source}\n`, "t.hbs"));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(/^t\.hbs:2 /);
  });

  it("says where a block is not closed", () => {
    expect(problemsOf(() => compileTemplate("a\n{{#if x}}\n", "t.hbs"))).toHaveLength(1);
  });

  it("takes text only: a parsed tree could carry code", () => {
    const tree = { type: "Program", body: [] } as unknown as string;
    expect(() => compileTemplate(tree, "t.hbs")).toThrow(TypeError);
  });
});

describe("names the data lacks", () => {
  it.each([
    ["printed", "a: 1\nb: {{yaml plan.typo}}"],
    ["in a condition", "a: 1\n{{#if plan.typo}}\nb: 2\n{{/if}}"],
    ["in a repetition", "a: 1\n{{#each plan.typo}}\nb: 2\n{{/each}}"],
    ["at the top", "a: 1\nb: {{yaml typo}}"],
  ])("throw when %s, with file and line", (_where, source) => {
    const found = problemsOf(() => render(source, { plan: { gpus: 1 } }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^t\.hbs:2 .*typo/);
  });

  it("include everything objects inherit", () => {
    expect(problemsOf(() => render("a: {{yaml toString}}", {}))).toHaveLength(1);
    expect(problemsOf(() => render("{{#if hasOwnProperty}}x{{/if}}", {}))).toHaveLength(1);
  });
});

it("stops repetitions that multiply", () => {
  const many = Array.from({ length: 300 }, (_, index) => index);
  const source = "{{#each a}}{{#each ../a}}{{yaml this}}{{/each}}{{/each}}";
  expect(problemsOf(() => render(source, { a: many }))).toEqual([expect.stringContaining("10000")]);
});
