import { read } from "./disk.ts";
import { type MeasuredFunction, measureFunctions } from "./measure.ts";

export interface Limits {
  readonly fileLines: number;
  readonly functionLines: number;
  readonly parameters: number;
  readonly nesting: number;
}

/** The limits stand once, in biome.json, so that an editor shows them as you type. */
export function statedLimits(): Limits {
  const { rules } = JSON.parse(read("biome.json")).linter;
  return {
    fileLines: rules.style.noExcessiveLinesPerFile.options.maxLines,
    functionLines: rules.complexity.noExcessiveLinesPerFunction.options.maxLines,
    parameters: rules.complexity.useMaxParams.options.max,
    nesting: rules.nursery.noExcessiveNestedBlocks.options.max,
  };
}

/** Generated files grow with the data they hold; nobody reads them from top to bottom. */
export const isGenerated = (path: string): boolean =>
  path.endsWith(".generated.ts") || /^planner\/prices\/[^/]+\.ts$/.test(path);

/** One sentence for each limit a file breaks: file, line, function, what was measured, what is allowed. */
export function violations(path: string, source: string, limits: Limits): string[] {
  if (isGenerated(path)) return [];
  const lines = source.split("\n").length - (source.endsWith("\n") ? 1 : 0);
  const tooLong = lines > limits.fileLines ? [`${path}: ${lines} lines, at most ${limits.fileLines}. Split it.`] : [];
  const parsed = measureFunctions(source).flatMap((measured) => broken(measured, limits));
  return [...tooLong, ...parsed.map(({ line, text }) => `${path}:${line}: ${text}`)];
}

function broken(measured: MeasuredFunction, limits: Limits): { line: number; text: string }[] {
  const checks = [
    { what: "lines", is: measured.isSuite ? 0 : measured.length, most: limits.functionLines },
    { what: "parameters", is: measured.parameters, most: limits.parameters },
    { what: "levels of nesting", is: measured.nesting, most: limits.nesting },
  ];
  return checks
    .filter(({ is, most }) => is > most)
    .map(({ what, is, most }) => ({ line: measured.line, text: `${measured.name}: ${is} ${what}, at most ${most}` }));
}
