import { fileURLToPath } from "node:url";
import { kubernetesModels } from "../../src/adapters/kubernetes-models.ts";
import type { ManifestSchemas } from "../../src/ports/manifest-schemas.ts";
import { renderManifests } from "../../src/render/manifests.ts";
import { validateTexts } from "../../src/render/validate.ts";
import { shippedTemplates } from "../src/render/sample.ts";
import { hundredDeployments } from "../src/render/serving-variety.ts";

export interface Hundred {
  readonly files: ReadonlyMap<string, string>;
  readonly documents: number;
  /** On the clock, rendering alone and all of it; and in processor time. */
  readonly renderSeconds: number;
  readonly seconds: number;
  readonly processorSeconds: number;
}

/** A hundred deployments of every kind, rendered and validated from nothing: schemas are loaded on the way. */
export async function renderHundred(schemas: ManifestSchemas): Promise<Hundred> {
  const started = performance.now();
  const processor = process.threadCpuUsage();
  const templates = await shippedTemplates();
  const files = new Map(hundredDeployments().flatMap((input) => [...renderManifests(input, templates)]));
  const rendered = performance.now();
  const { documents, invalid, skipped } = await validateTexts(files, schemas, { kubernetes: "1.34" });
  if (invalid.length + skipped.length > 0) throw new Error("what is rendered is not valid");
  const { user, system } = process.threadCpuUsage(processor);
  return {
    ...{ files, documents, renderSeconds: (rendered - started) / 1000, processorSeconds: (user + system) / 1e6 },
    seconds: (performance.now() - started) / 1000,
  };
}

export const HUNDRED = fileURLToPath(import.meta.url);

/** `node hundred-deployments.ts`: once, in a process that has loaded nothing. */
if (process.argv[1] === HUNDRED) {
  const { files: _files, ...measured } = await renderHundred(kubernetesModels());
  process.stdout.write(JSON.stringify(measured));
}
