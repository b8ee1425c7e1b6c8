// Written by `npm run generate` from the folder listing. Do not edit.

import type { PricedPlatformId } from "../domain/ids.generated.ts";
import type { PriceTable } from "../domain/platform.ts";
import { eks } from "./eks.ts";

/** Each file of this room by its name. */
export const prices: Readonly<Record<PricedPlatformId, PriceTable>> = {
  eks,
};
