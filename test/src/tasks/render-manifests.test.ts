import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { InputError } from "../../../src/ports/failure.ts";
import { listingOf, renderDeployments } from "../../../src/tasks/render-manifests.ts";
import { chat, sample, shippedTemplates, variety } from "../render/sample.ts";

const ports = { templates: { read: shippedTemplates }, schemas: kubernetesModels() };
const options = { kubernetes: "1.34" };
const named = (name: string) => ({ ...sample, deployment: { ...chat, name } });

it("renders several deployments, which share their namespace", async () => {
  const { files, invalid } = await renderDeployments([named("b"), named("a")], ports, options);
  expect(invalid).toEqual([]);
  const paths = [...files.keys()];
  expect(paths).toEqual([...paths].sort());
  expect(paths.filter((path) => path.endsWith("/_namespaces/ai-models.yaml"))).toHaveLength(1);
  expect(paths).toContain("clusters/prod/ai-models/a/deployment.yaml");
  expect(paths).toContain("clusters/prod/ai-models/b/deployment.yaml");
});

it("refuses two deployments of one name", async () => {
  const inputs = [sample, variety["fixed"] ?? sample];
  await expect(renderDeployments(inputs, ports, options)).rejects.toThrow(InputError);
});

it("hands out what is invalid: a label that no server takes", async () => {
  const input = { ...sample, deployment: { ...chat, labels: { team: "two words" } } };
  const { invalid } = await renderDeployments([input], ports, options);
  expect(invalid.length).toBeGreaterThan(5);
  expect(invalid.every(({ path }) => path.endsWith("labels.team"))).toBe(true);
});

it("counts what nobody could check as invalid", async () => {
  const blind = { check: async () => ({ kind: "unknown", reason: "no schema" }) as const };
  const { files, invalid } = await renderDeployments([sample], { ...ports, schemas: blind }, options);
  expect(invalid).toHaveLength(files.size);
});

it("lists files with their hashes", () => {
  const sha256 = createHash("sha256").update("x: 1\n").digest("hex");
  expect(listingOf(new Map([["a.yaml", "x: 1\n"]]))).toEqual([{ path: "a.yaml", sha256 }]);
});
