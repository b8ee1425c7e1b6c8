/** One row of the price list, as far as the tables need it. */
export interface PriceRow {
  readonly provider: string;
  readonly product: string;
  readonly instance: string;
  readonly region: string;
  readonly onDemand: number | null;
  readonly spot: number | null;
  readonly source: string;
  readonly date: string;
}

/** The rows as the CSV that `prices.ts` reads. */
export function priceList(rows: readonly PriceRow[]): string {
  const header = "provider,product,instance,region,usd_per_hour,spot_usd_per_hour,source,source_date,note";
  const lines = rows.map((row) =>
    [row.provider, row.product, row.instance, row.region, row.onDemand, row.spot, row.source, row.date, ""]
      .map((cell) => quoted(String(cell ?? "")))
      .join(","),
  );
  return `${[header, ...lines].join("\n")}\n`;
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
