import { TRAFFIC } from "../../mistakes/traffic.ts";
import { isCalendar, type Recognised } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { count, type Refusal, refuse } from "./refuse.ts";

/** More bad rows than this and the file is something else than it looks. */
const BAD_SHARE = 0.05;

/** How many rows there are, and how many of them are bad. */
export interface Tally {
  readonly read: number;
  readonly bad: number;
  /** The first bad ones. */
  readonly named: readonly Refusal[];
}

/** Refuses a file too many of whose rows are bad. */
export function refuseTooManyBad(file: Probe, { read, bad, named }: Tally, what: string): void {
  if (bad <= BAD_SHARE * read) return;
  const follow = named.length < bad ? TRAFFIC.firstFollow(named.length) : TRAFFIC.allFollow;
  const rows = { bad: count(bad), read: count(read), what, percent: ((100 * bad) / read).toFixed(1) };
  throw refuse(file.shown, TRAFFIC.tooManyBad(rows, 100 * BAD_SHARE, follow), ...named);
}

/** Rows that were left out because they are bad. */
export function badRowsNote({ read, bad, named }: Tally): string[] {
  if (bad === 0) return [];
  const [first] = named;
  const where = first?.line == null ? "" : `, the first on line ${first.line}`;
  const what = [first?.at, first?.found].filter(Boolean).join(" ");
  return [`${count(bad)} of ${count(read)} rows left out${where}: ${what}.`];
}

/** Entries that are no requests. */
export function leftOutNote(entries: number, what: string | null): string[] {
  return entries === 0 || what === null ? [] : [`${count(entries)} left out: ${what}.`];
}

/** What the file's clock was taken to be. */
export function clockNotes({ clock }: Recognised, dated: boolean, firstTime: string | null): string[] {
  const isUnix = firstTime !== null && /^\s*[\d.eE+]+\s*$/.test(firstTime);
  if (isCalendar(clock) && !isUnix) return hasZone(firstTime ?? "") ? [] : ["Times name no zone: read as UTC."];
  return dated ? ["Arrivals are Unix times."] : [];
}

const hasZone = (text: string): boolean => /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text.trim()) && /[T ]\d{2}:/i.test(text);

export const sortedNote = (rows: number, what: string): string[] =>
  rows === 0 ? [] : [`${count(rows)} rows stood later in the file than their ${what}: sorted.`];
