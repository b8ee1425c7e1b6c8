import { type Capacity, type ModelDeployment, nearestFirst } from "../domain/index.ts";
import { platforms } from "../platforms/index.generated.ts";
import { prices } from "../prices/index.generated.ts";
import { entryNamed } from "./entry.ts";
import { priceOf, priceOfCapacity } from "./price-of.ts";

type Place = ModelDeployment["platform"];

/** What to write where a price is unknown: the nearest names of which one is known. */
export function knownInstead(place: Place): string {
  const { name, region, instance, capacity } = place;
  const regions = entryNamed(prices, name)?.regions;
  if (regions === undefined)
    return `No price of ${name} is known anywhere: \`loadline compare\` shows other platforms.`;
  const names = Object.keys(regions);
  const rows = regions[region];
  if (rows === undefined) {
    const [only = ""] = names;
    return names.length === 1
      ? `Write \`region: ${only}\`: prices of ${name} are the same in all of its regions.`
      : `Prices of ${name} are known in ${listed(nearestFirst(region, names))}.`;
  }
  const isPriced = (at: Partial<Place>) => isKnown({ ...place, ...at });
  const elsewhere = names.filter((other) => other !== region && isPriced({ region: other }));
  const others = Object.keys(rows).filter((other) => isPriced({ instance: other }));
  const kinds = CAPACITIES.filter((kind) => kind !== capacity && isPriced({ capacity: kind }));
  const texts = [
    kinds.length === 0 ? "" : `That of ${kinds.join(" and ")} is known there`,
    elsewhere.length === 0 ? "" : `that of ${instance} is known in ${listed(nearestFirst(region, elsewhere))}`,
    others.length === 0 ? "" : `in ${region} that of ${listed(nearestFirst(instance, others))}`,
  ].filter((text) => text !== "");
  return texts.length === 0
    ? `No ${capacity} price of ${name} is known in ${region}: take another capacity or region.`
    : `${sentence(texts.join("; "))}.`;
}

const CAPACITIES: readonly Capacity[] = ["on-demand", "spot", "reserved"];

const isKnown = (place: Place): boolean => priceOfCapacity({ price: priceOf(place) }, place) !== null;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const NAMED = 5;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Instances that a platform rents, those first whose names are nearest. */
export function knownInstances({ name, instance }: Pick<Place, "name" | "instance">): string {
  const names = Object.keys(entryNamed(platforms, name)?.shapes ?? {});
  return names.length === 0 ? "" : ` Nearest known: ${listed(nearestFirst(instance, names))}.`;
}
