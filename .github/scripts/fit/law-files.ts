import type { MeasuredKernels, MeasuredServing } from "../../../planner/steps/fitted.ts";

const HEADER = "// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.\n";
const SIGNIFICANT_DIGITS = 5;

/** `h100-sxm5` -> `h100Sxm5`. */
const constantName = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The fact file of one GPU's kernels. */
export function kernelFile(id: string, kernels: MeasuredKernels): string {
  const name = `${constantName(id)}Kernels`;
  return `${HEADER}\nimport type { MeasuredKernels } from "../fitted.ts";\n\nexport const ${name}: MeasuredKernels = ${literal(kernels, 0)};\n`;
}

/** The fact file of one engine's serving on one generation of GPUs. */
export function servingFile(id: string, serving: MeasuredServing): string {
  const name = `${constantName(id)}Serving`;
  return `${HEADER}\nimport type { MeasuredServing } from "../fitted.ts";\n\nexport const ${name}: MeasuredServing = ${literal(serving, 0)};\n`;
}

/** All fact files of a folder as one list. */
export function listFile(ids: readonly string[], what: "Kernels" | "Serving"): string {
  const sorted = [...ids].sort();
  const imports = sorted.map((id) => `import { ${constantName(id)}${what} } from "./${id}.generated.ts";\n`).join("");
  const names = sorted.map((id) => `  ${constantName(id)}${what},\n`).join("");
  const list = what === "Kernels" ? "MEASURED_KERNELS" : "MEASURED_SERVING";
  return `${HEADER}\nimport type { Measured${what} } from "../fitted.ts";\n${imports}\nexport const ${list}: readonly Measured${what}[] = [\n${names}];\n`;
}

const rounded = (value: number): number => Number(value.toPrecision(SIGNIFICANT_DIGITS));

/** A value as its file says it: what is fitted after it must not depend on digits that are thrown away. */
export function asWritten<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === "number" ? rounded(part) : part))) as T;
}

/** A value as TypeScript, one property a line. Rounded so that the last bits of a logarithm cannot change the file. */
function literal(value: unknown, depth: number): string {
  if (typeof value === "number") return String(rounded(value));
  if (typeof value === "string") return JSON.stringify(value);
  const inner = "  ".repeat(depth + 1);
  const close = `${"  ".repeat(depth)}`;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
    return `[${value.map((item) => JSON.stringify(typeof item === "number" ? rounded(item) : item)).join(", ")}]`;
  }
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${inner}${literal(item, depth + 1)},\n`).join("")}${close}]`;
  }
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0) return "{}";
  return `{\n${entries.map(([key, item]) => `${inner}${property(key)}: ${literal(item, depth + 1)},\n`).join("")}${close}}`;
}

const property = (key: string): string =>
  /^[a-z_$][\w$]*$/i.test(key) ? key : /^\d+$/.test(key) ? key : JSON.stringify(key);
