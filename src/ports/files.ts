/** Files on the user's disk. Paths are as the user wrote them, relative to the working directory. */
export interface Files {
  /** Null where no file stands. */
  read(path: string): Promise<Uint8Array | null>;
  /** The first bytes of a file, so many at most; null where no file stands. */
  begin(path: string, bytes: number): Promise<Uint8Array | null>;
  /** Every file below a folder, relative to it and parted by "/", sorted; null where no folder stands. */
  list(folder: string): Promise<readonly string[] | null>;
  /** Writes all files below `folder` or, when one of them cannot be written, none; each appears whole. */
  write(folder: string, files: ReadonlyMap<string, string>): Promise<void>;
  /** Removes everything below a folder. Callers make sure that it is loadline's own. */
  clear(folder: string): Promise<void>;
}
