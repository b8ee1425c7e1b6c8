import { cells } from "../price-table.ts";
import { linesOf, type PriceServer, UnknownFormat } from "./download.ts";
import type { PriceRow } from "./price-row.ts";

/** Where AWS keeps its public price files; no key is needed. */
export const AWS = "https://pricing.us-east-1.amazonaws.com";

/** A service's price files, and the cells that say which of a dozen prices of one instance is the plain one. */
export interface Offer {
  readonly service: string;
  readonly product: string;
  /** Values by column, as `nameOf` spells it. */
  readonly plain: Readonly<Record<string, string>>;
}

const ON_DEMAND = { termtype: "OnDemand", unit: "Hrs", currency: "USD" };

/** Linux, shared hardware, used. */
export const EC2: Offer = {
  service: "AmazonEC2",
  product: "ec2",
  plain: {
    ...ON_DEMAND,
    ...{ tenancy: "Shared", operatingsystem: "Linux", capacitystatus: "Used", preinstalledsw: "NA" },
  },
};

/** Real-time endpoints: notebooks, training and batches of the same instance stand in the same file. */
export const SAGEMAKER: Offer = {
  service: "AmazonSageMaker",
  product: "sagemaker-realtime",
  plain: { ...ON_DEMAND, component: "Hosting" },
};

/** Which instances of a service, in which region. */
export interface Wanted {
  readonly offer: Offer;
  readonly region: string;
  readonly instances: ReadonlySet<string>;
}

const INSTANCE = /"((?:ml\.)?[a-z][a-z0-9-]*\.[a-z0-9]+)"/;

/** On-demand prices from AWS's price file of a region. Spot prices need a key and stay unknown. */
export async function awsPrices(
  { base, patience }: PriceServer,
  { offer, region, instances }: Wanted,
): Promise<PriceRow[]> {
  const url = `${base}/offers/v1.0/aws/${offer.service}/current/${region}/index.csv`;
  let [published, columns]: [string, readonly string[] | null] = ["", null];
  const prices = new Map<string, number>();
  for await (const line of linesOf(url, patience)) {
    if (line.startsWith('"Publication Date"')) published = (cells(line)[1] ?? "").slice(0, 10);
    if (line.startsWith('"SKU"')) columns = columnsOf(line, { offer, url });
    const instance = line.match(INSTANCE)?.[1] ?? "";
    if (columns !== null && instances.has(instance)) note(prices, instance, plainPrice(columns, cells(line), offer));
  }
  const twice = [...prices].find(([, usd]) => Number.isNaN(usd));
  if (twice !== undefined) throw new UnknownFormat(`${url} has two prices of ${twice[0]}`);
  if (columns === null || published === "") throw new UnknownFormat(`${url} has no publication date or no header`);
  const rest = { provider: "aws", product: offer.product, region, spot: null, date: published };
  const source = `AWS price list, offers/v1.0/aws/${offer.service}`;
  return [...prices].map(([instance, onDemand]) => ({ ...rest, instance, onDemand, source }));
}

/** NaN: two lines contradict each other, so neither is the plain price. */
function note(prices: Map<string, number>, instance: string, usd: number | null): void {
  if (usd !== null) prices.set(instance, usd === (prices.get(instance) ?? usd) ? usd : Number.NaN);
}

/** Services head the same column "Instance Type", "instanceType" or "CapacityStatus". */
const nameOf = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]/g, "");

function columnsOf(header: string, { offer, url }: { offer: Offer; url: string }): readonly string[] {
  const columns = cells(header).map(nameOf);
  const missing = [...Object.keys(offer.plain), "priceperunit"].filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UnknownFormat(`${url} has no column ${missing.join(", ")}`);
  return columns;
}

/** Null for reservations, other systems, dedicated hardware, and capacity blocks, which stand in the same file. */
function plainPrice(columns: readonly string[], line: readonly string[], { plain }: Offer): number | null {
  const cell = (name: string) => line[columns.indexOf(name)];
  const isPlain = Object.entries(plain).every(([name, wanted]) => cell(name) === wanted);
  const market = cell("marketoption") ?? "OnDemand";
  const usd = Number(cell("priceperunit"));
  return isPlain && market === "OnDemand" && usd > 0 ? usd : null;
}
