import type { ConfigSource } from "../ports/config-source.ts";

/** One state of a configuration repository. */
export interface Side {
  readonly name: string;
  readonly source: ConfigSource;
  /** A path of the repository as the reader knows it. */
  readonly shown: (path: string) => string;
}

export interface Sides {
  /** What the change is compared with. */
  readonly base: Side;
  readonly head: Side;
  /** Whose Settings grant power; the base where nothing else is said, the head itself once it is merged. */
  readonly powers?: Side;
}
