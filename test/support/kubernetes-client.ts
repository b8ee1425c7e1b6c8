import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { setTimeout } from "node:timers/promises";
import { load } from "js-yaml";

interface Answer {
  readonly code: number;
  readonly body: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface Head {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly namespace?: unknown; readonly name?: unknown };
}

/** What is asked of an API server, and how. */
interface Question {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly text?: string;
  readonly type?: string;
}

/** Speaks with the API server that a kubeconfig of `test/support/api-server` names. */
export class KubernetesClient {
  private readonly address: string;
  private readonly token: string;
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(kubeconfig: string) {
    const text = readFileSync(kubeconfig, "utf8");
    this.address = /server: "([^"]+)"/.exec(text)?.[1] ?? "";
    this.token = /token: "([^"]+)"/.exec(text)?.[1] ?? "";
  }

  /** Creates what a YAML document says. The text itself is sent: how the server reads YAML is part of what is asked. Null, or its refusal. */
  async create(text: string, query = ""): Promise<string | null> {
    const place = await this.placeOf(load(text, { json: true }) as Head);
    if (place === null) return noKind(text);
    return refusalIn(await this.ask({ method: "POST", path: `${place.path}${query}`, text }));
  }

  /** As `kubectl apply --server-side --field-manager=NAME` does. Null, or its refusal. */
  async apply(text: string, manager: string): Promise<string | null> {
    const head = load(text, { json: true }) as Head;
    const place = await this.placeOf(head);
    if (place === null) return noKind(text);
    const path = `${place.path}/${String(head.metadata?.name)}?fieldManager=${manager}`;
    return refusalIn(await this.ask({ method: "PATCH", path, text, type: "application/apply-patch+yaml" }));
  }

  /** What stands under a path of the API; null where nothing does. */
  async read<T>(path: string): Promise<T | null> {
    const { code, body } = await this.ask({ method: "GET", path });
    return code === 200 ? (JSON.parse(body) as T) : null;
  }

  /** Changes the named fields of what stands under a path. */
  async merge(path: string, change: unknown): Promise<void> {
    const text = JSON.stringify(change);
    const refusal = refusalIn(await this.ask({ method: "PATCH", path, text, type: "application/merge-patch+json" }));
    if (refusal !== null) throw new Error(`${path}: ${refusal}`);
  }

  /** After new kinds were defined. */
  forget(): void {
    this.resources.clear();
  }

  async waitFor(path: string): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      const answer = await this.ask({ method: "GET", path }).catch(() => null);
      if (answer?.code === 200) return;
      await setTimeout(100);
    }
    throw new Error(`the API server has no ${path}`);
  }

  /** The folder of the API in which a document stands; null where the server does not have its kind. */
  private async placeOf(head: Head): Promise<{ readonly path: string } | null> {
    const version = String(head.apiVersion);
    const base = version.includes("/") ? `/apis/${version}` : `/api/${version}`;
    const found = (await this.known(base)).find(({ kind, name }) => kind === head.kind && !name.includes("/"));
    if (found === undefined) return null;
    const namespace = encodeURIComponent(String(head.metadata?.namespace ?? "default"));
    return { path: `${found.namespaced ? `${base}/namespaces/${namespace}` : base}/${found.name}` };
  }

  private known(base: string): Promise<readonly Resource[]> {
    const known = this.resources.get(base) ?? this.list(base);
    this.resources.set(base, known);
    return known;
  }

  private async list(base: string): Promise<readonly Resource[]> {
    return (await this.read<{ resources: Resource[] }>(base))?.resources ?? [];
  }

  private ask({ method, path, text = "", type = "application/yaml" }: Question): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": type, accept: "application/json" };
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

const refusalIn = ({ code, body }: Answer): string | null =>
  code < 300 ? null : ((JSON.parse(body) as { message?: string }).message ?? body);

function noKind(text: string): string {
  const { kind, apiVersion } = load(text, { json: true }) as Head;
  return `no matches for kind ${String(kind)} in ${String(apiVersion)}`;
}
