import type { UsDollars, UsDollarsPerHour } from "./brand.ts";

export const usDollars = (n: number): UsDollars => n as UsDollars;
export const usDollarsPerHour = (n: number): UsDollarsPerHour => n as UsDollarsPerHour;
export const costOf = (hours: number, price: UsDollarsPerHour): UsDollars => (hours * price) as UsDollars;
