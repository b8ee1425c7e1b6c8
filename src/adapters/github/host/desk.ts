import type { Api } from "../api.ts";
import type { BlobCache } from "../blob-cache.ts";

/** What every question about one repository needs. */
export interface Desk {
  readonly api: Api;
  readonly owner: string;
  readonly repo: string;
  /** Contents that other work of this process has read. */
  readonly blobs: BlobCache;
  /** Who the App is: its comments and checks are told by these. */
  readonly app: { readonly id: number; readonly slug: string };
}

/** Names of the repository, as routes spell them. */
export const at = ({ owner, repo }: Desk): { readonly owner: string; readonly repo: string } => ({ owner, repo });

export const ownLogin = ({ app }: Pick<Desk, "app">): string => `${app.slug}[bot]`;
