/** A fitted number as a fact file states it. */
export interface FittedFact {
  readonly value: number;
  readonly source: string;
  /** Where it was seen: versions, cards, sizes. */
  readonly range: string;
  /** What predictions were off by on data the fit had not seen. */
  readonly error: string;
  readonly seen: string;
}

const SIGNIFICANT_DIGITS = 5;

/** A TypeScript file of facts, one exported constant a group. Values are rounded so that the last bits of a logarithm or a sum
 *  cannot change the file. */
export function rendered(
  script: string,
  groups: Readonly<Record<string, Readonly<Record<string, FittedFact>>>>,
): string {
  const constants = Object.entries(groups).map(([name, facts]) => {
    const entries = Object.entries(facts).map(([key, fact]) => entry(key, fact));
    return `export const ${name} = {\n${entries.join("")}} as const;\n`;
  });
  return [
    `// Written by \`node .github/scripts/fit/${script}.ts\`. Do not edit.`,
    "",
    'import { measured } from "../domain/fact.ts";',
    "",
    constants.join("\n"),
  ].join("\n");
}

function entry(key: string, { value, source, range, error, seen }: FittedFact): string {
  const rounded = String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
  return `  ${key}: measured(\n    ${rounded},\n    ${JSON.stringify(`${source}; ${range}; ${error}`)},\n    "${seen}",\n  ),\n`;
}
