import { kubernetesModels } from "../../src/adapters/kubernetes-models.ts";
import { renderManifests } from "../../src/render/manifests.ts";
import { validateTexts } from "../../src/render/validate.ts";
import { shippedTemplates } from "../src/render/sample.ts";
import { hundredDeployments } from "../src/render/serving-variety.ts";
import { type Measured, thousands } from "./table.ts";

/** A hundred deployments of every kind: rendered and validated once from nothing, then validated again. */
export async function measureManifests(): Promise<readonly Measured[]> {
  const schemas = kubernetesModels();
  const started = performance.now();
  const templates = await shippedTemplates();
  const files = new Map(hundredDeployments().flatMap((input) => [...renderManifests(input, templates)]));
  const rendered = performance.now();
  const { documents, invalid, skipped } = await validateTexts(files, schemas, { kubernetes: "1.34" });
  if (invalid.length + skipped.length > 0) throw new Error("what is rendered is not valid");
  const seconds = (performance.now() - started) / 1000;
  const again = performance.now();
  await validateTexts(files, schemas, { kubernetes: "1.34" });
  const rate = documents / ((performance.now() - again) / 1000);
  return [
    {
      what: `100 deployments (${thousands(documents)} manifests) rendered and validated, from nothing`,
      measured: `${seconds.toFixed(1)} s, of it rendering ${((rendered - started) / 1000).toFixed(1)} s`,
      mark: "5 s",
    },
    { what: "… validated again, schemas loaded: manifests/s", measured: thousands(rate), mark: "500" },
  ];
}
