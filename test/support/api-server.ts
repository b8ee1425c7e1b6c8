import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { load } from "js-yaml";
import { KubernetesClient } from "./kubernetes-client.ts";

/** Where `test/support/api-server/build.sh` puts the program, and definitions of custom resources beside it. */
const cache = process.env["LOADLINE_API_SERVER"] ?? join(homedir(), ".cache/loadline/api-server");
export const clusterProgram = join(cache, "cluster");

/** Why no API server can be asked here; null where one can. */
export const noApiServer = existsSync(clusterProgram)
  ? null
  : "no API server (test/support/api-server/build.sh builds one)";

/** A real Kubernetes API server of a test. */
export interface RealServer {
  readonly kubeconfig: string;
  /** Its own folder, with its certificates and the key of its accounts. */
  readonly folder: string;
  readonly client: KubernetesClient;
  /** Groups whose custom resources it has. */
  readonly groups: ReadonlySet<string>;
  /** What it says against one YAML document, in a strict dry run; null where it takes it. */
  readonly refusal: (text: string) => Promise<string | null>;
  /** Stores one YAML document. */
  readonly store: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts an empty server, with the custom resources whose definitions lie beside the program. */
export async function startApiServer(): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), "loadline-api-server-"));
  const child = spawn(clusterProgram, ["api-server", folder], { stdio: ["pipe", "pipe", "ignore"] });
  await new Promise((first, failed) => {
    createInterface(child.stdout).once("line", first);
    child.once("error", failed);
    child.once("exit", () => failed(new Error("the API server ended")));
  });
  const kubeconfig = join(folder, "kubeconfig");
  const client = new KubernetesClient(kubeconfig);
  await client.waitFor("/readyz");
  await client.waitFor("/api/v1/namespaces/default");
  const groups = await defineResources(client);
  return {
    ...{ kubeconfig, folder, client, groups },
    refusal: (text) => client.create(text, "?dryRun=All&fieldValidation=Strict"),
    store: async (text) => {
      const refusal = await client.create(text);
      if (refusal !== null && !refusal.includes("already exists")) throw new Error(refusal);
    },
    stop: async () => {
      child.stdin.end();
      await new Promise((ended) => child.once("exit", ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function defineResources(client: KubernetesClient): Promise<ReadonlySet<string>> {
  const folder = join(cache, "crds");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
  const groups = new Set<string>();
  for (const name of names) groups.add(await defineResource(client, readFileSync(join(folder, name), "utf8")));
  client.forget();
  return groups;
}

/** Defines a custom resource and waits until the server has it; its group. */
export async function defineResource(client: KubernetesClient, text: string): Promise<string> {
  const refusal = await client.create(text);
  if (refusal !== null) throw new Error(refusal);
  const { spec } = load(text) as { spec: { group: string; names: { plural: string }; versions: { name: string }[] } };
  for (const version of spec.versions) await client.waitFor(`/apis/${spec.group}/${version.name}/${spec.names.plural}`);
  return spec.group;
}
