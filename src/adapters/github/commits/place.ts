import type { Api } from "../api.ts";

/** A repository at GitHub, with leave to read and write what it holds. */
export interface Place {
  readonly api: Api;
  readonly owner: string;
  readonly repo: string;
}

/** Names of the repository, as routes spell them. */
export const at = ({ owner, repo }: Omit<Place, "api">): { readonly owner: string; readonly repo: string } => ({
  owner,
  repo,
});
