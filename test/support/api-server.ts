import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { load } from "js-yaml";

/** Where `test/support/api-server/build.sh` puts the program, and definitions of custom resources beside it. */
const cache = process.env["LOADLINE_API_SERVER"] ?? join(homedir(), ".cache/loadline/api-server");
const program = join(cache, "api-server");

/** Why no API server can be asked here; null where one can. */
export const noApiServer = existsSync(program) ? null : "no API server (test/support/api-server/build.sh builds one)";

/** A real Kubernetes API server of a test. */
export interface RealServer {
  readonly kubeconfig: string;
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
  const child = spawn(program, [folder], { stdio: ["pipe", "pipe", "ignore"] });
  const [address] = await new Promise<string[]>((first, failed) => {
    createInterface(child.stdout).once("line", (line) => first([line]));
    child.once("error", failed);
    child.once("exit", () => failed(new Error("the API server ended")));
  });
  const kubeconfig = join(folder, "kubeconfig");
  const token = /token: "([^"]+)"/.exec(readFileSync(kubeconfig, "utf8"))?.[1] ?? "";
  const client = new Client(address ?? "", token);
  await client.waitUntilReady();
  const groups = await defineResources(client);
  return {
    ...{ kubeconfig, groups },
    refusal: (text) => client.send(text, "?dryRun=All&fieldValidation=Strict"),
    store: async (text) => {
      const refusal = await client.send(text, "");
      if (refusal !== null && !refusal.includes("already exists")) throw new Error(refusal);
    },
    stop: async () => {
      child.stdin.end();
      await new Promise((ended) => child.once("exit", ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function defineResources(client: Client): Promise<ReadonlySet<string>> {
  const folder = join(cache, "crds");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
  const groups = new Set<string>();
  for (const name of names) {
    const text = readFileSync(join(folder, name), "utf8");
    const refusal = await client.send(text, "");
    if (refusal !== null) throw new Error(`${name}: ${refusal}`);
    const { spec } = load(text) as { spec: { group: string; names: { plural: string }; versions: { name: string }[] } };
    groups.add(spec.group);
    for (const version of spec.versions)
      await client.waitFor(`/apis/${spec.group}/${version.name}/${spec.names.plural}`);
  }
  client.forget();
  return groups;
}

interface Answer {
  readonly code: number;
  readonly body: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

class Client {
  private readonly address: string;
  private readonly token: string;
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(address: string, token: string) {
    this.address = address;
    this.token = token;
  }

  /** The text itself is sent: how the server reads YAML is part of what is asked. */
  async send(text: string, query: string): Promise<string | null> {
    const head = load(text, { json: true }) as {
      apiVersion?: unknown;
      kind?: unknown;
      metadata?: { namespace?: unknown };
    };
    const version = String(head.apiVersion);
    const base = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
    const found = (await this.known(base)).find(({ kind, name }) => kind === head.kind && !name.includes("/"));
    if (found === undefined) return `no matches for kind ${String(head.kind)} in ${version}`;
    const namespace = String(head.metadata?.namespace ?? "default");
    const place = found.namespaced ? `${base}/namespaces/${encodeURIComponent(namespace)}` : base;
    const { code, body } = await this.ask("POST", `${place}/${found.name}${query}`, text);
    return code < 300 ? null : ((JSON.parse(body) as { message?: string }).message ?? body);
  }

  forget(): void {
    this.resources.clear();
  }

  private known(base: string): Promise<readonly Resource[]> {
    const known = this.resources.get(base) ?? this.list(base);
    this.resources.set(base, known);
    return known;
  }

  private async list(base: string): Promise<readonly Resource[]> {
    const { code, body } = await this.ask("GET", base);
    return code === 200 ? (JSON.parse(body) as { resources: Resource[] }).resources : [];
  }

  async waitUntilReady(): Promise<void> {
    await this.waitFor("/readyz");
    await this.waitFor("/api/v1/namespaces/default");
  }

  async waitFor(path: string): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await this.ask("GET", path).catch(() => null);
      if (answer?.code === 200) return;
      await setTimeout(100);
    }
    throw new Error(`the API server has no ${path}`);
  }

  private ask(method: string, path: string, text = ""): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      "content-type": "application/yaml",
      accept: "application/json",
    };
    return new Promise((answered, failed) => {
      const sent = request(`${this.address}${path}`, { method, headers, agent: this.agent }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          answered({ code: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") }),
        );
      });
      sent.on("error", failed);
      sent.end(text);
    });
  }
}
