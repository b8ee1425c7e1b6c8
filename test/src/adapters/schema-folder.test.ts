import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { schemaFolder } from "../../../src/adapters/schema-folder.ts";
import { InputError } from "../../../src/ports/failure.ts";
import { temporaryFolder } from "../../support/command.ts";

const AS = { apiVersion: "example.dev/v1", kind: "Widget", kubernetes: "1.34" };
const SIZE = {
  type: "object",
  additionalProperties: false,
  properties: { size: { type: "integer", format: "int32" } },
};
const WIDGET = {
  $schema: "http://json-schema.org/schema#",
  type: "object",
  required: ["spec"],
  properties: { spec: SIZE },
};

function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

async function check(files: Readonly<Record<string, unknown>>, manifest: object, as = AS) {
  return (await schemaFolder(folderWith(files), kubernetesModels())).check(manifest, as);
}

describe("a folder of schemas", () => {
  it.each([
    "v1.34.0-standalone-strict/widget-example-v1.json",
    "v1.34.2-standalone/widget-example-v1.json",
    "v1.34.0/widget-example-v1.json",
    "master-standalone-strict/widget-example-v1.json",
    "widget-example-v1.json",
    "example.dev/widget_v1.json",
  ])("has a custom resource's in %s", async (path) => {
    expect(await check({ [path]: WIDGET }, { spec: { size: 1 } })).toEqual({ kind: "checked", problems: [] });
    expect(await check({ [path]: WIDGET }, { spec: { size: "1", sise: 2 } })).toEqual({
      kind: "checked",
      problems: [
        { path: ["spec", "sise"], message: "unknown field `sise`; did you mean `size`?" },
        { path: ["spec", "size"], message: "`1` is not an integer" },
      ],
    });
    expect(await check({ [path]: WIDGET }, {})).toMatchObject({ problems: [{ message: "`spec` is required" }] });
  });

  it("takes the strictest of the release, and its newest patch; other releases say nothing", async () => {
    const loose = { type: "object" };
    const never = { type: "object", required: ["never"] };
    const files = {
      "v1.34.9-standalone/widget-example-v1.json": loose,
      "v1.34.2-standalone-strict/widget-example-v1.json": loose,
      "v1.34.10-standalone-strict/widget-example-v1.json": never,
      "v1.33.0-standalone-strict/widget-example-v1.json": { type: "object", required: ["older"] },
    };
    expect(await check(files, {})).toMatchObject({ problems: [{ message: "`never` is required" }] });
    expect(await check(files, {}, { ...AS, kubernetes: "1.32" })).toMatchObject({ kind: "unknown" });
  });

  it("names the core group by its version alone, and may refer to definitions beside", async () => {
    const files = {
      "v1.34.0/configmap-v1.json": { properties: { data: { $ref: "_definitions.json#/definitions/Data" } } },
      "v1.34.0/_definitions.json": { definitions: { Data: { type: "object" } } },
    };
    const as = { ...AS, apiVersion: "v1", kind: "ConfigMap" };
    expect(await check(files, { data: 1 }, as)).toMatchObject({ problems: [{ path: ["data"] }] });
  });

  it("leaves what it does not have to the schemas that loadline carries", async () => {
    const as = { ...AS, apiVersion: "v1", kind: "ConfigMap" };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, dat: {} };
    expect(await check({ "README.md": "" }, map, as)).toMatchObject({ problems: [{ path: ["dat"] }] });
    expect(await check({ "README.md": "" }, {})).toMatchObject({ kind: "unknown" });
  });

  it("knows the versions of a custom group that it has; what it lacks of a group that loadline knows is no matter", async () => {
    const files = { "example.dev/widget_v1.json": WIDGET, "argoproj.io/rollout_v1alpha1.json": WIDGET };
    expect(await check(files, {}, { ...AS, apiVersion: "example.dev/v2" })).toEqual({
      ...{ kind: "unserved", field: "apiVersion" },
      message: "no API version `example.dev/v2`; known: example.dev/v1",
    });
    expect(await check(files, {}, { ...AS, kind: "Gadget" })).toMatchObject({ kind: "unknown" });
    const project = { ...AS, apiVersion: "argoproj.io/v1alpha1", kind: "AppProject" };
    expect(await check(files, { apiVersion: project.apiVersion, kind: project.kind }, project)).toMatchObject({
      kind: "checked",
    });
  });

  it("knows the versions of a kind that it has beside Kubernetes' own", async () => {
    const files = { "v1.34.0-standalone-strict/widget-example-v1.json": WIDGET, "gadget-example-v3.json": WIDGET };
    expect(await check(files, {}, { ...AS, apiVersion: "example.dev/v2" })).toMatchObject({
      message: "no API version `example.dev/v2`; known: example.dev/v1",
    });
    expect(await check(files, {}, { ...AS, apiVersion: "example.dev/v2", kubernetes: "1.30" })).toMatchObject({
      kind: "unknown",
    });
    const gadget = { ...AS, apiVersion: "example.dev/v2", kind: "Gadget" };
    expect(await check(files, {}, gadget)).toMatchObject({ kind: "unserved" });
  });

  it.each(["../../../etc/passwd", "a/b", "..", ""])("reads nothing for a kind called %j", async (kind) => {
    expect(await check({ "README.md": "" }, {}, { ...AS, kind })).toMatchObject({ kind: "unknown" });
  });

  it.each([
    ["that is no JSON", { "widget-example-v1.json": "{" }],
    ["that is no schema", { "widget-example-v1.json": { type: 7 } }],
    ["that refers elsewhere", { "widget-example-v1.json": { $ref: "https://example.dev/x.json" } }],
  ])("with a schema %s is a mistake", async (_what, files) => {
    await expect(check(files, {})).rejects.toThrow(/widget-example-v1\.json\n {2}Found: [\s\S]*JSON Schema/);
  });

  it("that is not there is a mistake", async () => {
    await expect(schemaFolder(join(temporaryFolder(), "none"), kubernetesModels())).rejects.toThrow(InputError);
  });
});
