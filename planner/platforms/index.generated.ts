// Written by `npm run generate` from the folder listing. Do not edit.

import type { PlatformId } from "../domain/ids.generated.ts";
import type { Platform } from "../domain/platform.ts";
import { eks } from "./eks.ts";

/** Each file of this room by its name. */
export const platforms: Readonly<Record<PlatformId, Platform>> = {
  eks,
};
