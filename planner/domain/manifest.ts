import type { Path } from "./finding.ts";

/** One parsed manifest, rendered or found on a disk. */
export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** 1-based line of a path inside the manifest; null where nobody knows. */
  readonly lineAt: (path: Path) => number | null;
}
