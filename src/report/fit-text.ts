import type { FitAlternative, MemoryFit } from "../../planner/index.ts";
import { memoryParts } from "./memory-parts.ts";
import { count, decimal, gibibytes, share } from "./quantities.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";

/** The terminal's answer of `fit`: part by part, what is missing, what would fit instead. `maxContext` 0 = not known. */
export function fitText(fit: MemoryFit, alternatives: readonly FitAlternative[], maxContext = 0): string {
  const lines = [
    verdictLine(fit),
    ...(fit.fits && maxContext > 0 ? [`  That is ${fullLength(fit.kvTokens, maxContext)} a replica`] : []),
    "",
    ...memoryTable(fit),
    "",
    `  Host memory: ${gibibytes(fit.host.request)} requested, ${gibibytes(fit.host.limit)} limit`,
    `  What binds: ${visible(fit.binding)}`,
    `  Memory law: ${fit.coverage.status}, ${visible(fit.coverage.why)}`,
    ...alternativeLines(alternatives),
  ];
  return `${lines.join("\n")}\n`;
}

/** Rows with GiB, share and a bar that reads without colour. */
export function memoryTable(fit: MemoryFit): readonly string[] {
  const rows = memoryParts(fit).map((part) => [part.label, gibibytes(part.bytes), share(part.share), bar(part.share)]);
  return textTable({ head: ["Memory of one GPU", "", "", ""], rows, right: [1, 2], indent: 2 });
}

function verdictLine(fit: MemoryFit): string {
  if (!fit.fits) {
    const missing = fit.missingBytes > 0 ? `${gibibytes(fit.missingBytes)} a GPU are missing` : visible(fit.binding);
    return `✗ Does not fit: ${missing}`;
  }
  const tokens = `${count(fit.kvTokens)} tokens in ${count(fit.kvBlocks)} blocks of ${fit.blockSize}`;
  return `✓ Fits: room for ${tokens} of KV cache a replica`;
}

function alternativeLines(alternatives: readonly FitAlternative[]): readonly string[] {
  if (alternatives.length === 0) return [];
  const rows = alternatives.map(({ text, kvTokens }) => [visible(text), `${count(kvTokens)} tokens of KV cache`]);
  return ["", ...textTable({ head: ["What would fit", ""], rows, right: [1], indent: 2 })];
}

const BAR = 24;

/** A part that is there is seen, however small. */
function bar(fraction: number): string {
  if (fraction <= 0) return "";
  return "█".repeat(Math.max(1, Math.round(fraction * BAR)));
}

/** How many sequences of full length the KV cache holds. */
function fullLength(kvTokens: number, maxContext: number): string {
  const sequences = maxContext > 0 ? kvTokens / maxContext : 0;
  return `${decimal(Math.floor(sequences * 10) / 10, 3)} sequences of ${count(maxContext)} tokens`;
}
