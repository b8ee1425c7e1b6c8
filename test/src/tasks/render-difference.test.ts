import { describe, expect, it } from "vitest";
import { writeInventory } from "../../../src/tasks/commit/inventory.ts";
import { renderDifference } from "../../../src/tasks/render-difference.ts";
import { realWorld } from "../../../src/world.ts";
import { temporaryFolder } from "../../support/command.ts";
import { withFiles } from "../../support/in-process.ts";
import { sample } from "../render/sample.ts";

const CHAT = "clusters/prod/ai-models/chat";
const SEARCH = "clusters/prod/ai-models/search";
const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const FILES = new Map([[`${CHAT}/a.yaml`, map("a")]]);

/** What leaves a folder when the one file of `chat` is rendered against it. */
async function removed(there: Readonly<Record<string, string>>, isWhole: boolean): Promise<readonly string[]> {
  const folder = withFiles(temporaryFolder(), there);
  const rendered = { files: FILES, places: [sample], isWhole: async () => isWhole };
  const changes = await renderDifference(folder, rendered, realWorld().files);
  return changes.filter(({ change }) => change === "removed").map(({ path }) => path);
}

/** Files and the inventory that a commit would have left beside them. */
function listed(owned: string, names: readonly string[]): Readonly<Record<string, string>> {
  const files = new Map(names.map((name) => [`${owned}/${name}`, map(name.replace(".yaml", ""))]));
  return { ...Object.fromEntries(files), [`${owned}/.loadline/inventory.json`]: writeInventory(owned, files) };
}

describe("what a rendering takes away", () => {
  const earlier = { [`${CHAT}/a.yaml`]: map("a"), [`${CHAT}/b.yaml`]: map("b"), [`${SEARCH}/a.yaml`]: map("c") };
  const checkout = {
    ...listed(CHAT, ["a.yaml", "b.yaml"]),
    ...listed(SEARCH, ["a.yaml"]),
    ...{ [`${CHAT}/theirs.yaml`]: map("theirs"), "clusters/prod/other/x.yaml": map("x"), "apps/y.yaml": map("y") },
  };

  it("is its own deployments' where files were named: the others are not its business", async () => {
    expect(await removed(earlier, false)).toEqual([`${CHAT}/b.yaml`]);
  });

  it("is every other deployment's as well where the whole repository was", async () => {
    expect(await removed(earlier, true)).toEqual([`${CHAT}/b.yaml`, `${SEARCH}/a.yaml`]);
  });

  it.each([
    [false, [`${CHAT}/b.yaml`]],
    [true, [`${CHAT}/b.yaml`, `${SEARCH}/a.yaml`]],
  ])("is never somebody else's in a checkout of the GitOps repository (whole: %s)", async (isWhole, paths) => {
    expect(await removed(checkout, isWhole)).toEqual(paths);
  });
});

it("what is no manifest, such as a Dockerfile, is compared like one", async () => {
  const path = "clusters/prod/_build/ai-models/chat/Dockerfile";
  const files = new Map([[path, "FROM scratch\n"]]);
  const rendered = { files, places: [sample], isWhole: async () => false };
  const changesAgainst = (text: string) =>
    renderDifference(withFiles(temporaryFolder(), { [path]: text }), rendered, realWorld().files);
  expect(await changesAgainst("FROM scratch\n")).toEqual([]);
  expect(await changesAgainst("FROM other\n")).toMatchObject([{ path, change: "changed" }]);
});
