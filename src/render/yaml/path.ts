/** Where something stands inside a document: keys and list positions from its root. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** `spec.containers[0].resources.limits["nvidia.com/gpu"]`; the root is empty text. */
export function printPath(path: Path): string {
  return path.map(printStep).join("").replace(/^\./, "");
}

function printStep(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return PLAIN_KEY.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
