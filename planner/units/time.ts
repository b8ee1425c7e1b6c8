import type { Seconds } from "./brand.ts";

/** Simulated time is float64 seconds; other units appear in names and on screens only. */
export const seconds = (n: number): Seconds => n as Seconds;
export const hours = (n: number): Seconds => (n * 3600) as Seconds;

export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 604_800;
/** A month in every bill here: 730 hours, the figure cloud price pages use. */
export const HOURS_PER_MONTH = 730;
