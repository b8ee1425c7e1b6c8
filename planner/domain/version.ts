/** `major.minor` of a version such as "0.15.1" or "v0.15"; null when there is no such pair. */
export function majorMinor(version: string): string | null {
  const found = /^v?(\d+)\.(\d+)/.exec(version);
  return found ? `${found[1]}.${found[2]}` : null;
}

/** `major.minor[.patch]` from an image's tag; null for `latest`, dates, digests alone. */
export function versionOfImage(name: string): string | null {
  const withoutDigest = name.split("@")[0] ?? "";
  const tag = /:([^:/]+)$/.exec(withoutDigest)?.[1] ?? "";
  return /^v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)(?:[.+_-].*)?$/.exec(tag)?.[1] ?? null;
}

/** Whether `version` is `bound` or newer, by major and minor alone. */
export function isAtLeast(version: string, bound: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [boundMajor = 0, boundMinor = 0] = numbers(bound);
  return major > boundMajor || (major === boundMajor && minor >= boundMinor);
}

const numbers = (version: string): number[] => (majorMinor(version) ?? "0.0").split(".").map(Number);
