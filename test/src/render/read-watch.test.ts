import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { readYaml } from "../../../src/render/yaml/read.ts";
import { sample, shippedTemplates, variety } from "./sample.ts";

const schemas = kubernetesModels();
const UNKNOWN = "zzUnknownField";

type Fields = Record<string, unknown>;
type Step = string | number;

/** Paths of every object in a value. */
function objectsIn(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => objectsIn(item, [...path, index]));
  if (value === null || typeof value !== "object") return [];
  return [path, ...Object.entries(value).flatMap(([key, child]) => objectsIn(child, [...path, key]))];
}

function withUnknownField(manifest: Fields, path: readonly Step[]): Fields {
  const copy = structuredClone(manifest);
  let at: Fields = copy;
  for (const step of path) at = at[step] as Fields;
  at[UNKNOWN] = "x";
  return copy;
}

/** Maps whose keys the user makes up: nothing there is unknown. */
const FREE = /(^|\.)(labels|annotations|matchLabels|nodeSelector|requests|limits|selector|metadata)$/;

function isFree(manifest: Fields, path: readonly Step[]): boolean {
  const text = path.join(".");
  if (text.endsWith("metadata")) return manifest["kind"] === "ScaledObject" && path.length > 1;
  if (text === "spec.selector") return manifest["kind"] === "Service";
  return FREE.test(text);
}

describe("an unknown field", () => {
  it("is found in every typed object of everything that is rendered", async () => {
    const templates = await shippedTemplates();
    const inputs = [sample, variety["hpa"] ?? sample];
    const texts = inputs.flatMap((input) => [...renderManifests(input, templates).values()]);
    let objects = 0;
    for (const text of texts) {
      const manifest = readYaml(text).documents[0]?.value as Fields;
      for (const path of objectsIn(manifest)) {
        if (isFree(manifest, path)) continue;
        objects += 1;
        const as = { apiVersion: String(manifest["apiVersion"]), kind: String(manifest["kind"]), kubernetes: "1.34" };
        const verdict = await schemas.check(withUnknownField(manifest, path), as);
        const found = verdict.kind === "checked" ? verdict.problems.map((problem) => problem.path.join(".")) : [];
        expect(found, `${as.kind} ${path.join(".")}`).toEqual([[...path, UNKNOWN].join(".")]);
      }
    }
    expect(objects).toBeGreaterThan(150);
  });
});
