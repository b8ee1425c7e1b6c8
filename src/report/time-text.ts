export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** English short names; Sunday is 0, as dates count. */
export const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `24 Nov`, or `Tue 24 Nov` with its weekday, of Unix seconds; UTC. */
export function dayText(time: number, withWeekday: boolean): string {
  const date = new Date(1000 * time);
  const text = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return withWeekday ? `${DAYS[date.getUTCDay()]} ${text}` : text;
}

/** `14:00` of Unix seconds; UTC. */
export function timeText(time: number): string {
  const date = new Date(1000 * time);
  return [date.getUTCHours(), date.getUTCMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** `3 Nov 2026 02:00` of an RFC 3339 instant; the text itself where it is none. */
export function instantText(instant: string): string {
  const time = Date.parse(instant) / 1000;
  if (Number.isNaN(time)) return instant;
  return `${dayText(time, false)} ${new Date(1000 * time).getUTCFullYear()} ${timeText(time)}`;
}
