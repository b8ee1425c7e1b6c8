// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredKernels } from "../fitted.ts";
import { a100Sxm480gbKernels } from "./a100-sxm4-80gb.generated.ts";
import { b200Sxm6Kernels } from "./b200-sxm6.generated.ts";
import { h100Sxm5Kernels } from "./h100-sxm5.generated.ts";
import { h200Sxm5Kernels } from "./h200-sxm5.generated.ts";
import { l40sKernels } from "./l40s.generated.ts";
import { rtx4090Kernels } from "./rtx-4090.generated.ts";
import { rtxPro6000ServerKernels } from "./rtx-pro-6000-server.generated.ts";

export const MEASURED_KERNELS: readonly MeasuredKernels[] = [
  a100Sxm480gbKernels,
  b200Sxm6Kernels,
  h100Sxm5Kernels,
  h200Sxm5Kernels,
  l40sKernels,
  rtx4090Kernels,
  rtxPro6000ServerKernels,
];
