/** First in, first out over slots, with a way back to the front for preempted requests. A ring that doubles when full. */
export class SlotQueue {
  private ring: Int32Array<ArrayBuffer> = new Int32Array(64);
  private head = 0;
  size = 0;

  /** The slot at the front; -1 when empty. */
  front(): number {
    return this.size === 0 ? -1 : this.at(0);
  }

  at(index: number): number {
    return this.ring[(this.head + index) & (this.ring.length - 1)] ?? -1;
  }

  pushBack(slot: number): void {
    if (this.size === this.ring.length) this.grow();
    this.ring[(this.head + this.size) & (this.ring.length - 1)] = slot;
    this.size++;
  }

  pushFront(slot: number): void {
    if (this.size === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = slot;
    this.size++;
  }

  popFront(): number {
    const slot = this.front();
    if (slot < 0) return slot;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.size--;
    return slot;
  }

  /** Takes a slot out from anywhere (a client gave up). Cost is the queue's length. */
  remove(slot: number): boolean {
    // Whoever gives up has mostly waited longest.
    if (this.size > 0 && this.front() === slot) return this.popFront() === slot;
    for (let i = 0; i < this.size; i++) {
      if (this.at(i) !== slot) continue;
      for (let k = i; k + 1 < this.size; k++) this.ring[(this.head + k) & (this.ring.length - 1)] = this.at(k + 1);
      this.size--;
      return true;
    }
    return false;
  }

  private grow(): void {
    const bigger = new Int32Array(this.ring.length * 2);
    for (let i = 0; i < this.size; i++) bigger[i] = this.at(i);
    this.ring = bigger;
    this.head = 0;
  }
}
