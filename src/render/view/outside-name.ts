import type { RenderInput } from "../input.ts";
import { fingerprint } from "./fingerprint.ts";

/**
 * The name of something outside of the cluster, where there are no namespaces: letters, digits and hyphens, a letter first.
 * Its end keeps a-b/c apart from a/b-c, and tells the content of what cannot be changed.
 */
export function outsideName({ deployment }: RenderInput, most: number, content: unknown = null): string {
  const { namespace, name } = deployment;
  const end = fingerprint(JSON.stringify([namespace, name, content]));
  const whole = /^[a-z]/.test(namespace) ? `${namespace}-${name}` : `n-${namespace}-${name}`;
  return `${whole
    .replaceAll(/-+/g, "-")
    .slice(0, most - 1 - end.length)
    .replace(/-+$/, "")}-${end}`;
}
