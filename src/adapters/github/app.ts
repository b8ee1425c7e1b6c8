import type { Logger } from "pino";
import { createProbot, ProbotOctokit } from "probot";
import { GITHUB } from "../../mistakes/github.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { GitHubApp } from "../../ports/github-app.ts";
import { type Api, type ApiSettings, openApi, type Tokens } from "./api.ts";
import { appToken } from "./app-token.ts";
import { octokitFor } from "./commits/connect.ts";
import { githubRepository } from "./commits/repository.ts";
import type { Credentials } from "./credentials.ts";
import { redeliver } from "./deliveries.ts";
import { type HostsSettings, type Identity, openHosts, openReach } from "./hosts.ts";
import { commitTokens, type Installation, openInstallations, openMint, proposalTokens } from "./installations.ts";
import { openPaces, type PaceSettings } from "./pace.ts";
import { readRegistration } from "./registration.ts";

export interface GitHubAppSettings extends PaceSettings {
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly version: string;
  /** Logins whose repositories are looked at; null: everybody's who installed the App. */
  readonly accounts: ReadonlySet<string> | null;
}

/** The App at its GitHub, on Probot's dispatch and checks of signatures. Its limits and retries are ours, see `pace.ts`. */
export function gitHubApp({ credentials, log, version, accounts, ...pace }: GitHubAppSettings): GitHubApp {
  const { appId, privateKey, secret, baseUrl } = credentials;
  const probot = createProbot({
    // Nothing else of the environment reaches Probot: REDIS_URL would make it fetch a package while it runs.
    env: { APP_ID: String(appId), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: secret },
    overrides: { baseUrl, log, Octokit: PlainOctokit },
  });
  const token = appToken(appId, privateKey, pace.now);
  const paces = openPaces(pace);
  const { now, wait } = pace;
  const as = (account: string): ApiSettings => ({
    baseUrl,
    pace: paces(account),
    now,
    userAgent: `loadline/${version}`,
  });
  const asInstallation = ({ id }: Pick<Installation, "id">): ApiSettings => as(`installation/${id}`);
  const api = openApi(as(`app/${appId}`), token);
  const mint = openMint(api, token.now);
  const identity = remembered(() => readIdentity(api));
  const installations = openInstallations(api, now);
  const desk = { asInstallation, mint, installations, accounts, log };
  const reach = openReach(desk);
  return {
    hosts: openHosts({ ...desk, reach, identity }),
    installations: reach,
    gitops: gitOpsOf({ asInstallation, mint, installations, wait }),
    isSigned: async (body, signature) => {
      await probot.ready();
      return probot.webhooks.verify(body, signature).catch(() => false);
    },
    load: (app) => probot.load(async (loaded) => app(loaded), { cwd: "/", addHandler: () => undefined }),
    receive: async ({ id, event, payload }) => {
      // The names were checked against the list of events that are listened to.
      await probot.receive({ id, name: event, payload } as Parameters<typeof probot.receive>[0]);
    },
    registration: () => readRegistration(api),
    check: async () => {
      await readIdentity(api);
      await identity();
    },
    redeliverFailed: (since) => redeliver(api, since, new Date(now())),
  };
}

interface GitOpsSettings extends Pick<HostsSettings, "asInstallation" | "mint" | "installations"> {
  readonly wait: PaceSettings["wait"];
}

const gitOpsOf =
  ({ asInstallation, mint, installations, wait }: GitOpsSettings): GitHubApp["gitops"] =>
  async (name) => {
    const installation = await installations.of(name);
    if (installation?.permissions["contents"] !== "write") return null;
    const [owner = "", repo = ""] = name.split("/");
    const settings = asInstallation(installation);
    return githubRepository(
      octokitFor(settings, commitTokens(mint, installation, repo)),
      { owner, name: repo },
      { wait, proposer: proposerOf(settings, installation, () => proposalTokens(mint, installation, repo)) },
    );
  };

/** Whoever may open pull requests there, and do nothing else; null: nobody granted it. */
const proposerOf = (settings: ApiSettings, { permissions }: Installation, tokens: () => Tokens) =>
  permissions["pull_requests"] === "write" ? octokitFor(settings, tokens()) : null;

/** An object of defaults does not reach the clients of installations; a function does. */
const PlainOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

async function readIdentity(api: Api): Promise<Identity> {
  const app = await api.get<Identity>("GET /app");
  if (app === null) throw new OutsideError("GitHub", GITHUB.noApp, false);
  return { id: app.id, slug: app.slug };
}

/** A value that stays once it was read. */
function remembered<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Value | null = null;
  return async () => {
    value ??= await read();
    return value;
  };
}
