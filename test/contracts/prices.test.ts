import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { priceLists } from "../../.github/scripts/price-lists.ts";
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

it("has no table where nobody publishes a price, or nothing is for rent", () => {
  const without = Object.keys(platforms).filter((platform) => !Object.keys(prices).includes(platform));
  expect(without).toEqual(["azure-container-apps", "azure-container-instances"]);
});

/** Parts of the world in which a platform runs and no price of it is known: each bill there is unknown. */
const UNPRICED: Readonly<Record<string, readonly string[]>> = {
  "aws-lambda": ["europe", "asia"],
  "cloud-run": ["europe", "asia"],
  sagemaker: ["europe", "asia"],
};

it.each(Object.entries(prices))("compares %s where its prices are known", (id, table: PriceTable) => {
  const regionIn = Object.entries(platforms).find(([platform]) => platform === id)?.[1].regionIn ?? {};
  const areas: readonly [string, string][] = Object.entries(regionIn);
  const unpriced = areas.filter(([, region]) => !Object.hasOwn(table.regions, region));
  expect(unpriced.map(([area]) => area)).toEqual(UNPRICED[id] ?? []);
});

it("does not fall into the traps of public catalogues", () => {
  expect(prices.gke.regions["us-central1"]?.["a2-ultragpu-1g"]?.onDemand).toBeCloseTo(5.069, 3);
  expect(prices.gke.regions["us-central1"]?.["a3-highgpu-1g"]?.onDemand).toBeCloseTo(11.06, 2);
  const lentOnly = Object.values(prices.gke.regions).flatMap((region) =>
    Object.entries(region).filter(([machine]) => /^a3-ultragpu|^a4-/.test(machine)),
  );
  expect(lentOnly.length).toBeGreaterThan(10);
  expect(lentOnly.filter(([, { onDemand }]) => onDemand !== null)).toEqual([]);
  expect(prices["cloud-run"].regions["us-central1"]).not.toHaveProperty("rtx-pro-6000-20cpu-80gib");
});

it("knows that SageMaker's table is old", () => {
  const stale = prices.sagemaker.sources.map(({ source, date }) => date < "2025-06-01" && source.includes("undated"));
  expect(stale).toEqual(prices.sagemaker.sources.map(() => true));
});

it("bills a function of 10,240 MB as its page says", () => {
  expect(prices["aws-lambda"].regions["us-east-1"]?.["10240mb"]?.onDemand).toBeCloseTo(0.6, 5);
});

describe("the price list", () => {
  const header = "provider,product,instance,region,usd_per_hour,spot_usd_per_hour,source,source_date,note";
  const listed = (platform: string) => priceLists.find((list) => list.platform === platform) ?? raise(platform);
  const read = (platform: string, line: string) => readPrices(`${header}\n${line}\n`, listed(platform));

  it("gives no on-demand price where there is only spot", () => {
    const [line] = read("gke", "gcp,gce,a4-highgpu-8g,us-east4,90,41,somebody,2026-05-20,spot only; as lent");
    expect(line).toMatchObject({ onDemand: null, spot: 41 });
  });

  it("has a date for every row: a month counts from its first day, none at all as mid-2024", () => {
    const dates = ["2026-08-03", "2026-08", "undated", "2024 (file undated)"].map(
      (date) => read("eks", `aws,ec2,g5.xlarge,us-east-1,1.006,,somebody,${date},`)[0],
    );
    expect(dates.map((line) => line?.date)).toEqual(["2026-08-03", "2026-08-01", "2024-06-30", "2024-06-30"]);
    expect(dates.map((line) => line?.source)).toEqual([
      ...["somebody", "somebody; dated 2026-08 only", "somebody; undated", "somebody; undated: 2024 (file undated)"],
    ]);
  });

  it("leaves out parts of a GPU and GPUs without a file, and names replicas and sizes as the platforms do", () => {
    expect(listed("gke").idOf("g4-standard-12")).toBeNull();
    expect(listed("gke").idOf("n1-standard-4+1xT4")).toBe("n1-standard-4-t4");
    expect(listed("aks").idOf("Standard_NC40ads_H100_v5")).toBeNull();
    expect(listed("aks").idOf("Standard_NCC40ads_H100_v5")).toBeNull();
    expect(listed("aks").idOf("Standard_ND96isr_H100_v5")).toBe("Standard_ND96isr_H100_v5");
    expect(listed("hf-endpoints").idOf("aws nvidia-l4 x1")).toBe("nvidia-l4-x1");
    expect(listed("cloud-run").idOf("L4 (GPU only, zonal redundancy)")).toBeNull();
    expect(listed("lambda-cloud").idOf("gpu_1x_gh200")).toBeNull();
  });
});

const data = sharedFolder("data/prices");

describe.each(priceLists)("$platform", (list) => {
  it.skipIf(data === null)(titled("is what the price list gives, in whatever order its lines come", data), () => {
    const lines = readPrices(readFileSync(join(data ?? "", "gpu-prices.csv"), "utf8"), list);
    const committed = readFileSync(new URL(`../../planner/prices/${list.platform}.ts`, import.meta.url), "utf8");
    expect(priceTable(list, lines)).toBe(committed);
    expect(priceTable(list, [...lines].reverse())).toBe(committed);
  });
});

function raise(platform: string): never {
  throw new Error(`no price list of ${platform}`);
}
