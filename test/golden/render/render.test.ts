import { expect, it } from "vitest";
import { renderManifests } from "../../../src/render/manifests.ts";
import { managedCalled } from "../../src/render/managed-variety.ts";
import { sample, shippedTemplates, variety } from "../../src/render/sample.ts";
import { deploymentCalled } from "../../src/render/serving-variety.ts";

/** What lands in the GitOps repository for one ModelDeployment; `npm run golden` rewrites it. The laws: test/src/render. */
it("renders the chat deployment as it stands here", async () => {
  const files = renderManifests(sample, await shippedTemplates());
  for (const [path, text] of files) await expect(text).toMatchFileSnapshot(`chat/${path}`);
});

/** Files that the chat deployment has not, or not like this. */
const OTHERS: readonly (readonly [folder: string, deployment: string, files: RegExp])[] = [
  ["cilium", "cilium", /cilium-network-policy/],
  ["restarts", "restarts every six hours", /restart-/],
  ["hpa", "hpa on what TGI measures, device plugin restarted", /deployment\.yaml|horizontal|shared\./],
  ["shared-disk", "int4 on a shared disk, another user, with priority", /deployment\.yaml|claim/],
  ["to-zero", "woken by its gateway", /scaled-object/],
  ["cilium", "a gateway that traces and a collector, with Cilium", /(gateway|otel)-cilium/],
];

it.each(OTHERS)("renders as it stands here: %s", async (folder, deployment, files) => {
  const rendered = [...renderManifests(deploymentCalled(deployment), await shippedTemplates())];
  const shown = rendered.filter(([path]) => files.test(path));
  expect(shown.length).toBeGreaterThan(0);
  for (const [path, text] of shown) {
    await expect(text).toMatchFileSnapshot(`${folder}/${path.slice(path.lastIndexOf("/") + 1)}`);
  }
});

/** What the deployment above has, too, is not shown twice. */
it.each([
  ["watched", "a gateway that traces, a collector, somebody to call"],
  ["built", "an image with the model in it"],
  ["sglang", "sglang"],
  ["tgi", "tgi"],
])("renders %s as it stands here", async (folder, name) => {
  const templates = await shippedTemplates();
  const usual = renderManifests(sample, templates);
  const files = [...renderManifests(variety[name] ?? sample, templates)].filter(
    ([path, text]) => usual.get(path) !== text,
  );
  expect(files.length).toBeGreaterThan(1);
  const shown = files.filter(([path]) => /_build|gateway|otel|alertmanager|prometheus-rule|dashboard/.test(path));
  for (const [path, text] of shown) await expect(text).toMatchFileSnapshot(`${folder}/${path}`);
});

/** A deployment's own folder on each managed platform. */
it.each(
  ["sagemaker", "cloud-run", "azure-container-apps", "hf-endpoints", "aws-lambda"].map((name) => [name, name] as const),
)("renders %s as it stands here", async (folder, name) => {
  const files = [...renderManifests(managedCalled(name), await shippedTemplates())];
  const shown = files.filter(([path]) => path.startsWith("clusters/prod/ai-models/chat/"));
  expect(shown.length).toBeGreaterThan(0);
  for (const [path, text] of shown) {
    await expect(text).toMatchFileSnapshot(`${folder}/${path.slice(path.lastIndexOf("/") + 1)}`);
  }
});
