// Written by `node .github/scripts/prices.ts gpu-prices.csv`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of one machine, the same in every region: US dollars an hour on demand, spot, index of the source. */
export const lambdaCloud = {
  platform: "lambda-cloud",
  sources: [
    {
      source: "anycloud-sh/catalog@62ff0a9 lambda/vms.csv; same price in every region",
      date: "2026-05-20",
    },
  ],
  regions: {
    all: {
      gpu_1x_a10: row(1.29, null, 0),
      gpu_1x_a100: row(1.99, null, 0),
      gpu_1x_a100_sxm4: row(1.99, null, 0),
      gpu_1x_b200_sxm6: row(6.99, null, 0),
      gpu_1x_h100_pcie: row(3.29, null, 0),
      gpu_1x_h100_sxm5: row(4.29, null, 0),
      gpu_2x_a100: row(3.98, null, 0),
      gpu_2x_b200_sxm6: row(13.78, null, 0),
      gpu_2x_h100_sxm5: row(8.38, null, 0),
      gpu_4x_a100: row(7.96, null, 0),
      gpu_4x_b200_sxm6: row(27.16, null, 0),
      gpu_4x_h100_sxm5: row(16.36, null, 0),
      gpu_8x_a100: row(15.92, null, 0),
      gpu_8x_a100_80gb_sxm4: row(22.32, null, 0),
      gpu_8x_b200_sxm6: row(53.52, null, 0),
      gpu_8x_h100_sxm5: row(31.92, null, 0),
    },
  },
} satisfies PriceTable;
