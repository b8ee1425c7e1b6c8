import { expect, it } from "vitest";
import { renderManifests } from "../../../src/render/manifests.ts";
import { sample, shippedTemplates } from "../../src/render/sample.ts";

/** What lands in the GitOps repository for one ModelDeployment; `npm run golden` rewrites it. The laws: test/src/render. */
it("renders the chat deployment as it stands here", async () => {
  const files = renderManifests(sample, await shippedTemplates());
  for (const [path, text] of files) await expect(text).toMatchFileSnapshot(`chat/${path}`);
});
