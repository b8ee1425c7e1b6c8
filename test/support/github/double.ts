import { createSign, generateKeyPairSync } from "node:crypto";
import { INSIDE, startEmulator } from "./emulator.ts";
import { type Fault, openFaults } from "./faults.ts";
import type { Exchange } from "./message.ts";
import { actAs, type Person } from "./people.ts";
import { openProxy, RELAY_PATH } from "./proxy.ts";
import { type Delivery, openRelay, type Relay } from "./relay.ts";
import type { State } from "./state.ts";

export interface DoubleOptions {
  /** People who belong to the organisation `acme` and may write to its repositories. */
  readonly members?: readonly string[];
  /** People who belong to nothing. */
  readonly strangers?: readonly string[];
  /** `owner/name`; the first part is `acme` or a person. */
  readonly repositories?: readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  /** Accounts that installed the App, each with what its owner has accepted, null being all of it; left out: `acme` alone. */
  readonly installations?: Readonly<Record<string, Readonly<Record<string, string>> | null>>;
  readonly secret?: string;
  /** The App; left out: loadline. */
  readonly app?: { readonly id: number; readonly slug: string };
}

/** GitHub on this machine: the emulator with its gaps filled. See README.md beside this file. */
export interface GitHubDouble {
  readonly url: string;
  /** What `loadline serve` needs in its environment to take this for its GitHub. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly exchanges: Exchange[];
  readonly deliveries: readonly Delivery[];
  readonly relay: Relay;
  /** What the double itself knows, for tests that ask what became of something. */
  readonly state: State;
  deliverTo(url: string | null): void;
  fail(fault: Fault): void;
  clearFaults(): void;
  as(login: string): Person;
  /** A person's own token. */
  tokenOf(login: string): string;
  /** A token of the installation on `acme`, such as a workflow gets, with these permissions. */
  mint(permissions: Readonly<Record<string, string>>): Promise<string>;
  archive(repository: string): void;
  /** As the owner of an account does who wants to hear nothing of the App for a while. */
  suspend(account: string): void;
  lock(repository: string, number: number): void;
  /** Until every webhook under way has been answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The permissions of app.yml. */
export const PERMISSIONS = {
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "read",
  merge_queues: "read",
  metadata: "read",
  pull_requests: "write",
};

const LOADLINE = { id: 77, slug: "loadline" };

export async function startGitHub(options: DoubleOptions = {}): Promise<GitHubDouble> {
  const {
    members = ["dev", "alice"],
    strangers = ["mallory"],
    secret = "a webhook secret of at least 32 bytes",
    app = LOADLINE,
  } = options;
  const repositories = options.repositories ?? ["acme/serving", "acme/gitops"];
  const proxy = await openProxy();
  const url = `http://127.0.0.1:${proxy.port}`;
  const privateKey = newKey();
  const people = [...members, ...strangers];
  const seed = seedOf({ ...options, members, repositories }, { people, privateKey, url });
  const upstream = await startEmulator(seed, url);
  const relay = openRelay(secret);
  const state = emptyState({ upstream, relay, url, people, repositories, appId: app.id, slug: app.slug });
  const faults = openFaults();
  const exchanges: Exchange[] = [];
  proxy.serve(state, faults, exchanges);
  return {
    url,
    secret,
    environment: {
      APP_ID: String(app.id),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: secret,
      GHE_HOST: `127.0.0.1:${proxy.port}`,
      GHE_PROTOCOL: "http",
    },
    exchanges,
    deliveries: relay.deliveries,
    relay,
    state,
    deliverTo: relay.deliverTo,
    fail: faults.add,
    clearFaults: faults.clear,
    tokenOf,
    mint: (permissions) => mint(`${url}/app/installations/5/access_tokens`, { app, privateKey, permissions }),
    as: (login) => actAs(url, tokenOf(login)),
    archive: (repository) => void state.archived.add(repository),
    suspend: (account) => void state.suspended.add(account),
    lock: (repository, number) => void state.locked.add(`${repository}#${number}`),
    settled: relay.settled,
    close: async () => {
      await upstream.close();
      proxy.server.closeAllConnections();
      await new Promise((resolve) => proxy.server.close(resolve));
    },
  };
}

interface Made {
  readonly people: readonly string[];
  readonly privateKey: string;
  readonly url: string;
}

function seedOf(options: DoubleOptions, { people, privateKey, url }: Made): Record<string, unknown> {
  const { members = [], repositories = [], permissions = PERMISSIONS, installations: on = { acme: null } } = options;
  const { id, slug } = options.app ?? LOADLINE;
  const app = { app_id: id, slug, name: slug, private_key: privateKey, webhook_url: `${url}${RELAY_PATH}` };
  const installations = Object.entries(on).map(([account, accepted], index) => ({
    ...{ installation_id: 5 + index, account, permissions: accepted ?? permissions },
  }));
  return {
    tokens: Object.fromEntries([
      ...people.map((login) => [tokenOf(login), { login, scopes: ["repo"] }]),
      ...INSIDE.map((token) => [token, { login: "root", scopes: ["repo"] }] as const),
    ]),
    github: {
      users: [...people, "root"].map((login) => ({ login })),
      orgs: [{ login: "acme", members: [...members, "root"].map((login) => ({ login, role: "admin" })) }],
      repos: repositories.map((name) => ({ owner: name.split("/")[0], name: name.split("/")[1] })),
      apps: [{ ...app, permissions, events: ["*"], installations }],
    },
  };
}

const tokenOf = (login: string): string => `token-of-${login}`;

type Known = Pick<State, "upstream" | "relay" | "url" | "repositories" | "appId" | "slug"> & { people: string[] };

function emptyState(known: Known): State {
  let last = 10_000;
  return {
    ...known,
    people: new Map(known.people.map((login) => [tokenOf(login), login])),
    grants: new Map(),
    frozenHeads: new Map(),
    frozenBases: new Map(),
    merged: new Map(),
    forks: new Map(),
    archived: new Set(),
    locked: new Set(),
    suspended: new Set(),
    edited: new Set(),
    reactions: new Map(),
    deployments: new Map(),
    statuses: new Map(),
    reviewComments: new Map(),
    annotations: new Map(),
    nextId: () => {
      last += 1;
      return last;
    },
  };
}

interface Minting {
  readonly app: { readonly id: number };
  readonly privateKey: string;
  readonly permissions: Readonly<Record<string, string>>;
}

async function mint(address: string, { app, privateKey, permissions }: Minting): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const parts = [{ alg: "RS256" }, { iat: now - 60, exp: now + 60, iss: String(app.id) }].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signature = createSign("RSA-SHA256").update(parts.join(".")).sign(privateKey, "base64url");
  const headers = { authorization: `Bearer ${parts.join(".")}.${signature}`, "content-type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify({ permissions }) });
  return ((await answer.json()) as { token: string }).token;
}

const newKey = (): string =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
