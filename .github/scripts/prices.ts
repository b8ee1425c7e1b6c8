import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { priceLists } from "./price-lists.ts";
import { priceTable, readPrices } from "./price-table.ts";

const room = fileURLToPath(new URL("../../planner/prices/", import.meta.url));

/** node .github/scripts/prices.ts gpu-prices.csv: rewrites each table in planner/prices/ for which the list has rows. */
function main(path: string | undefined): number {
  if (path === undefined) {
    console.error("Which list? Example: node .github/scripts/prices.ts ../shared/data/prices/gpu-prices.csv");
    return 2;
  }
  const csv = readFileSync(path, "utf8");
  const tables = priceLists.map((list) => ({ list, lines: readPrices(csv, list) }));
  const known = tables.filter(({ lines }) => lines.length > 0);
  if (known.length === 0) {
    const wanted = priceLists.map(({ provider, product }) => `${provider} ${product}`).join(", ");
    console.error(`${path} has no row of a provider and product that is known here (${wanted}). Nothing was written.`);
    return 1;
  }
  for (const { list, lines } of known) writeFileSync(`${room}${list.platform}.ts`, priceTable(list, lines));
  for (const { list, lines } of tables) {
    console.log(`${list.platform}: ${lines.length > 0 ? `${lines.length} prices written` : "no rows, left as it is"}`);
  }
  return 0;
}

process.exitCode = main(process.argv[2]);
