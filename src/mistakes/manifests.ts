/** Manifests of a version or kind that the release of Kubernetes does not know; each follows the place in the file. */
export const MANIFESTS = {
  removed: (apiVersion: string, minor: number, instead: string): string =>
    `${apiVersion} was removed in Kubernetes 1.${minor}; use ${instead}`,
  tooNew: (kind: string, minor: number, release: string): string =>
    `${kind} exists since Kubernetes 1.${minor}, not in ${release}`,
  unknownVersion: (apiVersion: string, known: readonly string[]): string =>
    `no API version \`${apiVersion}\`; known: ${known.join(", ")}`,
  unknownTrigger: (type: string, nearest: string): string =>
    `\`${type}\` is no trigger of KEDA; did you mean \`${nearest}\`?`,
  /** `nearest` is the name that a misspelling may mean, if it is one. */
  unknownKind: (kind: string, apiVersion: string, { nearest, known }: Nearest): string =>
    `no kind \`${kind}\` in ${apiVersion}; ${nearest === null ? `known: ${known.join(", ")}` : `did you mean \`${nearest}\`?`}`,
} as const;

interface Nearest {
  readonly nearest: string | null;
  readonly known: readonly string[];
}
