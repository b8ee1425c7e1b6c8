import type { Area, Platform } from "../../domain/index.ts";
import { prices } from "../../prices/index.generated.ts";
import { entryNamed } from "../entry.ts";

/** How providers name regions of each part of the world; what matches none is taken for America, where most prices are known. */
const AREAS: readonly (readonly [RegExp, Area])[] = [
  [
    /^(eu|europe|uk|me|il|af)[-_.]|^(west|north)europe|sweden|france|germany|switzerland|norway|poland|italy|spain|uae|israel|southafrica|africa/,
    "europe",
  ],
  [/^(ap|asia|australia|cn)[-_.]|asia|japan|korea|india|australia|newzealand|indonesia|malaysia/, "asia"],
];

/** The part of the world that a region lies in, by its name. */
export const areaOf = (region: string): Area => AREAS.find(([pattern]) => pattern.test(region))?.[1] ?? "america";

/** Whether a platform has any price in a region. */
export const hasPrices = (id: string, region: string): boolean => entryNamed(prices, id)?.regions[region] !== undefined;

/** Where a platform is looked at for a deployment in some region: there if it has prices there, else in the same part of the world. */
export function regionFor(platform: Platform, id: string, region: string): string {
  return hasPrices(id, region) ? region : platform.regionIn[areaOf(region)];
}
