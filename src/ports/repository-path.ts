/** Git's own limit on names in most file systems, in UTF-8 bytes. */
const LONGEST_COMPONENT = 255;
/** PATH_MAX on Linux, in UTF-8 bytes. */
const LONGEST_PATH = 4096;

/**
 * Why a path may not be written into a repository of manifests, or null when it may: what `refuseEscape` refuses, and what
 * Git or GitHub reads itself (.git*, .github).
 */
export function refusePath(path: string): string | null {
  const leads = refuseEscape(path);
  if (leads !== null) return leads;
  const special = path.split("/").find((component) => /^(\.git|git~\d)/i.test(component));
  return special === undefined ? null : `has the component "${special}", which Git or GitHub reads itself`;
}

/**
 * Why a path does not stay below its folder, or null when it does: relative, parted by "/", and the same file on every
 * system it may be checked out on. Refuses what leaves the folder, and what a screen would not show.
 */
export function refuseEscape(path: string): string | null {
  if (path === "") return "is empty";
  if (Buffer.byteLength(path) > LONGEST_PATH) return `is longer than ${LONGEST_PATH} bytes`;
  if (path.startsWith("/")) return "is absolute";
  if (path !== path.normalize("NFC")) return "is not in Unicode normal form NFC";
  for (const component of path.split("/")) {
    const reason = refuseComponent(component);
    if (reason !== null) return reason;
  }
  return null;
}

/** `a/b/c` -> `a`, `a/b`. */
export function parentsOf(path: string): string[] {
  const components = path.split("/");
  return components.slice(1).map((_, index) => components.slice(0, index + 1).join("/"));
}

/** Whether `path` is the folder itself or lies below it; by whole components, so `ab/c` is not below `a`. */
export const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function refuseComponent(component: string): string | null {
  if (component === "") return "has an empty component";
  if (component === "." || component === "..") return `has the component "${component}"`;
  // Cc, Cf, Cs, Co, Cn: control and bidi characters, lone surrogates, private and unassigned code points.
  if (/\p{C}/u.test(component)) return "has a control or invisible character";
  if (/[\\:]/.test(component)) return "has a backslash or a colon (a drive or a stream on Windows)";
  if (/[. ]$/.test(component)) return "has a component that ends in a dot or a space (dropped on Windows)";
  // "git~1" is the short name of ".git" on NTFS.
  if (/^(\.git|git~\d)$/i.test(component)) return `has the component "${component}", which is Git's own`;
  if (Buffer.byteLength(component) > LONGEST_COMPONENT) return `has a component longer than ${LONGEST_COMPONENT} bytes`;
  return null;
}
