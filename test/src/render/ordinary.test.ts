import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { ordinaryFaults, ordinaryFolder } from "./ordinary-faults.ts";

const schemas = kubernetesModels();
const validate = (file: string, text: string) =>
  validateTexts(new Map([[file, text]]), schemas, { kubernetes: "1.36" });

/** Groups that nobody here has a schema of: their manifests are skipped, and said. */
const UNKNOWN = new Set(["gateway-api.yaml", "others.yaml", "extensions.yaml"]);

describe("manifests as people write them", () => {
  it.each(readdirSync(ordinaryFolder))("%s passes", async (file) => {
    const { documents, invalid, skipped } = await validate(file, readFileSync(join(ordinaryFolder, file), "utf8"));
    expect(invalid).toEqual([]);
    expect(documents).toBeGreaterThan(0);
    if (!UNKNOWN.has(file)) expect(skipped).toEqual([]);
  });
});

describe("the same with one mistake", () => {
  it.each(ordinaryFaults())("$file with $stands is refused where it stands", async (fault) => {
    const { invalid } = await validate(fault.file, fault.text);
    const [first] = invalid;
    expect(`${first?.line} ${first?.path}: ${first?.message}`).toContain(
      `${fault.line} ${fault.path}: ${fault.message}`,
    );
  });
});
