import type { Watts } from "./brand.ts";

export const watts = (n: number): Watts => n as Watts;
