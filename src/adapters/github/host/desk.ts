import type { Api } from "../api.ts";
import type { BlobCache } from "../blob-cache.ts";

/** What every question about one repository needs. */
export interface Desk {
  readonly api: Api;
  readonly owner: string;
  readonly repo: string;
  /** Contents that other work of this process has read. */
  readonly blobs: BlobCache;
  readonly author: Author;
}

/** Who writes: its own comments and checks are told by these. */
export interface Author {
  /** As GitHub shows it: `name[bot]` of an App. */
  readonly login: string;
  /** Null where only the login is known. */
  readonly appId: number | null;
  /** Told whom GitHub shows as the author of what was just written. */
  heard?(login: string): void;
}

export const appAuthor = ({ id, slug }: { readonly id: number; readonly slug: string }): Author => ({
  login: `${slug}[bot]`,
  appId: id,
});

/** Names of the repository, as routes spell them. */
export const at = ({ owner, repo }: Desk): { readonly owner: string; readonly repo: string } => ({ owner, repo });
