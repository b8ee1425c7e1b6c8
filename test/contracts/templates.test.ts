import { beforeAll, describe, expect, it } from "vitest";
import { planFiles } from "../../src/render/layout/files.ts";
import { compileTemplate } from "../../src/render/template.ts";
import { managed } from "../src/render/managed-variety.ts";
import { shippedTemplates } from "../src/render/sample.ts";
import { everyDeployment } from "../src/render/serving-variety.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const planned = Object.values({ ...everyDeployment, ...managed }).flatMap(planFiles);
const names = [...new Set(planned.map(({ template }) => template))].sort();

/** The data, and the names at its top that somebody asked for. */
function watched(view: Readonly<Record<string, unknown>>) {
  const asked = new Set<string>();
  const data = new Proxy(view, {
    get(target, key) {
      if (typeof key === "string") asked.add(key);
      return Reflect.get(target, key);
    },
  });
  return { data, asked };
}

describe.each(names)("%s", (name) => {
  it("exists, compiles under the policy and asks for nothing that it is not given", () => {
    const render = compileTemplate(templates.get(name) ?? "{{missing}}", `templates/${name}`);
    for (const { view } of planned.filter(({ template }) => template === name)) expect(render(view)).not.toBe("");
  });

  it("uses everything that it is given", () => {
    const render = compileTemplate(templates.get(name) ?? "", name);
    const given = new Set<string>();
    const used = new Set<string>();
    for (const { view } of planned.filter(({ template }) => template === name)) {
      const { data, asked } = watched(view);
      render(data);
      for (const key of Object.keys(view)) given.add(key);
      for (const key of asked) used.add(key);
    }
    expect([...given].filter((key) => !used.has(key))).toEqual([]);
  });

  it("decides and calculates nothing: every value comes through {{yaml}}", () => {
    const tags = (templates.get(name) ?? "").match(/\{\{.*?\}\}/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    expect(
      tags.filter(
        (tag) => !/^\{\{((yaml|word) [\w@./]+|#(if|unless|each) [\w./]+|\/(if|unless|each)|else)\}\}$/.test(tag),
      ),
    ).toEqual([]);
  });
});

it("has a use for every template that ships", () => {
  expect([...templates.keys()]).toEqual(names);
});
