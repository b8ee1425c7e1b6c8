import { z } from "zod";
import { jsonOf, type PriceServer, UnknownFormat } from "./download.ts";
import type { PriceRow } from "./price-row.ts";

/** Azure's public retail prices; no key is needed. */
export const AZURE = "https://prices.azure.com";

const page = z.object({
  Items: z.array(
    z.object({
      currencyCode: z.literal("USD"),
      retailPrice: z.number().nonnegative(),
      armRegionName: z.string(),
      armSkuName: z.string(),
      productName: z.string(),
      skuName: z.string(),
      unitOfMeasure: z.string(),
      type: z.string(),
    }),
  ),
  NextPageLink: z.string().nullish(),
});

type Item = z.infer<typeof page>["Items"][number];

/** On-demand and spot prices of one VM size under Linux, in every region that has it, as of `today`. */
export async function azurePrices({ base, patience }: PriceServer, size: string, today: string): Promise<PriceRow[]> {
  const filter = `serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armSkuName eq '${size}'`;
  let next: string | null = `${base}/api/retail/prices?$filter=${encodeURIComponent(filter)}`;
  const items: Item[] = [];
  const seen = new Set<string>();
  while (next !== null) {
    if (seen.has(next)) throw new UnknownFormat(`${next} follows itself`);
    seen.add(next);
    const { Items, NextPageLink } = parsed(await jsonOf(next, patience), next);
    items.push(...Items.filter(isPlain));
    next = nextPage(NextPageLink ?? null, base);
  }
  return [...Map.groupBy(items, ({ armRegionName }) => armRegionName)].map(([region, own]) => ({
    ...{ provider: "azure", product: "vm", instance: size, region },
    onDemand: cheapest(own.filter((item) => !isSpot(item))),
    spot: cheapest(own.filter(isSpot)),
    ...{ source: "Azure retail prices, prices.azure.com/api/retail/prices", date: today },
  }));
}

function parsed(document: unknown, url: string): z.infer<typeof page> {
  const result = page.safeParse(document);
  if (!result.success) throw new UnknownFormat(`${url}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** The link to the next page, if it stays with the server that was asked. */
function nextPage(link: string | null, base: string): string | null {
  if (link === null || link === "") return null;
  if (new URL(link).origin !== new URL(base).origin) throw new UnknownFormat(`the next page is elsewhere: ${link}`);
  return link;
}

const isSpot = ({ skuName }: Item): boolean => skuName.endsWith(" Spot");

function isPlain({ productName, skuName, unitOfMeasure, type, retailPrice }: Item): boolean {
  const linux = !/Windows|Cloud ?Services/.test(productName) && !skuName.endsWith(" Low Priority");
  return linux && unitOfMeasure === "1 Hour" && type === "Consumption" && retailPrice > 0;
}

/** A size may be listed under two products for a while; the same machine is sold at the lower price. */
function cheapest(items: readonly Item[]): number | null {
  return items.length === 0 ? null : Math.min(...items.map(({ retailPrice }) => retailPrice));
}
