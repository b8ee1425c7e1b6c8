import { GITHUB } from "../../mistakes/github.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Api, Tokens } from "./api.ts";

/** What analysis may do: look. A token that leaks writes nothing. Metadata comes with each of these, whether it is listed or not. */
const LOOK = ["checks", "contents", "deployments", "issues", "pull_requests"];
/** What answers on the pull request. No contents: commits ask for a token of their own. */
const ANSWER = ["checks", "deployments", "issues", "pull_requests"];

export interface Installation {
  readonly id: number;
  readonly permissions: Readonly<Record<string, string>>;
  /** An enterprise has no login. */
  readonly account?: { readonly login?: string; readonly slug?: string } | null;
  readonly html_url?: string;
  readonly suspended_at?: string | null;
}

export interface TokenWish {
  readonly installationId: number;
  /** Names without their owner; null: every repository of the installation. */
  readonly repositories: readonly string[] | null;
  readonly permissions: Readonly<Record<string, string>>;
}

export type Mint = (wish: TokenWish) => Promise<string>;

/** A token that expires while a request is under way is of no use. */
const SPARE_MS = 300_000;

/**
 * Asks for tokens as the App and keeps them until they are about to expire. Octokit's own strategy would ask api.github.com
 * for them, whatever server was configured.
 */
export function openMint(api: Api, now: () => number): Mint {
  const held = new Map<string, { readonly token: string; readonly until: number }>();
  return async ({ installationId, repositories, permissions }) => {
    const key = JSON.stringify([installationId, repositories, permissions]);
    const known = held.get(key);
    if (known !== undefined && known.until > now()) return known.token;
    const minted = await api.request<{ token: string; expires_at: string }>(
      "POST /app/installations/{installation_id}/access_tokens",
      { installation_id: installationId, permissions, ...(repositories === null ? {} : { repositories }) },
    );
    if (minted === null) throw new OutsideError("GitHub", GITHUB.noInstallation(installationId), false);
    held.set(key, { token: minted.token, until: Date.parse(minted.expires_at) - SPARE_MS });
    return minted.token;
  };
}

/** Tokens for committing to one repository, and for nothing else. */
export function commitTokens(mint: Mint, { id }: Installation, repo: string): Tokens {
  const wish = { installationId: id, repositories: [repo] };
  return {
    read: () => mint({ ...wish, permissions: { contents: "read" } }),
    write: () => mint({ ...wish, permissions: { contents: "write" } }),
  };
}

/** Tokens for opening pull requests in one repository, and for nothing else. */
export function proposalTokens(mint: Mint, { id }: Installation, repo: string): Tokens {
  const wish = { installationId: id, repositories: [repo] };
  return {
    read: () => mint({ ...wish, permissions: { pull_requests: "read" } }),
    write: () => mint({ ...wish, permissions: { pull_requests: "write" } }),
  };
}

/** Tokens for one repository, narrowed to what is done with them, and to what the installation was granted. */
export function narrowTokens(mint: Mint, { id, permissions }: Installation, repo: string): Tokens {
  const granted = (names: readonly string[], level: string): Record<string, string> =>
    Object.fromEntries(
      names
        .filter((name) => name in permissions)
        .map((name) => [name, level === "write" ? (permissions[name] ?? "read") : "read"]),
    );
  const wish = { installationId: id, repositories: [repo] };
  return {
    read: () => mint({ ...wish, permissions: granted(LOOK, "read") }),
    write: () => mint({ ...wish, permissions: granted(ANSWER, "write") }),
  };
}

/** An answer of GitHub about an installation holds for a while. */
const HELD_MS = 600_000;

export interface Installations {
  /** Null: the App is not installed there, or its owner suspended it. */
  of(name: RepositoryName): Promise<Installation | null>;
  /** Suspended ones among them. */
  all(): Promise<readonly Installation[]>;
}

export function openInstallations(api: Api, now: () => number): Installations {
  const known = new Map<string, { readonly installation: Installation; readonly until: number }>();
  return {
    of: async (name) => {
      const held = known.get(name);
      if (held !== undefined && held.until > now()) return held.installation;
      const [owner, repo] = name.split("/");
      const found = await api.get<Installation>("GET /repos/{owner}/{repo}/installation", { owner, repo });
      if (found === null || found.suspended_at) return null;
      known.set(name, { installation: found, until: now() + HELD_MS });
      return found;
    },
    all: () => api.all<Installation>("GET /app/installations"),
  };
}
