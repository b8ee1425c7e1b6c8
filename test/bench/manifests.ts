import { kubernetesModels } from "../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../src/render/validate.ts";
import { renderHundred } from "../support/hundred-deployments.ts";
import { type Measured, thousands } from "./table.ts";

/** A hundred deployments of every kind: rendered and validated once from nothing, then validated again. */
export async function measureManifests(): Promise<readonly Measured[]> {
  const schemas = kubernetesModels();
  const { files, documents, seconds, renderSeconds } = await renderHundred(schemas);
  const again = performance.now();
  await validateTexts(files, schemas, { kubernetes: "1.34" });
  const rate = documents / ((performance.now() - again) / 1000);
  return [
    {
      what: `100 deployments (${thousands(documents)} manifests) rendered and validated, from nothing`,
      measured: `${seconds.toFixed(1)} s, of it rendering ${renderSeconds.toFixed(1)} s`,
      mark: "5 s",
    },
    { what: "… validated again, schemas loaded: manifests/s", measured: thousands(rate), mark: "500" },
  ];
}
