import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { readYaml } from "../../../src/render/yaml/read.ts";
import { shippedTemplates } from "./sample.ts";
import { deploymentCalled } from "./serving-variety.ts";

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
const FREE = /(^|\.)(data|labels|annotations|matchLabels|nodeSelector|requests|limits|selector|metadata)$/;

function isFree(manifest: Fields, path: readonly Step[]): boolean {
  const text = path.join(".");
  if (text.endsWith("metadata")) return manifest["kind"] === "ScaledObject" && path.length > 1;
  if (text === "spec.data") return false;
  if (text === "spec.selector") return manifest["kind"] === "Service";
  return FREE.test(text);
}

/** Objects that may have one field: a second is one too many, whatever its name. */
const ONE_FIELD = /(^|\.)sourceRef$/;

const RENDERED = [
  "keda with a calendar and an event",
  "hpa on what TGI measures, device plugin restarted",
  "restarts every six hours",
  "cilium",
  "int4 on a shared disk, another user, with priority",
  "several secrets, a disk of its own",
];

describe("an unknown field", () => {
  it("is found in every typed object of everything that is rendered", async () => {
    const templates = await shippedTemplates();
    const inputs = RENDERED.map(deploymentCalled).flatMap((input) => [...renderManifests(input, templates)]);
    const texts = new Map(inputs).values();
    const manifests = [...texts].map((text) => readYaml(text).documents[0]?.value as Fields);
    let objects = 0;
    for (const manifest of manifests) {
      for (const path of objectsIn(manifest).filter((one) => !isFree(manifest, one))) {
        objects += 1;
        const as = { apiVersion: String(manifest["apiVersion"]), kind: String(manifest["kind"]), kubernetes: "1.34" };
        const verdict = await schemas.check(withUnknownField(manifest, path), as);
        const found = verdict.kind === "checked" ? verdict.problems.map((problem) => problem.path.join(".")) : [];
        const place = ONE_FIELD.test(path.join(".")) ? path : [...path, UNKNOWN];
        expect(found, `${as.kind} ${path.join(".")}`).toEqual([place.join(".")]);
      }
    }
    expect(objects).toBeGreaterThan(150);
  });

  it("is named where it is the only field of an object that may have one", async () => {
    const secret = {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "a" },
      spec: { data: [{ secretKey: "a", remoteRef: { key: "a" }, sourceRef: { storeReff: { name: "a" } } }] },
    };
    const verdict = await schemas.check(secret, { ...secret, kubernetes: "1.34" });
    expect(verdict).toMatchObject({
      problems: [{ path: ["spec", "data", 0, "sourceRef", "storeReff"], message: expect.stringMatching(/`storeRef`/) }],
    });
  });
});
