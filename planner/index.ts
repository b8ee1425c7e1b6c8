export * from "./domain/index.ts";
export * from "./units/index.ts";
