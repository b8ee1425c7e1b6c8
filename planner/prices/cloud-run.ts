// Written by `node .github/scripts/prices.ts gpu-prices.csv`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of one instance with GPU, CPU and memory: US dollars an hour on demand, spot, index of the source. */
export const cloudRun = {
  platform: "cloud-run",
  sources: [
    {
      source: "Google Cloud Billing API SKUs as quoted in public documentation; derived; dated 2026-08 only",
      date: "2026-08-01",
    },
    {
      source:
        "Google Cloud Billing API SKUs as quoted in public documentation; derived; instance-based billing, per 100 ms; dated 2026-08 only",
      date: "2026-08-01",
    },
  ],
  regions: {
    "us-central1": {
      "l4-4cpu-16gib": row(1.0465, null, 1),
      "l4-8cpu-32gib": row(1.4209, null, 0),
    },
  },
} satisfies PriceTable;
