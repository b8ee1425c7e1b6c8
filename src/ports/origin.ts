/** Where files come from, as far as is known; null = not known. */
export interface Origin {
  /** `owner/name`, or the address of a Git remote. */
  readonly repository: string | null;
  /** The commit; null where the files differ from it. */
  readonly revision: string | null;
  /** Who made that commit, and when. */
  readonly commit?: OriginCommit | null;
  /** Where it was reviewed. */
  readonly pullRequest?: { readonly number: string; readonly url: string };
}

export interface OriginCommit {
  /** `Name <address>` */
  readonly author: string;
  readonly subject: string;
  readonly body: string;
  /** RFC 3339. */
  readonly date: string;
}
