import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { priceTable, readPrices } from "../../.github/scripts/price-table.ts";
import type { InstancePrice, PriceTable } from "../../planner/domain/platform.ts";
import { platforms } from "../../planner/platforms/index.generated.ts";
import { prices } from "../../planner/prices/index.generated.ts";
import { isIsoDate } from "../support/facts.ts";
import { sharedFolder, titled } from "../support/shared.ts";

describe.each(Object.entries(prices))("%s", (id, table: PriceTable) => {
  const rows = Object.entries(table.regions).flatMap(([region, instances]) =>
    Object.entries(instances).map(([instance, price]): [string, string, InstancePrice] => [region, instance, price]),
  );

  it("belongs to the platform it is named after", () => {
    expect(table.platform).toBe(id);
    expect(Object.keys(platforms)).toContain(id);
  });

  it("prices only what the platform rents", () => {
    const known = Object.keys(Object.entries(platforms).find(([platform]) => platform === id)?.[1].shapes ?? {});
    expect(rows.length).toBeGreaterThan(0);
    for (const [region, instance] of rows) expect(known, `${region} ${instance}`).toContain(instance);
  });

  it("has positive prices, and spot no dearer than on demand", () => {
    for (const [region, instance, { onDemand, spot }] of rows) {
      expect(onDemand ?? spot, `${region} ${instance}`).toBeGreaterThan(0);
      if (spot !== null && onDemand !== null) expect(spot, `${region} ${instance}`).toBeLessThanOrEqual(onDemand);
    }
  });

  it("has a dated source for every row", () => {
    for (const { source, date } of table.sources) {
      expect(source.trim()).not.toBe("");
      expect(isIsoDate(date)).toBe(true);
    }
    for (const [, , { source }] of rows) expect(table.sources[source]).toBeDefined();
  });
});

it("knows the price of a g5.2xlarge, and does not know what nobody published", () => {
  expect(prices.eks.regions["us-east-1"]?.["g5.2xlarge"]?.onDemand).toBe(1.212);
  expect(prices.eks.regions["us-east-1"]?.["g5.2xlarge"]?.spot).toBeNull();
  expect(prices.eks.regions["eu-south-2"]?.["p5.48xlarge"]).toBeUndefined();
});

const data = sharedFolder("data/prices");

it.skipIf(data === null)(titled("is what the price list gives, in whatever order its lines come", data), () => {
  const lines = readPrices(readFileSync(join(data ?? "", "gpu-prices.csv"), "utf8"), "aws", "ec2");
  const committed = readFileSync(new URL("../../planner/prices/eks.ts", import.meta.url), "utf8");
  expect(priceTable("eks", lines)).toBe(committed);
  expect(priceTable("eks", [...lines].reverse())).toBe(committed);
});
