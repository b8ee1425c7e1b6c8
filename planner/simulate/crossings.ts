/** How many of an engine's decoding requests take a new KV block at each value of (decode count mod block size). */
export class Crossings {
  private readonly takers: Int32Array<ArrayBuffer>;
  private readonly blockSize: number;
  /** The decode count within its block. */
  private phase = 0;

  constructor(blockSize: number) {
    this.blockSize = blockSize;
    this.takers = new Int32Array(blockSize);
  }

  /** A request that has processed so many tokens joins (`by` 1) or leaves (-1). A decode formed at `processed` tokens takes a
   *  block when processed - 1 is a multiple of the block size. */
  count(processed: number, by: number): void {
    // Never the remainder of a negative number: that may be -0, which is no small integer and slow.
    const ahead = this.phase - ((processed - 1) % this.blockSize);
    const place = ahead < 0 ? ahead + this.blockSize : ahead;
    this.takers[place] = (this.takers[place] ?? 0) + by;
  }

  /** Blocks taken at the step after `ahead` more steps. */
  takenAt(ahead: number): number {
    const place = ahead === 0 ? this.phase : (this.phase + ahead) % this.blockSize;
    return this.takers[place] ?? 0;
  }

  /** Blocks that `decodes` requests take over the next `steps` steps. */
  taken(steps: number, decodes: number): number {
    const { takers, blockSize } = this;
    const cycles = Math.floor(steps / blockSize);
    let taken = cycles * decodes;
    let place = this.phase;
    for (let rest = steps - cycles * blockSize; rest > 0; rest--) {
      taken += takers[place++] ?? 0;
      if (place === blockSize) place = 0;
    }
    return taken;
  }

  /** All of them have made so many more tokens. */
  advance(steps: number): void {
    this.phase = (this.phase + steps) % this.blockSize;
  }
}
