import type { Logger } from "pino";
import type { CodeHosts } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { InstalledOn } from "../../ports/github-app.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import { type Api, type ApiSettings, openApi } from "./api.ts";
import { blobCache } from "./blob-cache.ts";
import { codeHost } from "./host/code-host.ts";
import { appAuthor } from "./host/desk.ts";
import { type Installation, type Installations, type Mint, narrowTokens } from "./installations.ts";

/** Who the App is at GitHub. */
export interface Identity {
  readonly id: number;
  readonly slug: string;
}

export interface ReachSettings {
  /** Requests in the name of an installation, which GitHub counts each for itself. */
  readonly asInstallation: (installation: Pick<Installation, "id">) => ApiSettings;
  readonly mint: Mint;
  readonly installations: Installations;
  /** Logins whose repositories are looked at; null: everybody's who installed the App. */
  readonly accounts: ReadonlySet<string> | null;
}

export interface HostsSettings extends ReachSettings {
  readonly reach: Reach;
  readonly identity: () => Promise<Identity>;
  readonly log: Logger;
}

type Reach = () => Promise<readonly InstalledOn[]>;

const isServed = ({ accounts }: Pick<ReachSettings, "accounts">, login: string): boolean =>
  accounts === null || accounts.has(login.toLowerCase());

/** Where the App is installed, and on which repositories. */
export function openReach(settings: ReachSettings): Reach {
  const { installations, asInstallation, mint } = settings;
  return async () =>
    (await installations.all()).map(({ id, permissions, account, html_url: url, suspended_at: suspendedAt }) => {
      const login = account?.login ?? account?.slug ?? `installation ${id}`;
      const token = (): Promise<string> =>
        mint({ installationId: id, repositories: null, permissions: leastOf(permissions) });
      return {
        ...{ account: login, url: url ?? "", permissions, isSuspended: Boolean(suspendedAt) },
        isServed: isServed(settings, login),
        repositories: () => repositoriesOf(openApi(asInstallation({ id }), { read: token, write: token })),
      };
    });
}

/** Any permission brings metadata with it; asking for one that is not listed is refused. */
function leastOf(permissions: Installation["permissions"]): Readonly<Record<string, string>> {
  const [name] = ["metadata", "contents", ...Object.keys(permissions)].filter((one) => one in permissions);
  return name === undefined ? {} : { [name]: "read" };
}

const repositoriesOf = async (api: Api): Promise<readonly RepositoryName[]> => {
  const pick = (body: unknown): readonly { full_name: RepositoryName; archived?: boolean }[] =>
    (body as { repositories: { full_name: RepositoryName }[] }).repositories;
  const all = await api.all("GET /installation/repositories", {}, pick);
  return all.filter(({ archived }) => archived !== true).map(({ full_name: name }) => name);
};

/** Configuration and traffic of the pull requests that are being looked at. */
const KEPT_BYTES = 128 * 2 ** 20;

export function openHosts(settings: HostsSettings): CodeHosts {
  const { asInstallation, mint, installations, identity, reach, log } = settings;
  const blobs = blobCache(KEPT_BYTES);
  return {
    repository: async (name) => {
      const [owner = "", repo = ""] = name.split("/");
      const installation = isServed(settings, owner) ? await installations.of(name) : null;
      if (installation === null) return null;
      const tokens = narrowTokens(mint, installation, repo);
      return codeHost({
        api: openApi(asInstallation(installation), tokens),
        owner,
        repo,
        blobs,
        author: appAuthor(await identity()),
      });
    },
    repositories: async () => {
      const served = (await reach()).filter((one) => one.isServed && !one.isSuspended);
      return inEach(served, (account, error) =>
        log.warn({ account, err: error }, "cannot list the repositories of an installation"),
      );
    },
  };
}

/** What can be found; where nothing can, the reason. */
async function inEach(
  served: readonly InstalledOn[],
  tell: (account: string, error: OutsideError) => void,
): Promise<readonly RepositoryName[]> {
  const failures: OutsideError[] = [];
  const found: RepositoryName[] = [];
  for (const { account, repositories } of served) {
    try {
      found.push(...(await repositories()));
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      failures.push(error);
      tell(account, error);
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === served.length) throw first;
  return found;
}
