import { expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { renderManifests } from "../../../src/render/manifests.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { shippedTemplates } from "./sample.ts";
import { hundredDeployments } from "./serving-variety.ts";

it("a hundred deployments are rendered and validated in less than five seconds, schemas loaded on the way", async () => {
  const started = performance.now();
  const templates = await shippedTemplates();
  const files = new Map(hundredDeployments().flatMap((input) => [...renderManifests(input, templates)]));
  const result = await validateTexts(files, kubernetesModels(), { kubernetes: "1.34" });
  const seconds = (performance.now() - started) / 1000;
  expect(result).toMatchObject({ invalid: [], skipped: [] });
  expect(result.documents).toBeGreaterThan(1000);
  expect(seconds).toBeLessThan(5);
});
