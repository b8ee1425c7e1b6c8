import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "../../../src/adapters/kubectl.ts";
import { kubernetesModels } from "../../../src/adapters/kubernetes-models.ts";
import { validateTexts } from "../../../src/render/validate.ts";
import { readYaml } from "../../../src/render/yaml/read.ts";
import { noApiServer, type RealServer, startApiServer } from "../../support/api-server.ts";
import { VALUES } from "./edge-values.ts";
import { NAMES } from "./edge-words.ts";
import { managed } from "./managed-variety.ts";
import { ordinaryFaults, ordinaryFolder } from "./ordinary-faults.ts";
import { podsOf } from "./pods-of.ts";
import { manifestFiles } from "./rendered.ts";
import { shippedTemplates } from "./sample.ts";
import { everyDeployment } from "./serving-variety.ts";

const title = noApiServer === null ? "a real API server" : `SKIPPED, ${noApiServer}: a real API server`;
const SLOW = 240_000;
/** Kinds of operators whose definitions cannot be generated: see `test/support/api-server/build.sh`. */
const ELSEWHERE =
  /^no matches for kind \w+ in \S*(?:services\.k8s\.aws|cnrm\.cloud\.google\.com|azure\.com|crossplane\.io)\//;

describe.skipIf(noApiServer !== null)(title, () => {
  let server: RealServer;
  const namespace = (name: string) => server.store(`apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`);
  beforeAll(async () => {
    server = await startApiServer();
    for (const name of ["argocd", "gpu-operator", "shop", "db", "monitoring", "ai", "n1"]) await namespace(name);
    await server.store(
      "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: serving-high}\nvalue: 1\n",
    );
  }, SLOW);
  afterAll(() => server?.stop());

  /** What it says against the documents of a text whose kinds it knows. */
  async function refusals(text: string): Promise<readonly string[]> {
    const documents = text
      .replace(/^\uFEFF/, "")
      .split(/^---.*$/m)
      .filter((one) => /^\s*[^#.\s]/m.test(one));
    const found: string[] = [];
    for (const one of documents) found.push((await server.refusal(one).catch((error) => String(error))) ?? "");
    return found.filter((refusal) => refusal !== "" && !refusal.startsWith("no matches for kind"));
  }

  it(
    "takes everything that is rendered, of every kind that it has; the pods under their namespace's Pod Security",
    async () => {
      const templates = await shippedTemplates();
      const refused: string[] = [];
      const asked = new Set<string>();
      const ask = async (place: string, text: string) => {
        const refusal = await server.refusal(text);
        if (refusal === null || !ELSEWHERE.test(refusal)) asked.add(/"?kind"?: ?"?(\w+)/.exec(text)?.[1] ?? "");
        if (refusal !== null && !ELSEWHERE.test(refusal)) refused.push(`${place}: ${refusal}`);
      };
      for (const [name, input] of Object.entries({ ...everyDeployment, ...managed })) {
        const files = manifestFiles(input, templates);
        const namespaces = files.filter(([, text]) => /^kind: Namespace$/m.test(text));
        for (const [, text] of namespaces) await server.store(text);
        const texts = files
          .filter((file) => !namespaces.includes(file))
          .map(([path, text]) => [path, text, ...podsOf(text)]);
        for (const [path, ...all] of texts) for (const text of all) await ask(`${name}, ${path}`, text);
      }
      expect(refused).toEqual([]);
      expect([...asked]).toEqual(expect.arrayContaining(["Deployment", "Pod", "NetworkPolicy", "CronJob", "Service"]));
    },
    SLOW,
  );

  it.each(readdirSync(ordinaryFolder))(
    "takes %s",
    async (file) => {
      expect(await refusals(readFileSync(join(ordinaryFolder, file), "utf8"))).toEqual([]);
    },
    SLOW,
  );

  it(
    "refuses most of the faults that are found here; operators, Prometheus and schedulers refuse the rest",
    async () => {
      const faults = ordinaryFaults();
      let refused = 0;
      for (const { text } of faults) refused += (await refusals(text)).length > 0 ? 1 : 0;
      expect(refused / faults.length).toBeGreaterThan(0.7);
    },
    SLOW,
  );

  it(
    "reads the words that are found here otherwise than an editor does, and no others",
    async () => {
      const otherwise: string[] = [];
      for (const word of WORDS) {
        const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: w}\ndata:\n  a: ${word}\n`;
        const isText = (await server.refusal(text)) === null;
        const { documents, problems } = readYaml(text);
        const data = (documents[0]?.value as { data?: { a: unknown } } | undefined)?.data?.a;
        if (isText !== (problems.length === 0 && typeof data === "string")) otherwise.push(word);
      }
      expect(otherwise).toEqual([]);
    },
    SLOW,
  );

  it(
    "and validate judge words at the edge alike, but for those that are known",
    async () => {
      const schemas = kubernetesModels();
      const differing: string[] = [];
      for (const [sort, [words, manifest]] of Object.entries({ ...VALUES, ...NAMES })) {
        for (const word of words) {
          const text = JSON.stringify(manifest(word));
          const isRefused = (await server.refusal(text)) !== null;
          const { invalid } = await validateTexts(new Map([["f.json", text]]), schemas, { kubernetes: "1.36" });
          if (isRefused !== invalid.length > 0) differing.push(`${sort} ${word}`);
        }
      }
      expect(differing.sort()).toEqual([...KNOWN].sort());
    },
    SLOW,
  );

  it(
    "is asked by validate --server, whose answers name the place",
    async () => {
      const { ask } = kubectl({ ...process.env, KUBECONFIG: server.kubeconfig });
      const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "shop" } };
      expect(await ask(config)).toEqual({ kind: "accepted" });
      expect(await ask({ ...config, dataa: {} })).toMatchObject({ kind: "refused", path: ["dataa"] });
      const job = { apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "j-", namespace: "shop" } };
      const pod = { restartPolicy: "Never", containers: [{ name: "a", image: "b" }] };
      expect(await ask({ ...job, spec: { template: { spec: pod } } })).toEqual({ kind: "accepted" });
      const wrong = { ...pod, containers: [{ name: "a", image: "b", imagee: "c" }] };
      expect(await ask({ ...job, spec: { template: { spec: wrong } } })).toMatchObject({
        ...{ kind: "refused", path: ["spec", "template", "spec", "containers", 0, "imagee"] },
      });
      const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s", namespace: "shop" } };
      expect(await ask({ ...service, spec: { ports: [{ port: 0 }] } })).toMatchObject({
        ...{ kind: "refused", path: ["spec", "ports", 0, "port"] },
      });
    },
    SLOW,
  );
});

/** A space that is cut off; an image that no node finds; huge pages in odd pieces. */
const KNOWN = ["quantity  1", "resource hugepages-2Mi", "image a b"];

/** Minutes and seconds (`1:30`) are left out: a number in YAML 1.1, which Kubernetes' reader leaves as text. */
const WORDS =
  "y Y n N yes Yes no No on On ON off Off true True tRue false 0777 00 007 08 09 0o17 0o8 0x1f 0xg 0b11 0b2 1_000 1__0 _1 1_ +1 -1 +0x1 -0777 08:30x 1e3 1e 1.5 1. .5 . 1.e3 .inf -.inf .nan inf nan 1.2.3 1-2 2026-11-27 2026-1-2 2026-11-27T06:00:00Z -- 1,000 0.0 -0 0x 0b 1_0.5 685.230_15e+03 0x_0A 9223372036854775808 123456789012345678901234567890 1e400 0x1p3 +.5 NaN 1d 12e03".split(
    " ",
  );
