import type { HostingRequest } from "../../planner/domain/platform.ts";
import { bytes } from "../../planner/units/index.ts";

/** A question about an instance, with the rest as harmless as can be. */
export const asking = (about: Partial<HostingRequest>): HostingRequest => ({
  instance: "",
  gpu: null,
  gpusPerReplica: 1,
  scaleToZero: false,
  needs: bytes(0),
  ...about,
});
