import { expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { InputError } from "../../../src/ports/failure.ts";
import type { ManifestSchemas } from "../../../src/ports/manifest-schemas.ts";
import type { ServerDryRun } from "../../../src/ports/server-dry-run.ts";
import { DEFAULT_KUBERNETES, type ValidateRequest, validateManifests } from "../../../src/tasks/validate-manifests.ts";

const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
const DISK: Readonly<Record<string, string | Uint8Array>> = {
  "good/a.yaml": CONFIG,
  "good/deep/b.yml": `${CONFIG}---\n${CONFIG}`,
  "good/list.json": `{"kind": "List", "apiVersion": "v1", "items": []}`,
  "good/package.json": `{"name": "no manifest"}`,
  "good/notes.txt": "not: [a manifest",
  "good/.github/workflow.yaml": "not: [a manifest",
  "empty.yaml": "# nothing\n",
  "bare/notes.txt": "nothing to deploy",
  "bad.yaml": "apiVersion: v1\nkind: ConfigMap\n",
  "bytes.yaml": new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe]),
  "huge.yaml": new Uint8Array(9 * 1024 * 1024).fill(0x20),
};

const files = {
  read: async (path: string) => {
    const content = DISK[path];
    return content === undefined ? null : typeof content === "string" ? new TextEncoder().encode(content) : content;
  },
  list: async (folder: string) => {
    const prefix = `${folder.replace(/\/+$/, "")}/`;
    const inside = Object.keys(DISK).filter((path) => path.startsWith(prefix));
    return inside.length === 0 ? null : inside.map((path) => path.slice(prefix.length)).sort();
  },
};

const schemas = kubernetesModels();
const validate = (change: Partial<ValidateRequest>) =>
  validateManifests(
    { paths: ["good"], kubernetes: DEFAULT_KUBERNETES, schemas: null, server: false, ...change },
    { files, schemas, schemasIn: async () => NOTHING_FITS, server: REFUSES_C },
  );

const NOTHING_FITS: ManifestSchemas = {
  check: async () => ({ kind: "checked", problems: [{ path: ["data"], message: "does not fit" }] }),
};

const REFUSES_C: ServerDryRun = {
  ask: async () => ({ kind: "refused", path: ["metadata", "name"], message: "the API server refuses it: no" }),
};

it("reads files and folders: YAML, and JSON that is a manifest; hidden folders are left out", async () => {
  expect(await validate({ paths: ["good/"] })).toMatchObject({ files: 3, invalid: [], skipped: [] });
  const both = await validate({ paths: ["good", "bad.yaml", "good/a.yaml"] });
  expect(both.files).toBe(4);
  expect(both.invalid.map(({ file, path }) => [file, path])).toEqual([["bad.yaml", "metadata"]]);
});

it("reports bytes that are no text, and files too large to be manifests", async () => {
  const { invalid } = await validate({ paths: ["bytes.yaml", "huge.yaml"] });
  expect(invalid.map(({ message }) => message)).toEqual(["not UTF-8 text", "larger than 8 MiB"]);
});

it("asks the schemas of a folder, and the server, when it is told to", async () => {
  const entries = async (change: Partial<ValidateRequest>) =>
    (await validate({ paths: ["good/a.yaml"], ...change })).invalid.map(({ line, path, message }) => ({
      line,
      path,
      message,
    }));
  expect(await entries({})).toEqual([]);
  expect(await entries({ schemas: "schemas" })).toEqual([{ line: 1, path: "data", message: "does not fit" }]);
  const refused = { line: 3, path: "metadata.name", message: "the API server refuses it: no" };
  expect(await entries({ server: true })).toEqual([refused]);
});

it.each([
  ["a path that does not exist", { paths: ["none.yaml"] }],
  ["a folder without manifests", { paths: ["bare"] }],
  ["a file without content", { paths: ["empty.yaml"] }],
  ["a release that is none", { kubernetes: "latest" }],
  ["a release that nobody here knows", { kubernetes: "1.99" }],
  ["a release from before", { kubernetes: "1.2" }],
])("refuses %s as a mistake of the user's", async (_what, change) => {
  await expect(validate(change)).rejects.toThrow(InputError);
});
