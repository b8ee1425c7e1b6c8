type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A typed array that grows by doubling, for rows whose number is not known beforehand. */
export class Growing<T extends Numbers> {
  length = 0;
  readonly #make: (length: number) => T;
  #items: T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#items = make(4096);
  }

  push(value: number): void {
    if (this.length === this.#items.length) {
      const wider = this.#make(this.length * 2);
      wider.set(this.#items);
      this.#items = wider;
    }
    this.#items[this.length++] = value;
  }

  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#items[index] = value;
  }

  /** The values so far, without spare room. */
  finish(): T {
    const exact = this.#make(this.length);
    exact.set(this.#items.subarray(0, this.length));
    return exact;
  }

  /** The values so far; counts from none again. */
  take(): T {
    const values = this.finish();
    this.length = 0;
    return values;
  }
}

export const growingFloats = (): Growing<Float64Array<ArrayBuffer>> => new Growing((n) => new Float64Array(n));
export const growingIntegers = (): Growing<Int32Array<ArrayBuffer>> => new Growing((n) => new Int32Array(n));
