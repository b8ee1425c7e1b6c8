// Typed by hand from the price page: a function is billed by GB-second, so its hour follows from its memory.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** US dollars a GB-second (1,024 MB), x86, first six billion a month. */
const USD_PER_GB_SECOND = 0.0000166667;

/** Prices of one function that answers for an hour. Requests are paid beside it: see its platform. */
export const awsLambda = {
  platform: "aws-lambda",
  sources: [{ source: "aws.amazon.com/lambda/pricing: 0.0000166667 USD a GB-second, x86", date: "2026-11-29" }],
  regions: {
    "us-east-1": {
      "1769mb": hour(1769),
      "3008mb": hour(3008),
      "5307mb": hour(5307),
      "7076mb": hour(7076),
      "8845mb": hour(8845),
      "10240mb": hour(10_240),
    },
  },
} satisfies PriceTable;

function hour(megabytes: number) {
  return row((megabytes / 1024) * 3600 * USD_PER_GB_SECOND, null, 0);
}
