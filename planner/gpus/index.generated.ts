// Written by `npm run generate` from the folder listing. Do not edit.

import type { Gpu } from "../domain/gpu.ts";
import type { GpuId } from "../domain/ids.generated.ts";
import { a10 } from "./a10.ts";
import { a10g } from "./a10g.ts";
import { a100Pcie40gb } from "./a100-pcie-40gb.ts";
import { a100Pcie80gb } from "./a100-pcie-80gb.ts";
import { a100Sxm440gb } from "./a100-sxm4-40gb.ts";
import { a100Sxm480gb } from "./a100-sxm4-80gb.ts";
import { b200Sxm6 } from "./b200-sxm6.ts";
import { b300Sxm6 } from "./b300-sxm6.ts";
import { h100Pcie } from "./h100-pcie.ts";
import { h100Sxm5 } from "./h100-sxm5.ts";
import { h200Sxm5 } from "./h200-sxm5.ts";
import { l4 } from "./l4.ts";
import { l40s } from "./l40s.ts";
import { mi300x } from "./mi300x.ts";
import { rtx4090 } from "./rtx-4090.ts";
import { rtxPro6000Server } from "./rtx-pro-6000-server.ts";
import { t4 } from "./t4.ts";

/** Each file of this room by its name. */
export const gpus: Readonly<Record<GpuId, Gpu>> = {
  a10,
  a10g,
  "a100-pcie-40gb": a100Pcie40gb,
  "a100-pcie-80gb": a100Pcie80gb,
  "a100-sxm4-40gb": a100Sxm440gb,
  "a100-sxm4-80gb": a100Sxm480gb,
  "b200-sxm6": b200Sxm6,
  "b300-sxm6": b300Sxm6,
  "h100-pcie": h100Pcie,
  "h100-sxm5": h100Sxm5,
  "h200-sxm5": h200Sxm5,
  l4,
  l40s,
  mi300x,
  "rtx-4090": rtx4090,
  "rtx-pro-6000-server": rtxPro6000Server,
  t4,
};
