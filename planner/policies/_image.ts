/** The tag of an image; null where there is none. */
export function tagOf(image: string): string | null {
  return /:([^:/]+)$/.exec(image.split("@")[0] ?? "")?.[1] ?? null;
}

export const hasDigest = (image: string): boolean => /@sha256:[0-9a-f]{64}$/.test(image);

/** `latest`, or none, which means the same: whatever was pushed last. A digest says better which one is meant. */
export function isLatest(image: string): boolean {
  const tag = tagOf(image);
  return !hasDigest(image) && (tag === null || tag === "latest");
}

/** What comes before tag and digest. */
export const repositoryOf = (image: string): string => (image.split("@")[0] ?? "").replace(/:[^:/]+$/, "");
