import { createReadStream } from "node:fs";

export interface Wanted {
  /** Lines before the first record. */
  readonly skip: number;
  readonly delimiter: string;
  /** Where rejected records begin as the CSV reader counts: bytes from 1, in order. */
  readonly rejects: readonly number[];
  /** The cell to find, counted from 0, of each record, counted from 0 without the rejected ones. */
  readonly cells: ReadonlyMap<number, number>;
  /** JSON lines: each line is a record, blank ones too, and quotes mean nothing. */
  readonly eachLine: boolean;
}

/** Where something begins in the file, both from 1; columns are characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Found {
  /** By record. */
  readonly cells: ReadonlyMap<number, Place>;
  readonly rejectLines: ReadonlyMap<number, number>;
  /** Line of a quote that is still open at the end of the file. */
  readonly openQuote: number | null;
}

const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
/** The upper bits of a UTF-8 byte that begins no character. */
const CONTINUATION = 0x80;

/**
 * Where CSV records and their cells stand. The database counts records, people count lines, and quoted cells may hold line ends;
 * so the bytes are walked once more, only when there is something to name.
 */
export async function findLines(path: string, wanted: Wanted): Promise<Found> {
  const walk = new Walk(wanted);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of chunk as Buffer) walk.step(byte);
  }
  return walk.finish();
}

class Walk {
  readonly #skip: number;
  readonly #delimiter: number;
  readonly #rejects: readonly number[];
  readonly #wanted: ReadonlyMap<number, number>;
  readonly #eachLine: boolean;
  readonly #cells = new Map<number, Place>();
  readonly #rejectLines = new Map<number, number>();
  #line = 1;
  /** Characters of this line so far. */
  #column = 0;
  #offset = 0;
  #record = 0;
  #nextReject = 0;
  /** Offset just after the previous record. */
  #begin = 0;
  /** Offset and line of this record's first byte that is no line end; the line is 0 while there was none. */
  #content = 0;
  #beginLine = 0;
  /** Which cell of the record this is. */
  #cell = 0;
  /** Where this record's wanted cell begins, once it was reached. */
  #found: Place | null = null;
  #quoted = false;
  #quoteLine = 0;
  /** The byte before closed a cell's quotes; one more quote means that it stood inside the cell. */
  #closed = false;
  #previous = NEWLINE;

  constructor({ skip, delimiter, rejects, cells, eachLine }: Wanted) {
    this.#skip = skip;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#rejects = rejects;
    this.#wanted = cells;
    this.#eachLine = eachLine;
  }

  step(byte: number): void {
    if (this.#previous === RETURN && byte !== NEWLINE) this.#endLine(this.#offset);
    if ((byte & 0xc0) !== CONTINUATION) this.#column++;
    if (this.#line > this.#skip) this.#read(byte);
    this.#previous = byte;
    this.#offset++;
    if (byte === NEWLINE) this.#endLine(this.#offset);
  }

  finish(): Found {
    const openQuote = this.#quoted ? this.#quoteLine : null;
    if (this.#beginLine !== 0) this.#endRecord(this.#offset);
    return { cells: this.#cells, rejectLines: this.#rejectLines, openQuote };
  }

  #read(byte: number): void {
    if (byte === NEWLINE || byte === RETURN) return;
    if (this.#beginLine === 0) {
      this.#beginLine = this.#line;
      this.#content = this.#offset;
      this.#startCell(0, this.#column);
    }
    if (byte === this.#delimiter && !this.#quoted && !this.#eachLine) this.#startCell(this.#cell + 1, this.#column + 1);
    if (byte === QUOTE && !this.#eachLine) this.#quote();
    else this.#closed = false;
  }

  #startCell(cell: number, column: number): void {
    this.#cell = cell;
    if (cell === this.#wanted.get(this.#record)) this.#found = { line: this.#line, column };
  }

  #quote(): void {
    if (this.#quoted) {
      this.#quoted = false;
      this.#closed = true;
      return;
    }
    const opens = [this.#delimiter, NEWLINE, RETURN].includes(this.#previous);
    if (opens) this.#quoteLine = this.#line;
    this.#quoted = opens || this.#closed;
    this.#closed = false;
  }

  #endLine(next: number): void {
    const inRecords = this.#line > this.#skip;
    this.#line++;
    this.#column = 0;
    if (!inRecords) this.#begin = next;
    else if (!this.#quoted && (this.#beginLine !== 0 || this.#eachLine)) this.#endRecord(next);
  }

  #endRecord(next: number): void {
    const line = this.#beginLine === 0 ? this.#line - 1 : this.#beginLine;
    const reported = this.#takeReject();
    if (reported !== null) this.#rejectLines.set(reported, line);
    else {
      if (this.#wanted.has(this.#record)) this.#cells.set(this.#record, this.#found ?? { line, column: 1 });
      this.#record++;
    }
    this.#begin = next;
    this.#beginLine = 0;
    this.#found = null;
  }

  /**
   * The reject that this record is, if it is one. The reader may put its begin at the line feed of the line before
   * (Windows line ends), at the blank lines above it, or at its first byte.
   */
  #takeReject(): number | null {
    while ((this.#rejects[this.#nextReject] ?? Number.POSITIVE_INFINITY) < this.#begin) this.#nextReject++;
    const offset = this.#rejects[this.#nextReject];
    if (offset === undefined || offset > this.#content + 1) return null;
    this.#nextReject++;
    return offset;
  }
}
