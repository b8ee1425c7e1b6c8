// Written by `node .github/scripts/prices.ts gpu-prices.csv`. Do not edit. What is not here is unknown, not free.

import type { PriceTable } from "../domain/platform.ts";
import { row } from "./_row.ts";

/** Prices of one hosting instance: US dollars an hour on demand, spot, index of the source. */
export const sagemaker = {
  platform: "sagemaker",
  sources: [
    {
      source:
        "aws-samples/foundation-model-benchmarking-tool@00ef155 src/fmbench/configs/pricing.yml; STALE: EC2 p4d/p5 fell 33-44% in June 2025; undated: 2024 (file undated; EC2 p4d/p5 in the same file are pre-June-2025 prices)",
      date: "2024-06-30",
    },
    {
      source:
        "aws-samples/foundation-model-benchmarking-tool@00ef155 src/fmbench/configs/pricing.yml; ratio to EC2 1.25; undated: 2024 (file undated; EC2 p4d/p5 in the same file are pre-June-2025 prices)",
      date: "2024-06-30",
    },
    {
      source:
        "goerlitz/nlp-classification notebooks/10kGNAD/sagemaker/README.md (quotes aws.amazon.com/sagemaker/pricing); ratio to EC2 1.25-1.40; undated",
      date: "2024-06-30",
    },
  ],
  regions: {
    "us-east-1": {
      "ml.g4dn.xlarge": row(0.7364, null, 2),
      "ml.g4dn.2xlarge": row(0.94, null, 2),
      "ml.g4dn.12xlarge": row(4.89, null, 1),
      "ml.g5.xlarge": row(1.4084, null, 1),
      "ml.g5.2xlarge": row(1.515, null, 1),
      "ml.g5.12xlarge": row(7.09, null, 1),
      "ml.g5.24xlarge": row(10.18, null, 1),
      "ml.g5.48xlarge": row(20.36, null, 1),
      "ml.g6.2xlarge": row(1.222, null, 1),
      "ml.g6.12xlarge": row(5.752, null, 1),
      "ml.g6.16xlarge": row(4.246, null, 1),
      "ml.g6.24xlarge": row(8.344, null, 1),
      "ml.g6.48xlarge": row(16.688, null, 1),
      "ml.p4d.24xlarge": row(37.688, null, 0),
      "ml.p5.48xlarge": row(113.068, null, 0),
    },
  },
} satisfies PriceTable;
