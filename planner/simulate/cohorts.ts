import type { TokenGaps } from "./token-gaps.ts";

/** Decoding requests by the time of their last token, in order: one group unless prefill-only steps made some wait. The
 *  arrays are counted and never shortened: that would throw their storage away at every step. */
export class Cohorts {
  private readonly times: number[] = [];
  private readonly sizes: number[] = [];
  private count = 0;

  /** One more request, whose last token came at `now`; never earlier than those before. */
  join(now: number): void {
    const latest = this.count - 1;
    if (latest >= 0 && this.times[latest] === now) {
      this.sizes[latest] = (this.sizes[latest] ?? 0) + 1;
      return;
    }
    this.times[this.count] = now;
    this.sizes[this.count++] = 1;
  }

  /** A request leaves that joined with a token at `joined`. Returns when its last token came. */
  leave(joined: number): number {
    const time = Math.max(joined, this.times[0] ?? 0);
    const index = this.times.indexOf(time);
    this.sizes[index] = (this.sizes[index] ?? 0) - 1;
    return time;
  }

  /** All of them have just made a token. */
  unite(now: number, size: number): void {
    this.count = 1;
    this.times[0] = now;
    this.sizes[0] = size;
  }

  /** Counts each request's time from its last token to one that comes at `next`. */
  addGaps(next: number, gaps: TokenGaps): void {
    for (let i = 0; i < this.count; i++) {
      const size = this.sizes[i] ?? 0;
      if (size > 0) gaps.add(next - (this.times[i] ?? 0), size);
    }
  }
}
