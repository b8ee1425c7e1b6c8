import type { ResultRows } from "../ports/traffic-files.ts";

/** Rows of the results file as bytes. Digits are written one by one into one buffer: a million rows have four million times,
 *  and the shortest text that reads back as the same float64 takes longer to find than a request to simulate. */
export class ResultsText {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private used = 0;

  /** The lines of rows `from` to `to` - 1. The bytes hold until the next call. */
  lines(rows: ResultRows, from: number, to: number): Uint8Array {
    this.used = 0;
    for (let row = from; row < to; row++) this.line(rows, row);
    return this.bytes.subarray(0, this.used);
  }

  private line(rows: ResultRows, row: number): void {
    const id = rows.ids === null ? String(row) : quote(rows.ids[row] ?? "");
    this.makeRoom(3 * id.length + MOST_BESIDE_ID);
    this.text(id);
    this.byte(COMMA);
    this.time(rows.arrivals[row] ?? NaN);
    this.byte(COMMA);
    this.time(rows.scheduled[row] ?? NaN);
    this.byte(COMMA);
    this.time(rows.firstToken[row] ?? NaN);
    this.byte(COMMA);
    this.time(rows.finish[row] ?? NaN);
    this.byte(COMMA);
    const replica = rows.replica[row] ?? -1;
    if (replica >= 0) this.whole(replica);
    this.byte(COMMA);
    this.whole(rows.preemptions[row] ?? 0);
    this.byte(COMMA);
    this.text(rows.statusNames[rows.status[row] ?? -1] ?? "");
    this.byte(NEW_LINE);
  }

  /** Seconds to the nanosecond, without zeros at the end; as many digits as it takes where those would be fewer than nine, or
   *  finer than the float64 is. Nothing for what never happened. */
  private time(seconds: number): void {
    if (Number.isNaN(seconds)) return;
    if (seconds < LEAST_TO_NANOSECOND || seconds >= MOST_TO_NANOSECOND) {
      this.text(String(seconds));
      return;
    }
    let whole = Math.floor(seconds);
    let nanoseconds = Math.round((seconds - whole) * 1e9);
    if (nanoseconds === 1e9) {
      whole++;
      nanoseconds = 0;
    }
    this.whole(whole);
    if (nanoseconds > 0) this.fraction(nanoseconds);
  }

  private fraction(nanoseconds: number): void {
    let digits = nanoseconds;
    let count = 9;
    for (; digits % 10 === 0; count--) digits = Math.trunc(digits / 10);
    this.byte(POINT);
    this.digits(digits, count);
  }

  private whole(value: number): void {
    let count = 1;
    for (let most = 10; value >= most; most *= 10) count++;
    this.digits(value, count);
  }

  /** The last `count` digits of a whole number. */
  private digits(value: number, count: number): void {
    const { bytes, used } = this;
    let rest = value;
    for (let i = used + count - 1; i >= used; i--) {
      const shorter = Math.trunc(rest / 10);
      bytes[i] = ZERO + rest - 10 * shorter;
      rest = shorter;
    }
    this.used = used + count;
  }

  private text(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > LAST_ASCII) {
        this.used += this.bytes.write(text.slice(i), this.used, "utf8");
        return;
      }
      this.byte(code);
    }
  }

  private byte(value: number): void {
    this.bytes[this.used++] = value;
  }

  private makeRoom(bytes: number): void {
    if (this.used + bytes <= this.bytes.length) return;
    const bigger = Buffer.allocUnsafe(2 * (this.used + bytes));
    this.bytes.copy(bigger, 0, 0, this.used);
    this.bytes = bigger;
  }
}

/** Below, nanoseconds are fewer than nine significant digits; from the other on a float64 is no finer than they are. */
const LEAST_TO_NANOSECOND = 0.1;
const MOST_TO_NANOSECOND = 2 ** 22;
/** Four times, two counts, a status and what separates them. */
const MOST_BESIDE_ID = 256;
const ZERO = 48;
const COMMA = 44;
const POINT = 46;
const NEW_LINE = 10;
const LAST_ASCII = 127;

const quote = (id: string): string => (/[",\r\n]/.test(id) ? `"${id.replaceAll('"', '""')}"` : id);
