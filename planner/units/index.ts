export * from "./brand.ts";
export * from "./money.ts";
export * from "./power.ts";
export * from "./size.ts";
export * from "./time.ts";
