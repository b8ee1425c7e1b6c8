import { cells } from "../price-table.ts";
import { linesOf, type PriceServer, UnknownFormat } from "./download.ts";
import type { PriceRow } from "./price-row.ts";

/** Where AWS keeps its public price files; no key is needed. */
export const AWS = "https://pricing.us-east-1.amazonaws.com";

/** Columns that say which of a dozen prices of one instance is the plain one: Linux, shared hardware, used, on demand. */
const PLAIN: Readonly<Record<string, string>> = {
  TermType: "OnDemand",
  Unit: "Hrs",
  Currency: "USD",
  Tenancy: "Shared",
  "Operating System": "Linux",
  CapacityStatus: "Used",
  "Pre Installed S/W": "NA",
};

/** On-demand prices of these instances from AWS's price file of a region. Spot prices need a key and stay unknown. */
export async function awsPrices(
  { base, patience }: PriceServer,
  region: string,
  instances: ReadonlySet<string>,
): Promise<PriceRow[]> {
  const url = `${base}/offers/v1.0/aws/AmazonEC2/current/${region}/index.csv`;
  let [published, columns]: [string, readonly string[] | null] = ["", null];
  const rows = new Map<string, PriceRow>();
  for await (const line of linesOf(url, patience)) {
    if (line.startsWith('"Publication Date"')) published = (cells(line)[1] ?? "").slice(0, 10);
    if (line.startsWith('"SKU"')) columns = columnsOf(line, url);
    const instance = line.match(/"([a-z][a-z0-9-]*\.[a-z0-9]+)"/)?.[1] ?? "";
    if (columns === null || !instances.has(instance)) continue;
    const usd = plainPrice(columns, cells(line));
    if (usd !== null) rows.set(instance, rowOf({ region, instance, usd, published }));
  }
  if (columns === null || published === "") throw new UnknownFormat(`${url} has no publication date or no header`);
  return [...rows.values()];
}

function columnsOf(header: string, url: string): readonly string[] {
  const columns = cells(header);
  const missing = [...Object.keys(PLAIN), "PricePerUnit"].filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UnknownFormat(`${url} has no column ${missing.join(", ")}`);
  return columns;
}

/** Null for reservations, other systems, dedicated hardware, and capacity blocks, which stand in the same file. */
function plainPrice(columns: readonly string[], line: readonly string[]): number | null {
  const cell = (name: string) => line[columns.indexOf(name)];
  const plain = Object.entries(PLAIN).every(([name, wanted]) => cell(name) === wanted);
  const market = cell("MarketOption") ?? "OnDemand";
  const usd = Number(cell("PricePerUnit"));
  return plain && market === "OnDemand" && usd > 0 ? usd : null;
}

interface Priced {
  readonly region: string;
  readonly instance: string;
  readonly usd: number;
  readonly published: string;
}

function rowOf({ region, instance, usd, published }: Priced): PriceRow {
  const source = "AWS price list, offers/v1.0/aws/AmazonEC2";
  return { provider: "aws", product: "ec2", region, instance, onDemand: usd, spot: null, source, date: published };
}
