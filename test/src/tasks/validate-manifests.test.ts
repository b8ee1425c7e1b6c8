import { expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import type { ConfigSources } from "../../../src/ports/config-source.ts";
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

/** A model server with one replica, an image without a version, and a GPU request without its limit. */
const server = (image: string, gpu = "limits: {nvidia.com/gpu: 1}") => `apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, namespace: ai}
spec:
  replicas: 1
  selector: {matchLabels: {app: chat}}
  template:
    metadata: {labels: {app: chat}}
    spec:
      containers:
        - name: server
          image: ${image}
          resources:
            ${gpu}
          env: [{name: HF_TOKEN, value: "hf_${"a1".repeat(17)}"}]
`;
const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: chat, namespace: ai}
spec: {minAvailable: 1, selector: {matchLabels: {app: chat}}}
`;
const SETTINGS = `apiVersion: loadline.dev/v1alpha1
kind: Settings
policies: { latest-tag: { severity: off }, literal-key: { severity: notice } }
`;

const MODELS: Readonly<Record<string, string>> = {
  "found/server.yaml": server("vllm/vllm-openai:latest"),
  "found/deep/budget.yaml": BUDGET,
  "served/loadline.yaml": SETTINGS,
  "served/server.yaml": server("vllm/vllm-openai:latest"),
  "wrong/server.yaml": server("vllm/vllm-openai:v0.15.1", "requests: {nvidia.com/gpu: 1}"),
  "quiet/web.yaml": server("nginx", "requests: {cpu: 1}").replace(/ {10}env:.*\n/, ""),
};

const files = {
  read: async (path: string) => {
    const content = DISK[path] ?? MODELS[path];
    return content === undefined ? null : typeof content === "string" ? new TextEncoder().encode(content) : content;
  },
  list: async (folder: string) => {
    const prefix = `${folder.replace(/\/+$/, "")}/`;
    const inside = Object.keys({ ...DISK, ...MODELS }).filter((path) => path.startsWith(prefix));
    return inside.length === 0 ? null : inside.map((path) => path.slice(prefix.length)).sort();
  },
};

/** Settings above `served/` alone. */
const sources: ConfigSources = {
  isFolder: async (path) => (await files.list(path)) !== null,
  rootOf: async (path) => path.split("/")[0] ?? "",
  folder: async (root) => ({
    description: root,
    commit: null,
    list: async () => (await files.list(root)) ?? [],
    read: (path) => files.read(`${root}/${path}`),
    onDisk: async () => null,
    close: async () => undefined,
  }),
  revision: async () => {
    throw new Error("not asked for");
  },
};

const schemas = kubernetesModels();
const validate = (change: Partial<ValidateRequest>) =>
  validateManifests(
    { paths: ["good"], kubernetes: DEFAULT_KUBERNETES, schemas: null, server: false, ...change },
    { files, schemas, schemasIn: async () => NOTHING_FITS, server: REFUSES_C, sources },
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

it("a file without a document is read, and nothing in it is wrong", async () => {
  expect(await validate({ paths: ["empty.yaml"] })).toMatchObject({ files: 1, documents: 0, invalid: [], skipped: [] });
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
  ["a release that is none", { kubernetes: "latest" }],
  ["a release that nobody here knows", { kubernetes: "1.99" }],
  ["a release from before", { kubernetes: "1.2" }],
])("refuses %s as a mistake of the user's", async (_what, change) => {
  await expect(validate(change)).rejects.toThrow(InputError);
});

const told = async (change: Partial<ValidateRequest>) =>
  (await validate(change)).findings.map(({ id, severity, resource }) => [id, severity, resource?.file, resource?.line]);

it("holds model servers against the policies, over all files given together", async () => {
  expect(await told({ paths: ["found"] })).toEqual([
    ["latest-tag", "warning", "found/server.yaml", 12],
    ["literal-key", "blocking", "found/server.yaml", 15],
  ]);
  expect(await told({ paths: ["found/server.yaml"] })).toContainEqual([
    "disruption-budget",
    "warning",
    "found/server.yaml",
    5,
  ]);
});

it("weighs findings as the Settings above each path say", async () => {
  const weighed = await told({ paths: ["served/server.yaml", "found"] });
  expect(weighed).toContainEqual(["literal-key", "notice", "served/server.yaml", 15]);
  expect(weighed).toContainEqual(["literal-key", "blocking", "found/server.yaml", 15]);
  expect(weighed.filter(([id, , file]) => id === "latest-tag" && file === "served/server.yaml")).toEqual([]);
});

it("says nothing about a line that is invalid anyway, nor about other people's workloads", async () => {
  const wrong = await validate({ paths: ["wrong"] });
  expect(wrong.invalid.map(({ line }) => line)).toEqual([14]);
  expect(wrong.findings.map(({ id }) => id)).not.toContain("gpu-limits");
  expect(await told({ paths: ["quiet"] })).toEqual([]);
});
