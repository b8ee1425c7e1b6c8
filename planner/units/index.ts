export * from "./brand.ts";
export * from "./money.ts";
export * from "./size.ts";
export * from "./time.ts";
