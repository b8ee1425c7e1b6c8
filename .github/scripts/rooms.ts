/** A room of the planner whose index is generated: one file, one entry; file name = id. */
export interface Room {
  /** Folder under planner/, and the name of the record its index exports. */
  readonly folder: string;
  /** Type of an entry and the domain file that declares it. */
  readonly entry: string;
  readonly declaredIn: string;
  /** Name of the generated union of ids. */
  readonly id: string;
  readonly idMeaning: string;
}

/** The rooms, in the order their ids are written. */
export const rooms: readonly Room[] = [
  { folder: "gpus", entry: "Gpu", declaredIn: "gpu.ts", id: "GpuId", idMeaning: "A GPU of the catalogue." },
  { folder: "models", entry: "Model", declaredIn: "model.ts", id: "ModelSlug", idMeaning: "A model of the catalogue." },
  { folder: "engines", entry: "Engine", declaredIn: "engine.ts", id: "EngineId", idMeaning: "A serving engine." },
  { folder: "platforms", entry: "Platform", declaredIn: "platform.ts", id: "PlatformId", idMeaning: "A place to run." },
  {
    folder: "prices",
    entry: "PriceTable",
    declaredIn: "platform.ts",
    id: "PricedPlatformId",
    idMeaning: "A platform whose prices are known.",
  },
  { folder: "policies", entry: "Policy", declaredIn: "policy.ts", id: "PolicyId", idMeaning: "A rule for changes." },
];
