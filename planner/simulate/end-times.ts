/** When the step under way at each replica ends, side by side in one array: the loop looks at all of them at every event. */
export class EndTimes {
  private times: Float64Array<ArrayBuffer> = new Float64Array(8).fill(Infinity);
  private readonly free: number[] = [];
  /** Places that were ever given out. */
  private used = 0;

  /** A place for a new replica, which has no step under way. */
  open(): number {
    const place = this.free.pop() ?? this.used++;
    if (place >= this.times.length) {
      const bigger = new Float64Array(this.times.length * 2).fill(Infinity);
      bigger.set(this.times);
      this.times = bigger;
    }
    return place;
  }

  close(place: number): void {
    this.times[place] = Infinity;
    this.free.push(place);
  }

  /** Infinity: no step is under way. */
  at(place: number): number {
    return this.times[place] ?? Infinity;
  }

  set(place: number, at: number): void {
    this.times[place] = at;
  }

  /** The first end; Infinity when no step is under way anywhere. */
  soonest(): number {
    const { times, used } = this;
    let soonest = Infinity;
    for (let i = 0; i < used; i++) {
      const at = times[i] ?? Infinity;
      if (at < soonest) soonest = at;
    }
    return soonest;
  }
}
