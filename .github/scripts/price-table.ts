/** A line of the price list: whole instance, US dollars an hour; null = unknown. */
export interface PriceLine {
  readonly region: string;
  readonly instance: string;
  readonly onDemand: number | null;
  readonly spot: number | null;
  readonly source: string;
  readonly date: string;
}

const LINE_WIDTH = 120;

/** Lines of one provider and product from the CSV text. */
export function readPrices(csv: string, provider: string, product: string): readonly PriceLine[] {
  const [header = [], ...rows] = csv
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(cells);
  return rows
    .map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ""])))
    .filter((row) => row["provider"] === provider && row["product"] === product)
    .map(priceLine);
}

/** Text of `planner/prices/<platform>.ts`. Same lines, in any order: same bytes. */
export function priceTable(platform: string, lines: readonly PriceLine[]): string {
  const sources = distinct(lines.map(({ source, date }) => JSON.stringify([source, date])));
  const regions = distinct(lines.map(({ region }) => region));
  const body = regions.map((region) => regionText(region, lines, sources)).join("");
  return `// Written by \`node .github/scripts/prices.ts gpu-prices.csv\`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of whole EC2 instances under Linux: US dollars an hour on demand, spot, index of the source. */
export const ${platform} = {
  platform: ${JSON.stringify(platform)},
  sources: [
${sources.map(sourceText).join("")}  ],
  regions: {
${body}  },
} satisfies PriceTable;
`;
}

function sourceText(entry: string): string {
  const [source, date] = JSON.parse(entry);
  const line = `      source: ${JSON.stringify(source)},`;
  const fitted = line.length <= LINE_WIDTH ? line : line.replace("source: ", "source:\n        ");
  return `    {\n${fitted}\n      date: ${JSON.stringify(date)},\n    },\n`;
}

function regionText(region: string, lines: readonly PriceLine[], sources: readonly string[]): string {
  const rows = lines
    .filter((line) => line.region === region)
    .sort((a, b) => compareInstances(a.instance, b.instance))
    .map(({ instance, onDemand, spot, source, date }) => {
      const index = sources.indexOf(JSON.stringify([source, date]));
      return `      ${JSON.stringify(instance)}: row(${onDemand}, ${spot}, ${index}),\n`;
    });
  return `    ${JSON.stringify(region)}: {\n${rows.join("")}    },\n`;
}

/** Family first, then size as a number: g5.2xlarge before g5.12xlarge. */
function compareInstances(a: string, b: string): number {
  const [familyA = "", sizeA = ""] = a.split(".");
  const [familyB = "", sizeB = ""] = b.split(".");
  if (familyA !== familyB) return familyA < familyB ? -1 : 1;
  return sizeOf(sizeA) - sizeOf(sizeB);
}

/** `xlarge` is 1, `12xlarge` 12; bare metal comes last. */
function sizeOf(size: string): number {
  return size === "metal" ? 1000 : Number.parseInt(size, 10) || 1;
}

function priceLine(row: Readonly<Record<string, string>>): PriceLine {
  const note = row["note"] === "" ? "" : `; ${row["note"]}`;
  return {
    region: row["region"] ?? "",
    instance: row["instance"] ?? "",
    onDemand: price(row["usd_per_hour"]),
    spot: price(row["spot_usd_per_hour"]),
    source: `${row["source"]}${note}`,
    date: row["source_date"] ?? "",
  };
}

function price(cell: string | undefined): number | null {
  return cell === undefined || cell === "" ? null : Number(cell);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** Cells of one CSV line; a cell in double quotes may hold commas. */
function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, -1)
    .map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
