/** Ids as strings, unless they only count the rows: then nothing is kept, five million strings saved. */
export class RequestIds {
  #kept: string[] | null = null;
  #rows = 0;
  #taken = 0;

  /** `asNumber`: the id where it is a whole number, spelt as usual; else NaN. */
  add(asNumber: number, id: () => string | null): void {
    if (this.#kept === null && asNumber !== this.#rows) {
      this.#kept = Array.from({ length: this.#rows - this.#taken }, (_, index) => String(this.#taken + index));
    }
    this.#kept?.push(id() ?? "");
    this.#rows++;
  }

  finish(): readonly string[] | null {
    return this.#kept;
  }

  take(): readonly string[] | null {
    const kept = this.#kept;
    this.#kept = null;
    this.#taken = this.#rows;
    return kept;
  }
}
