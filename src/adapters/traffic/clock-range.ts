/** 2000-01-01 and 2100-01-01 in Unix seconds: a log from outside has a wrong clock or a wrong unit. */
const EARLIEST = 946_684_800;
const LATEST = 4_102_444_800;

/** Whether a file's clock shows dates, told by its first time that is a number: a relative log that begins later than 2000 in
 *  seconds would span thirty years. */
export class ClockRange {
  #dated: boolean | null;

  constructor(isCalendar: boolean) {
    this.#dated = isCalendar ? true : null;
  }

  get dated(): boolean {
    return this.#dated ?? false;
  }

  /** Whether a time can stand in this file. */
  holds(seconds: number): boolean {
    if (Number.isFinite(seconds)) this.#dated ??= seconds >= EARLIEST;
    const [from, to] = this.dated ? [EARLIEST, LATEST] : [0, EARLIEST];
    return seconds >= from && seconds < to;
  }
}
