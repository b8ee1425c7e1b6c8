import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { priceTable, readPrices } from "./price-table.ts";

const target = fileURLToPath(new URL("../../planner/prices/eks.ts", import.meta.url));

/** node .github/scripts/prices.ts gpu-prices.csv: rewrites planner/prices/eks.ts from the EC2 lines of the list. */
function main(path: string | undefined): number {
  if (path === undefined) {
    console.error("Which list? Example: node .github/scripts/prices.ts ../shared/data/prices/gpu-prices.csv");
    return 2;
  }
  const lines = readPrices(readFileSync(path, "utf8"), "aws", "ec2");
  if (lines.length === 0) {
    console.error(`${path} has no lines of provider aws, product ec2. Nothing was written.`);
    return 1;
  }
  writeFileSync(target, priceTable("eks", lines));
  console.log(`Wrote ${lines.length} prices to planner/prices/eks.ts`);
  return 0;
}

process.exitCode = main(process.argv[2]);
