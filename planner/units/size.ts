import type { Bytes, BytesPerSecond, FlopPerSecond } from "./brand.ts";

export const bytes = (n: number): Bytes => n as Bytes;
export const mebibytes = (n: number): Bytes => (n * 2 ** 20) as Bytes;
export const gibibytes = (n: number): Bytes => (n * 2 ** 30) as Bytes;
export const inGibibytes = (b: Bytes): number => b / 2 ** 30;

/** Data sheets print decimal giga: 10^9 bytes per second, never 2^30. */
export const gigabytesPerSecond = (n: number): BytesPerSecond => (n * 1e9) as BytesPerSecond;
/** Data sheets print decimal tera: 10^12 operations per second, never 2^40 (a 10 % error seen in published simulators). */
export const teraflops = (n: number): FlopPerSecond => (n * 1e12) as FlopPerSecond;
