import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { MANIFESTS } from "./faultless.ts";
import { FAULTS, type Step } from "./faults.ts";

const schemas = kubernetesModels();

type Tree = { [key: Step]: Tree | unknown };

async function complaints(manifest: unknown): Promise<readonly string[]> {
  const files = new Map([["f.json", JSON.stringify(manifest)]]);
  const { invalid, skipped } = await validateTexts(files, schemas, { kubernetes: "1.34" });
  expect(skipped).toEqual([]);
  return invalid.map(({ path, message }) => `${path}: ${message}`);
}

/** A copy with one value set; undefined takes it away. */
function changed(manifest: unknown, path: readonly Step[], value: unknown): unknown {
  const copy = structuredClone(manifest) as Tree;
  let at = copy;
  for (const step of path.slice(0, -1)) {
    at[step] ??= {};
    at = at[step] as Tree;
  }
  const last = path.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

describe("without a fault", () => {
  it.each(Object.entries(MANIFESTS))("a %s passes", async (_kind, manifest) => {
    expect(await complaints(manifest)).toEqual([]);
  });
});

describe("with one fault", () => {
  it.each(FAULTS)("a %s with %j = %j is refused", async (...[kind, path, value, expected]) => {
    const found = await complaints(changed(MANIFESTS[kind], path, value));
    expect(found.join("\n")).toContain(expected);
  });
});
