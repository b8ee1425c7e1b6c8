import type { Upstream } from "./emulator.ts";
import type { Json } from "./message.ts";
import type { Relay } from "./relay.ts";

/** What the double keeps because the emulator does not. */
export interface Merged {
  readonly sha: string;
  readonly at: string;
  readonly by: Json;
}

/** What a token may do; null: a person's, who may do what the emulator lets them. */
export interface Grant {
  readonly permissions: Readonly<Record<string, string>>;
  readonly repositories: readonly string[] | null;
  readonly installation: number;
}

export interface State {
  readonly upstream: Upstream;
  readonly relay: Relay;
  readonly url: string;
  readonly appId: number;
  readonly slug: string;
  /** login by a person's token. */
  readonly people: ReadonlyMap<string, string>;
  readonly grants: Map<string, Grant>;
  /** `owner/name#number`: the head of a pull request that is closed. */
  readonly frozenHeads: Map<string, string>;
  /** `owner/name#number`: the base as it stood when the head was last pushed; GitHub shows no newer one. */
  readonly frozenBases: Map<string, string>;
  readonly merged: Map<string, Merged>;
  /** `owner/name` of what a fork was made from, by the fork's. */
  readonly forks: Map<string, string>;
  /** `owner/name`. */
  readonly archived: Set<string>;
  readonly locked: Set<string>;
  /** Accounts whose owner suspended the App. */
  readonly suspended: Set<string>;
  /** `owner/name` of every repository that was seeded. */
  readonly repositories: readonly string[];
  /** Comments that somebody edited. */
  readonly edited: Set<number>;
  readonly reactions: Map<string, Json[]>;
  readonly deployments: Map<string, Json[]>;
  readonly statuses: Map<number, Json[]>;
  readonly reviewComments: Map<string, Json[]>;
  readonly annotations: Map<string, Json[]>;
  nextId(): number;
}

/** Who stands behind a token: a person, or the App's bot. */
export async function actorOf(state: State, token: string | null): Promise<Json> {
  const login = state.people.get(token ?? "") ?? `${state.slug}[bot]`;
  try {
    return await state.upstream.ask(`/users/${encodeURIComponent(login)}`);
  } catch {
    return { login, id: 900_000 + state.appId, node_id: "", type: "Bot", site_admin: false };
  }
}

/** Whether a token may do this; people may, tokens of an installation only what they were granted. */
export function may(
  state: State,
  token: string | null,
  [permission, level]: readonly [string, "read" | "write"],
): boolean {
  const grant = state.grants.get(token ?? "");
  if (grant === undefined) return state.people.has(token ?? "");
  return permission.split("|").some((name) => {
    const held = grant.permissions[name];
    return held === "write" || (held === "read" && level === "read");
  });
}
