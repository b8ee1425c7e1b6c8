// Written by `npm run generate` from the folder listing. Do not edit.

import type { PolicyId } from "../domain/ids.generated.ts";
import type { Policy } from "../domain/policy.ts";

/** Each file of this room by its name. */
export const policies: Readonly<Record<PolicyId, Policy>> = {};
