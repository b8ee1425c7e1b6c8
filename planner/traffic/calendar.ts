import { DAY, HOUR } from "../units/index.ts";

/** Days from 1970-01-01 to a civil date (proleptic Gregorian; H. Hinnant, "chrono-compatible low-level date algorithms"). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Unix seconds of an RFC 3339 instant with an offset; null when it is not one. */
export function parseInstant(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.exec(text);
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  const zone = found[8] ?? "Z";
  const sign = zone.startsWith("-") ? -1 : 1;
  const [hours, minutes] = /z/i.test(zone) ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 23 || minutes > 59) return null;
  const offset = sign * (hours * HOUR + minutes * 60);
  const fraction = found[7] === undefined ? 0 : Number(found[7]);
  return daysFromCivil(year, month, day) * DAY + hour * HOUR + minute * 60 + second + fraction - offset;
}

/** Whether the calendar has this day: another month's days do not come back as what was asked for. */
function isDay(year: number, month: number, day: number): boolean {
  const wanted = [year, month, day].map((n, i) => String(n).padStart(i === 0 ? 4 : 2, "0")).join("-");
  return month >= 1 && month <= 12 && formatDay(daysFromCivil(year, month, day)) === wanted;
}

/** Unix seconds of midnight UTC of a date (YYYY-MM-DD); null when it is not one. */
export const parseDate = (text: string): number | null => parseInstant(`${text}T00:00:00Z`);

/** RFC 3339 in UTC; with milliseconds where there are any. */
export function formatInstant(epoch: number): string {
  const milliseconds = Math.round(epoch * 1000);
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = milliseconds - seconds * 1000;
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(Math.floor(rest / HOUR))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  return `${formatDay(days)}T${clock}${fraction === 0 ? "" : `.${String(fraction).padStart(3, "0")}`}Z`;
}

/** YYYY-MM-DD of an instant, UTC. */
export const formatDate = (epoch: number): string => formatDay(Math.floor(epoch / DAY));

/** Hours since Monday 00:00 UTC, 0..167. */
export function hourOfWeek(epoch: number): number {
  const hours = Math.floor(epoch / HOUR) + 72;
  return ((hours % 168) + 168) % 168;
}

function formatDay(days: number): string {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}
