import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { HEALTH_CHECKS } from "../../../src/render/health/index.ts";
import type { RenderInput } from "../../../src/render/input.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { managed } from "./managed-variety.ts";
import { check, ownFolder } from "./own-folder.ts";
import { listAt, pick } from "./pick.ts";
import { renderedFiles } from "./rendered.ts";
import { shippedTemplates, varied } from "./sample.ts";

let templates: ReadonlyMap<string, string>;
beforeAll(async () => {
  templates = await shippedTemplates();
});

const own = (input: RenderInput) => ownFolder(input, templates);

describe.each(Object.entries(managed))("%s", (_name, input) => {
  it("renders manifests that are valid, all of them checked", async () => {
    const files = renderManifests(input, templates);
    expect(await check(files)).toEqual({ files: files.size, documents: files.size, invalid: [], skipped: [] });
  });

  it("gives the same bytes each time", () => {
    expect([
      ...renderManifests({ ...input, ...structuredClone({ ...input, engine: null }), engine: input.engine }, templates),
    ]).toEqual([...renderManifests(input, templates)]);
  });

  it("refuses a misspelt field, a field too many and one too few, in each of its own files", async () => {
    // An ExternalSecret's schema is not ours; test/src/render/faults.ts has its faults.
    const texts = own(input).filter(([, text]) => !text.includes("kind: ExternalSecret"));
    expect(texts.length).toBeGreaterThan(0);
    for (const [path, text] of texts) {
      const misspelt = await check(new Map([[path, text.replace("\nspec:\n", "\nspecs:\n")]]));
      expect(misspelt.invalid.map(({ message }) => message).join("\n")).toMatch(
        /unknown field `specs`; did you mean `spec`/,
      );
      const more = await check(new Map([[path, `${text}status: {}\n`]]));
      expect(more.invalid.length).toBe(1);
      const version = await check(new Map([[path, text.replace(/^(apiVersion: [^/]+)\/.*$/m, "$1/v9")]]));
      expect(version.invalid.map(({ message }) => message).join()).toMatch(/no API version/);
      expect([...misspelt.skipped, ...more.skipped, ...version.skipped]).toEqual([]);
    }
  });

  it("writes only kinds whose health Argo CD is taught, and lets its project create them", () => {
    // Argo CD itself knows when an ExternalSecret is there: its resource_customizations/external-secrets.io.
    const known = [...HEALTH_CHECKS.map(({ group, kind }) => `${group}/${kind}`), "external-secrets.io/ExternalSecret"];
    const project = renderedFiles(input, templates).get("project.yaml");
    const allowed = listAt(project, "spec", "namespaceResourceWhitelist").map(
      (entry) => `${pick(entry, "group")}/${pick(entry, "kind")}`,
    );
    for (const [, text] of own(input)) {
      const manifest = load(text);
      const kind = `${String(pick(manifest, "apiVersion")).split("/")[0]}/${pick(manifest, "kind")}`;
      expect(known).toContain(kind);
      expect(allowed).toContain(kind);
    }
  });

  it("has an Application that ignores no Deployment's replicas, and a Namespace", () => {
    const files = renderedFiles(input, templates);
    expect(pick(files.get("chat.yaml"), "spec", "ignoreDifferences")).toBeUndefined();
    expect(pick(files.get("ai-models.yaml"), "kind")).toBe("Namespace");
  });
});

it.each([
  ["azure-container-instances", /no GPUs since 2025-07-14[\s\S]*azure-container-apps/],
  ["lambda-cloud", /no operator[\s\S]*eks/],
])("says why nothing is rendered for %s, and what to do instead", (name, wanted) => {
  const input = varied({ platform: { name } });
  expect(() => own(input)).toThrow(/spec\.platform\.name/);
  expect(() => own(input)).toThrow(wanted);
});
