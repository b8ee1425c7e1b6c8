import { priceRange } from "../cost/price.ts";
import type { InstancePrice, ModelDeployment, PriceTable } from "../domain/index.ts";
import { platforms } from "../platforms/index.generated.ts";
import { prices } from "../prices/index.generated.ts";
import { entryNamed } from "./entry.ts";

/** A row of a price table, and who says so. */
export interface KnownPrice {
  readonly row: InstancePrice;
  readonly source: PriceTable["sources"][number];
}

/** What an instance costs in a region of a platform; null = not in its table. */
export function priceOf({
  name,
  region,
  instance,
}: Pick<ModelDeployment["platform"], "name" | "region" | "instance">): KnownPrice | null {
  const table = entryNamed(prices, name);
  const row = table?.regions[region]?.[instance];
  const source = row && table?.sources[row.source];
  return row && source ? { row, source } : null;
}

/** Who says what most machines of a platform cost in a region; null = no price is known there. */
export function sourceOfPrices(name: string, region: string): KnownPrice["source"] | null {
  const table = entryNamed(prices, name);
  const named = Object.values(table?.regions[region] ?? {}).map(({ source }) => source);
  const [most] = [...Map.groupBy(named, (source) => source)].toSorted(([, a], [, b]) => b.length - a.length);
  return (most && table?.sources[most[0]]) ?? null;
}

/** Price of one machine per hour where it is to run, the likeliest where it moves; null = unknown. */
export function priceOfCapacity(
  { price }: { readonly price: KnownPrice | null },
  { name, capacity }: ModelDeployment["platform"],
) {
  const platform = entryNamed(platforms, name);
  if (price === null || platform === undefined) return null;
  return priceRange(price.row, platform, capacity)?.middle ?? null;
}
