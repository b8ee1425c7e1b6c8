/** Files of one revision, or of one folder, read alike. Paths are relative to its root and parted by "/". */
export interface SourceTree {
  /** For messages: the folder, or the revision with its commit. */
  readonly description: string;
  /** The commit; null for a folder. */
  readonly commit: string | null;
  /** Every readable file, sorted. */
  list(): Promise<readonly string[]>;
  /** Null where no file stands. Too large a file, or one that leads outside, is an InputError. */
  read(path: string): Promise<Uint8Array | null>;
}

/** `keep` says which paths are wanted (settings, models, traffic). */
export async function readTree(
  tree: SourceTree,
  keep: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of (await tree.list()).filter(keep)) {
    const content = await tree.read(path);
    if (content !== null) files.set(path, content);
  }
  return files;
}
