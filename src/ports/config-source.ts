import type { SourceTree } from "./revisions.ts";

/** The files of a configuration repository: a folder on disk, or one Git revision. */
export interface ConfigSource extends SourceTree {
  /** Absolute path of a file's content on disk, for readers that stream it; null where no file stands. */
  onDisk(path: string): Promise<string | null>;
  /** Symbolic links, where they are not followed: what they lead to is not listed. Absent where they are. */
  readonly links?: () => Promise<readonly string[]>;
  /** Removes what `onDisk` had to copy. */
  close(): Promise<void>;
}

/** Opens configuration repositories. */
export interface ConfigSources {
  folder(path: string): Promise<ConfigSource>;
  /** A revision of the repository that `folder` stands in. */
  revision(folder: string, revision: string): Promise<ConfigSource>;
  /** The nearest folder at or above a file that holds loadline.yaml, else the file's own folder. */
  rootOf(file: string): Promise<string>;
  isFolder(path: string): Promise<boolean>;
}
