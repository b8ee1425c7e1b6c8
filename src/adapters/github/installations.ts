import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Api, Tokens } from "./api.ts";

/** What analysis may do: look. A token that leaks writes nothing. */
const LOOK = ["checks", "contents", "deployments", "issues", "metadata", "pull_requests"];
/** What answers on the pull request. No contents: commits ask for a token of their own. */
const ANSWER = ["checks", "deployments", "issues", "pull_requests"];

export interface Installation {
  readonly id: number;
  readonly permissions: Readonly<Record<string, string>>;
}

/** Mints tokens; Octokit's strategy keeps them until they are about to expire. */
export type Mint = (wish: {
  readonly installationId: number;
  readonly repositoryNames: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
}) => Promise<string>;

/** Tokens for one repository, narrowed to what is done with them, and to what the installation was granted. */
export function narrowTokens(mint: Mint, { id, permissions }: Installation, repo: string): Tokens {
  const granted = (names: readonly string[], level: string): Record<string, string> =>
    Object.fromEntries(
      names
        .filter((name) => name in permissions)
        .map((name) => [name, level === "write" ? (permissions[name] ?? "read") : "read"]),
    );
  const wish = { installationId: id, repositoryNames: [repo] };
  return {
    read: () => mint({ ...wish, permissions: granted(LOOK, "read") }),
    write: () => mint({ ...wish, permissions: granted(ANSWER, "write") }),
  };
}

/** An answer of GitHub about an installation holds for a while. */
const HELD_MS = 600_000;

export interface Installations {
  of(name: RepositoryName): Promise<Installation | null>;
  all(): Promise<readonly Installation[]>;
}

export function openInstallations(api: Api, now: () => number): Installations {
  const known = new Map<string, { readonly installation: Installation; readonly until: number }>();
  return {
    of: async (name) => {
      const held = known.get(name);
      if (held !== undefined && held.until > now()) return held.installation;
      const [owner, repo] = name.split("/");
      const found = await api.get<Installation & { suspended_at?: string | null }>(
        "GET /repos/{owner}/{repo}/installation",
        { owner, repo },
      );
      if (found === null || found.suspended_at) return null;
      known.set(name, { installation: found, until: now() + HELD_MS });
      return found;
    },
    all: () => api.all<Installation>("GET /app/installations"),
  };
}
