import { grouped } from "./money.ts";

/** `34 ms`, `0.41 s`, `2.8 s`, `3.5 min`: a latency from milliseconds, with the digits a forecast can stand for. */
export function duration(milliseconds: number | null, digits = 2): string {
  if (milliseconds === null || !Number.isFinite(milliseconds)) return "–";
  if (milliseconds < 100) return `${decimal(milliseconds, digits)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${decimal(seconds, digits)} s`;
  if (seconds < 7200) return `${decimal(seconds / 60, digits)} min`;
  return seconds < 172_800 ? `${decimal(seconds / 3600, digits)} h` : `${decimal(seconds / 86_400, digits)} days`;
}

/** What somebody wrote into a file, with its own digits: 1.25 s stays 1.25 s. */
export const target = (milliseconds: number): string => duration(milliseconds, 4);

/** A latency in the unit of its target: 150 ms against 60 ms, not 0.15 s. */
export function beside(milliseconds: number, limit: number, digits = 2): string {
  if (limit < 100 && milliseconds < 1000) return `${decimal(milliseconds, digits)} ms`;
  return duration(milliseconds, digits);
}

/** A forecast beside its target, with enough digits that they differ where the numbers do. */
export function contrast(forecast: number, limit: number): string {
  for (let digits = 2; digits < 6; digits++) {
    const text = beside(forecast, limit, digits);
    if (forecast === limit || text !== duration(limit, digits)) return text;
  }
  return beside(forecast, limit, 6);
}

/** A share: `3 %`, `0.4 %`, `99.8 %`. */
export function share(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return "–";
  const percent = 100 * fraction;
  // Close to 0 and to 100 a tenth matters.
  const places = (percent >= 9.95 && percent <= 90) || percent >= 100 ? 0 : 1;
  if (percent > 0 && percent < 0.05) return `${decimal(percent, 2)} %`;
  return `${trimmed(percent.toFixed(places))} %`;
}

/** A probability; nobody is certain. */
export function chance(probability: number): string {
  if (probability >= 0.999) return ">99.9 %";
  if (probability <= 0.001) return "<0.1 %";
  const percent = 100 * probability;
  return `${percent >= 1 && percent < 99 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

/** Bytes as `2.9 GiB`. */
export const gibibytes = (bytes: number): string => `${grouped((bytes / 2 ** 30).toFixed(1))} GiB`;

/** Requests a second, or a minute or an hour where that reads better. */
export function rate(perSecond: number | null): string {
  if (perSecond === null || !Number.isFinite(perSecond)) return "–";
  if (perSecond >= 0.1 || perSecond === 0) return `${decimal(perSecond, 2)}/s`;
  return perSecond >= 0.1 / 60 ? `${decimal(perSecond * 60, 2)}/min` : `${decimal(perSecond * 3600, 2)}/h`;
}

/** `1.3 requests/s`, for a sentence. */
export const requests = (perSecond: number): string => rate(perSecond).replace("/", " requests/");

/** `2.1 M`, `48,300`, `12`. */
export function count(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  if (value >= 999_500_000) return `${decimal(value / 1e9, 2)} G`;
  return value >= 999_500 ? `${decimal(value / 1e6, 2)} M` : grouped(value.toFixed(0));
}

/** At least this many significant digits, never an exponent, no trailing zeros behind the point. */
export function decimal(value: number, digits: number): string {
  if (value === 0) return "0";
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  return grouped(trimmed(value.toFixed(Math.min(12, Math.max(0, digits - whole)))));
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
