import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator, type Emulator, type EmulatorOptions } from "emulate";
import { connectGitHub } from "../../src/adapters/github/commits/connect.ts";
import { githubRepository } from "../../src/adapters/github/commits/repository.ts";
import type { GitOpsRepository } from "../../src/ports/gitops.ts";
import { freePort } from "./free-port.ts";

/** What becomes of one request: lost before GitHub sees it, lost after it was done, or answered by the network itself. */
export type Fault =
  | "lost-before"
  | "lost-after"
  | "502-after"
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Readonly<Record<string, unknown>>;
    };

export interface Exchange {
  readonly method: string;
  /** Below the repository: `git/trees`, without the query. */
  readonly path: string;
}

/** An emulated GitHub with one repository, `acme/gitops`, behind a proxy that knows one token and can be told to fail. */
export interface GitHubDouble {
  readonly url: string;
  readonly exchanges: Exchange[];
  /** Asked for each request, with its number from 0. */
  fault: (exchange: Exchange, number: number) => Fault | null | Promise<Fault | null>;
  /** Changes what GitHub answers with 2xx. */
  rewrite: (exchange: Exchange, body: unknown) => unknown;
  open(): GitOpsRepository;
  /** The emulator itself, faults left aside. */
  api<Data>(path: string, send?: { method: string; body: unknown }): Promise<Data>;
  /** Somebody else's commit on main; `mode` for every file. */
  edit(files: Readonly<Record<string, string | null>>, mode?: string): Promise<string>;
  files(branch?: string): Promise<Readonly<Record<string, string>>>;
  head(branch?: string): Promise<string | null>;
  close(): Promise<void>;
}

export const TOKEN = "ghp_000000000000000000000000000000000000";
const REPOSITORY = "/repos/acme/gitops";

export async function githubDouble({ isEmpty = false } = {}): Promise<GitHubDouble> {
  const port = await freePort();
  const emulator = await createEmulator({
    service: "github",
    port,
    seed: {
      tokens: { [TOKEN]: { login: "dev", scopes: ["repo"] } },
      github: {
        users: [{ login: "dev" }],
        orgs: [{ login: "acme", members: [{ login: "dev", role: "admin" }] }],
        repos: [{ owner: "acme", name: "gitops", auto_init: !isEmpty }],
      },
    },
  } as unknown as EmulatorOptions);
  const double = withApi(emulator);
  const server = createServer((request, response) => void pass({ double, emulator, isEmpty }, { request, response }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(double, {
    url,
    open: () =>
      githubRepository(
        connectGitHub({ GH_TOKEN: TOKEN, GITHUB_API_URL: url }),
        { owner: "acme", name: "gitops" },
        // Pauses of the protocol are real but short.
        { wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(5, milliseconds))) },
      ),
    close: () => closeBoth(server, emulator),
  });
}

type Inside = Omit<GitHubDouble, "url" | "open" | "close">;

function withApi(emulator: Emulator): Inside {
  const api = async <Data>(path: string, send?: { method: string; body: unknown }): Promise<Data> => {
    const answer = await fetch(`${emulator.url}${REPOSITORY}${path}`, {
      ...{
        method: send?.method ?? "GET",
        headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      },
      ...(send === undefined ? {} : { body: JSON.stringify(send.body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Data;
  };
  const post = <Data>(path: string, body: unknown) => api<Data>(path, { method: "POST", body });
  const head = (branch = "main") =>
    api<{ object: { sha: string } }>(`/git/ref/heads/${branch}`).then(
      ({ object }) => object.sha,
      () => null,
    );
  return {
    ...{ exchanges: [], fault: () => null, rewrite: (_exchange, body) => body, api, head },
    edit: async (files, mode = "100644") => {
      const parent = await head();
      const tree = Object.entries(files).map(([path, content]) => ({
        ...{ path, mode, type: mode === "160000" ? "commit" : "blob" },
        ...(content === null ? { sha: null } : mode === "160000" ? { sha: content } : { content }),
      }));
      const base = await api<{ tree: { sha: string } }>(`/git/commits/${parent}`);
      const made = await post<{ sha: string }>("/git/trees", { base_tree: base.tree.sha, tree });
      const commit = await post<{ sha: string }>("/git/commits", {
        message: "By hand",
        tree: made.sha,
        parents: [parent],
      });
      await api("/git/refs/heads/main", { method: "PATCH", body: { sha: commit.sha } });
      return commit.sha;
    },
    files: async (branch = "main") => {
      const { tree } = await api<{ tree: { path: string; type: string; sha: string }[] }>(
        `/git/trees/${encodeURIComponent(branch)}?recursive=1`,
      );
      const read = async (sha: string) =>
        Buffer.from((await api<{ content: string }>(`/git/blobs/${sha}`)).content, "base64").toString();
      const blobs = tree.filter(({ type }) => type === "blob");
      return Object.fromEntries(
        await Promise.all(blobs.map(async ({ path, sha }) => [path, await read(sha)] as const)),
      );
    },
  };
}

interface Behind {
  readonly double: Inside;
  readonly emulator: Emulator;
  readonly isEmpty: boolean;
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function pass({ double, emulator, isEmpty }: Behind, { request, response }: Passing): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/" } = request;
  const exchange = { method, path: url.replace(`${REPOSITORY}/`, "").replace(/\?.*/, "") };
  double.exchanges.push(exchange);
  const say = (status: number, body: unknown, headers = {}) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  // The emulator takes any token for its first user; GitHub does not.
  if (request.headers.authorization !== `token ${TOKEN}`) return void say(401, { message: "Bad credentials" });
  const fault = await double.fault(exchange, double.exchanges.length - 1);
  if (fault === "lost-before") return void response.destroy();
  if (typeof fault === "object" && fault !== null) {
    return void say(fault.status, fault.body ?? { message: "injected" }, fault.headers);
  }
  // GitHub keeps no objects in an empty repository.
  if (isEmpty && /^git\//.test(exchange.path) && (await double.api<unknown[]>("/branches")).length === 0) {
    return void say(409, { message: "Git Repository is empty." });
  }
  const answer = await fetch(`${emulator.url}${url}`, {
    ...{ method, headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" } },
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  const body: unknown = await answer.json();
  if (fault === "lost-after") return void response.destroy();
  if (fault === "502-after") return void say(502, { message: "Bad Gateway" });
  say(answer.status, answer.ok ? double.rewrite(exchange, body) : body);
}

async function closeBoth(server: Server, emulator: Emulator): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await emulator.close();
}
