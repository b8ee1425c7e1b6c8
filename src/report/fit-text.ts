import type { FitAlternative, MemoryFit } from "../../planner/index.ts";
import { memoryParts } from "./memory-parts.ts";
import { paintFor } from "./paint.ts";
import { count, decimal, gibibytes, share } from "./quantities.ts";
import { textTable } from "./table.ts";
import { visible } from "./visible.ts";
import { wrapped } from "./wrap.ts";

/** What `fit` was asked and what the planner answered. */
export interface FitReport {
  readonly question: {
    readonly model: string;
    readonly gpu: string;
    readonly tensorParallel: number;
    readonly engine: string;
  };
  readonly fit: MemoryFit;
  readonly weights: string;
  readonly maxContext: number;
  readonly version: string;
  readonly alternatives: readonly FitAlternative[];
}

/** The terminal's answer of `fit`: part by part, what is missing, what would fit instead. */
export function fitText(report: FitReport, style: { readonly width: number; readonly color: boolean }): string {
  const paint = paintFor(style.color);
  const { fit, alternatives } = report;
  const law = `Memory law: ${fit.coverage.status}; ${visible(fit.coverage.why)}`;
  const lines = [
    paint.bold(fit.fits ? paint.good(`✓ ${subject(report)} fits`) : paint.bad(`✗ ${subject(report)} does not fit`)),
    `  ${fit.fits ? room(report) : missing(fit)}`,
    "",
    ...memoryTable(fit),
    "",
    `  Host memory: ${gibibytes(fit.host.request)} requested, ${gibibytes(fit.host.limit)} limit`,
    ...(fit.fits ? [`  What binds: ${visible(fit.binding)}`] : []),
    ...wrapped(law, style.width, { first: "  ", next: "  " }).map(paint.dim),
    ...alternativeLines(alternatives),
  ];
  return `${lines.join("\n")}\n`;
}

/** Rows with GiB, share and a bar that reads without colour. */
export function memoryTable(fit: MemoryFit, width = Infinity): readonly string[] {
  const rows = memoryParts(fit).map((part) => [part.label, gibibytes(part.bytes), share(part.share), bar(part.share)]);
  const head = fit.fits ? "Memory of one GPU" : "Taken before any KV cache";
  return textTable({ head: [head, "", "", ""], rows, right: [1, 2], indent: 2, width });
}

function subject({ question, weights, version }: FitReport): string {
  const { model, gpu, tensorParallel, engine } = question;
  return visible(`${model} in ${weights} on ${tensorParallel} × ${gpu} with ${engine} ${version}`, 200);
}

function room({ fit, maxContext }: FitReport): string {
  const tokens = `The KV cache holds ${count(fit.kvTokens)} tokens a replica (${count(fit.kvBlocks)} blocks of ${fit.blockSize})`;
  if (maxContext <= 0) return tokens;
  const sequences = decimal(Math.floor((10 * fit.kvTokens) / maxContext) / 10, 3);
  return `${tokens}: ${sequences} sequences of ${count(maxContext)} tokens`;
}

function missing({ missingBytes, binding }: MemoryFit): string {
  const bytes = missingBytes > 0 ? `${gibibytes(missingBytes)} a GPU are missing; what binds: ` : "";
  return `${bytes}${visible(binding)}`;
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
