// Written by `npm run generate` from the folder listing. Do not edit.

import type { PolicyId } from "../domain/ids.generated.ts";
import type { Policy } from "../domain/policy.ts";
import { gpuMemoryHeadroom } from "./gpu-memory-headroom.ts";
import { imageDigest } from "./image-digest.ts";
import { modelRevision } from "./model-revision.ts";

/** Each file of this room by its name. */
export const policies: Readonly<Record<PolicyId, Policy>> = {
  "gpu-memory-headroom": gpuMemoryHeadroom,
  "image-digest": imageDigest,
  "model-revision": modelRevision,
};
