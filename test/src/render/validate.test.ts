import { describe, expect, it } from "vitest";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";

const schemas = kubernetesModels();
const validate = (text: string, kubernetes = "1.34") =>
  validateTexts(new Map([["f.yaml", text]]), schemas, { kubernetes });

/** Entries as `line path: message`. */
async function entries(text: string, kubernetes?: string): Promise<readonly string[]> {
  const { invalid } = await validate(text, kubernetes);
  return invalid.map(({ line, path, message }) => `${line} ${path}: ${message}`);
}

const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";

describe("texts", () => {
  it("count files and documents, and leave empty ones out", async () => {
    const result = await validate(`---\n${CONFIG}---\n---\n${CONFIG}`);
    expect(result).toEqual({ files: 1, documents: 2, invalid: [], skipped: [] });
    expect(await validate("# nothing here\n")).toMatchObject({ documents: 0, invalid: [] });
  });

  it("are checked document by document, each on its own lines", async () => {
    const text = `${CONFIG}---\n${CONFIG}dataa: {}\n---\n${CONFIG}data: {a: 1}\n`;
    expect(await entries(text)).toEqual([
      expect.stringMatching(/^8 dataa: unknown field `dataa`; did you mean `data`\?/),
      "13 data.a: `1` is not a string",
    ]);
  });

  it("may be lists, of everything or of one kind", async () => {
    const list =
      "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: A}}\n  - 7\n";
    expect(await entries(list)).toEqual([
      expect.stringMatching(/^4 items\[0\]\.metadata\.name: `A` is not a DNS-1123 name/),
      expect.stringMatching(/^5 items\[1\]: not a manifest/),
    ]);
    const ofOneKind = "apiVersion: v1\nkind: ConfigMapList\nitems:\n  - metadata: {name: c}\n    dat: {}\n";
    expect(await entries(ofOneKind)).toEqual([expect.stringMatching(/^5 items\[0\]\.dat: unknown field/)]);
  });

  it("may be JSON", async () => {
    expect(await entries('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}')).toEqual([]);
  });

  it.each([
    ["two documents, one of them broken", `${CONFIG}---\na: {b: 1, b: 2}\n`, "5 a: `b` is written twice"],
    ["a name that reads as false", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: n\n", "4 metadata.name: "],
    ["an unclosed bracket", "a: [\n", "unreadable YAML"],
    ["a tab", "a:\n\tb: 1\n", "unreadable YAML"],
    ["binary", "\0\x01", "1 : not text"],
    ["wrong bytes", "a: \uFFFD", "1 : not UTF-8"],
    ["a large file", " ".repeat(8 * 1024 * 1024 + 1), "1 : larger than 8 MiB"],
    ["a list", "- 1\n", "1 : not a manifest"],
    ["a word", "hello\n", "1 : not a manifest"],
    ["no apiVersion", "kind: Pod\n", "1 : `apiVersion` is required"],
    ["no kind", "apiVersion: v1\n", "1 : `kind` is required"],
    ["a kind that is a number", "apiVersion: v1\nkind: 7\n", "2 kind: `kind` is not text"],
  ])("that are %s are entries, not crashes", async (_what, text, expected) => {
    const found = await entries(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join("\n")).toContain(expected);
  });

  it("name kind and name where they can be read, even when keys stand twice", async () => {
    const { invalid, documents } = await validate(`${CONFIG}data: {a: "1", a: "2"}\n`);
    expect(documents).toBe(1);
    expect(invalid).toEqual([
      { file: "f.yaml", line: 4, kind: "ConfigMap", name: "c", path: "data", message: "`a` is written twice" },
    ]);
  });
});

describe("a text that readers read in two ways", () => {
  it("is checked all the same: a word of YAML 1.1 and a key written twice hide nothing", async () => {
    const text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: n\n  labels: {a: on, b: x y}\nimmutable: yes\ndatta: {}\ndata: {}\ndata: {a: 1}\n";
    expect(await entries(text)).toEqual([
      expect.stringMatching(/^4 metadata\.name: the text "n" here, but/),
      expect.stringMatching(/^5 metadata\.labels\.a: the text "on" here, but/),
      expect.stringMatching(/^5 metadata\.labels\.b: `x y` is not a label value/),
      expect.stringMatching(/^6 immutable: the text "yes" here, but/),
      expect.stringMatching(/^7 datta: unknown field `datta`; did you mean `data`/),
      "9 : `data` is written twice",
      "9 data.a: `1` is not a string",
    ]);
  });

  it("is counted once, and so is each that cannot be read at all", async () => {
    const { documents, invalid } = await validate(`${CONFIG}---\na: [\n---\n${CONFIG}dat: {}\n---\nb: {\n---\n`);
    expect(documents).toBe(4);
    expect(invalid.map(({ line, path }) => [line, path])).toEqual([
      [expect.any(Number), ""],
      [expect.any(Number), "dat"],
      [expect.any(Number), ""],
    ]);
  });
});

describe("versions and kinds", () => {
  const of = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n`;

  it.each([
    ["apps/v2", "Deployment", "1.34", "1 apiVersion: no API version `apps/v2`; known: apps/v1"],
    ["v2", "Pod", "1.34", "1 apiVersion: no API version `v2`; known: v1"],
    ["apps/v1", "Deploymnet", "1.34", "2 kind: no kind `Deploymnet` in apps/v1; did you mean `Deployment`?"],
    [
      "argoproj.io/v1alpha1",
      "Aplication",
      "1.34",
      "2 kind: no kind `Aplication` in argoproj.io/v1alpha1; did you mean `Application`?",
    ],
    [
      "policy/v1beta1",
      "PodSecurityPolicy",
      "1.34",
      "1 apiVersion: policy/v1beta1 was removed in Kubernetes 1.25; use policy/v1",
    ],
    [
      "autoscaling/v2beta2",
      "HorizontalPodAutoscaler",
      "1.34",
      "1 apiVersion: autoscaling/v2beta2 was removed in Kubernetes 1.26; use autoscaling/v2",
    ],
    [
      "flowcontrol.apiserver.k8s.io/v1beta3",
      "FlowSchema",
      "1.32",
      "1 apiVersion: flowcontrol.apiserver.k8s.io/v1beta3 was removed in Kubernetes 1.32; use flowcontrol.apiserver.k8s.io/v1",
    ],
    [
      "resource.k8s.io/v1",
      "DeviceClass",
      "1.33",
      "1 apiVersion: resource.k8s.io/v1 DeviceClass exists since Kubernetes 1.34, not in 1.33",
    ],
    [
      "resource.k8s.io/v1beta1",
      "ResourceClaim",
      "1.31",
      "1 apiVersion: resource.k8s.io/v1beta1 ResourceClaim exists since Kubernetes 1.32, not in 1.31",
    ],
  ])("%s %s is refused by %s", async (...[apiVersion, kind, kubernetes, expected]) => {
    expect(await entries(of(apiVersion, kind), kubernetes)).toEqual([expected]);
  });

  it.each([
    ["serving.knative.dev/v1", "Service"],
    ["kustomize.config.k8s.io/v1beta1", "Kustomization"],
    ["argoproj.io/v1alpha1", "Rollout"],
    ["loadline.dev/v1alpha1", "ModelDeployment"],
  ])("%s %s is skipped, and said so", async (apiVersion, kind) => {
    const result = await validate(of(apiVersion, kind));
    expect(result.invalid).toEqual([]);
    expect(result.skipped).toEqual([
      { file: "f.yaml", line: 1, kind, name: "x", reason: expect.stringContaining("no schema") },
    ]);
  });

  it.each(["__proto__", "../../package", "constructor", "v1/../../../x", "kubernetes-models"])(
    "%j reaches no import",
    async (text) => {
      const result = await validate(
        `apiVersion: ${JSON.stringify(text)}\nkind: ${JSON.stringify(text)}\nmetadata: {name: x}\n`,
      );
      expect(result.invalid.length + result.skipped.length).toBe(1);
    },
  );
});

/** Processor time, so that what else the machine does at the moment counts for nothing. */
it("checks at least 500 manifests a second once the schemas are loaded", async () => {
  const deployment = [
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata: {name: llama, labels: {app: llama}}",
    "spec:",
    "  selector: {matchLabels: {app: llama}}",
    "  template:",
    "    metadata: {labels: {app: llama}}",
    "    spec: {containers: [{name: a, image: b, resources: {limits: {nvidia.com/gpu: 1, memory: 16Gi}}}]}",
  ].join("\n");
  const files = new Map(Array.from({ length: 1000 }, (_, index) => [`${index}.yaml`, deployment]));
  await validate(deployment);
  const start = process.cpuUsage();
  const result = await validateTexts(files, schemas, { kubernetes: "1.34" });
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  expect(result).toMatchObject({ files: 1000, documents: 1000, invalid: [], skipped: [] });
  expect(1000 / seconds).toBeGreaterThan(500);
});
