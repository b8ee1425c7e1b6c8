// Written by `node .github/scripts/prices.ts gpu-prices.csv`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of one replica; the region is the cloud it runs in: US dollars an hour on demand, spot, index of the source. */
export const hfEndpoints = {
  platform: "hf-endpoints",
  sources: [
    {
      source:
        "huggingface/hf-endpoints-documentation@6b7307a docs/source/support/pricing.md; billed per minute; charged while initializing and running",
      date: "2026-05-19",
    },
    {
      source:
        "huggingface/hf-endpoints-documentation@6b7307a docs/source/support/pricing.md; deprecated from December 2025; billed per minute; charged while initializing and running",
      date: "2026-05-19",
    },
  ],
  regions: {
    aws: {
      "nvidia-a10g-x1": row(1, null, 0),
      "nvidia-a10g-x4": row(5, null, 0),
      "nvidia-a100-x1": row(2.5, null, 0),
      "nvidia-a100-x2": row(5, null, 0),
      "nvidia-a100-x4": row(10, null, 0),
      "nvidia-a100-x8": row(20, null, 0),
      "nvidia-b200-x1": row(9.25, null, 1),
      "nvidia-b200-x2": row(18.5, null, 1),
      "nvidia-b200-x4": row(37, null, 1),
      "nvidia-b200-x8": row(74, null, 1),
      "nvidia-h100-x1": row(4.5, null, 1),
      "nvidia-h100-x2": row(9, null, 1),
      "nvidia-h100-x4": row(18, null, 1),
      "nvidia-h100-x8": row(36, null, 1),
      "nvidia-h200-x1": row(5, null, 0),
      "nvidia-h200-x2": row(10, null, 0),
      "nvidia-h200-x4": row(20, null, 0),
      "nvidia-h200-x8": row(40, null, 0),
      "nvidia-l4-x1": row(0.8, null, 0),
      "nvidia-l4-x4": row(3.8, null, 0),
      "nvidia-l40s-x1": row(1.8, null, 0),
      "nvidia-l40s-x4": row(8.3, null, 0),
      "nvidia-l40s-x8": row(23.5, null, 0),
      "nvidia-t4-x1": row(0.5, null, 0),
      "nvidia-t4-x4": row(3, null, 0),
    },
    gcp: {
      "nvidia-a100-x1": row(3.6, null, 0),
      "nvidia-a100-x2": row(7.2, null, 0),
      "nvidia-a100-x4": row(14.4, null, 0),
      "nvidia-a100-x8": row(28.8, null, 0),
      "nvidia-h100-x1": row(10, null, 0),
      "nvidia-h100-x2": row(20, null, 0),
      "nvidia-h100-x4": row(40, null, 0),
      "nvidia-h100-x8": row(80, null, 0),
      "nvidia-l4-x1": row(0.7, null, 0),
      "nvidia-l4-x4": row(3.8, null, 0),
      "nvidia-t4-x1": row(0.5, null, 0),
    },
  },
} satisfies PriceTable;
