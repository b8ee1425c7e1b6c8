import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Copy to `<platform id>.ts` for prices typed by hand, then `npm run generate`. Most are written by .github/scripts/prices.ts. */
export const template = {
  platform: "lambda-cloud",
  sources: [{ source: "price page, as read", date: "2026-01-31" }],
  regions: { "us-east-1": { gpu_1x_a10: row(0.75, null, 0) } },
} satisfies PriceTable;
