import { constantName } from "./generated-files.ts";
import type { PriceList } from "./price-lists.ts";

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

/** Lines of the CSV text that make the table of one platform. */
export function readPrices(csv: string, list: PriceList): readonly PriceLine[] {
  const [header = [], ...rows] = csv
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(cells);
  return rows
    .map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ""])))
    .filter((row) => row["provider"] === list.provider && row["product"] === list.product)
    .flatMap((row) => {
      const instance = list.idOf(row["instance"] ?? "");
      return instance === null ? [] : [priceLine(instance, row)];
    });
}

/** Text of `planner/prices/<platform>.ts`. Same lines, in any order: same bytes. */
export function priceTable({ platform, priced }: PriceList, lines: readonly PriceLine[]): string {
  const sources = distinct(lines.map(({ source, date }) => JSON.stringify([source, date])));
  const regions = distinct(lines.map(({ region }) => region));
  const body = regions.map((region) => regionText(region, lines, sources)).join("");
  return `// Written by \`node .github/scripts/prices.ts gpu-prices.csv\`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of ${priced}: US dollars an hour on demand, spot, index of the source. */
export const ${constantName(platform)} = {
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
      return `      ${key(instance)}: row(${onDemand}, ${spot}, ${index}),\n`;
    });
  return `    ${key(region)}: {\n${rows.join("")}    },\n`;
}

const key = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));

/** Family first, then size as a number: g5.2xlarge before g5.12xlarge, g2-standard-8 before g2-standard-12. */
function compareInstances(a: string, b: string): number {
  const [familyA, sizeA] = familyAndSize(a);
  const [familyB, sizeB] = familyAndSize(b);
  if (familyA !== familyB) return familyA.localeCompare(familyB, "en", { numeric: true });
  return sizeOf(sizeA) - sizeOf(sizeB);
}

/** What stands before the last dot and after it; a name without dots is a family of its own. */
function familyAndSize(instance: string): [family: string, size: string] {
  const dot = instance.lastIndexOf(".");
  return dot < 0 ? [instance, ""] : [instance.slice(0, dot), instance.slice(dot + 1)];
}

/** `xlarge` is 1, `12xlarge` 12; bare metal comes last. */
function sizeOf(size: string): number {
  return size === "metal" ? 1000 : Number.parseInt(size, 10) || 1;
}

function priceLine(instance: string, row: Readonly<Record<string, string>>): PriceLine {
  const note = row["note"] ?? "";
  const { date, doubt } = dateOf(row["source_date"] ?? "");
  return {
    region: row["region"] ?? "",
    instance,
    // Such a row names a price for what is only lent, not sold on demand.
    onDemand: note.startsWith("spot only") ? null : price(row["usd_per_hour"]),
    spot: price(row["spot_usd_per_hour"]),
    source: [row["source"] ?? "", note, doubt].filter((part) => part !== "").join("; "),
    date,
  };
}

/** The date as the calendar has it. A month counts from its first day; without a date, prices count as of mid-2024: stale. */
function dateOf(stated: string): { readonly date: string; readonly doubt: string } {
  if (/^\d{4}-\d{2}-\d{2}$/.test(stated)) return { date: stated, doubt: "" };
  if (/^\d{4}-\d{2}$/.test(stated)) return { date: `${stated}-01`, doubt: `dated ${stated} only` };
  return { date: "2024-06-30", doubt: stated === "undated" || stated === "" ? "undated" : `undated: ${stated}` };
}

function price(cell: string | undefined): number | null {
  return cell === undefined || cell === "" ? null : Number(cell);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** Cells of one CSV line; a cell in double quotes may hold commas. */
export function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, -1)
    .map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
