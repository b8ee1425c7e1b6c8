/** When the step under way at each replica ends: the leaves of a binary tree in which every node is the sooner of its two
 *  children. The first end is its root, and a change costs as many steps as the tree is high, whatever the fleet's size. */
export class EndTimes {
  private leaves = 4;
  /** Node i has the children 2i and 2i + 1; the root is 1. */
  private tree: Float64Array<ArrayBuffer> = new Float64Array(2 * this.leaves).fill(Infinity);
  private readonly free: number[] = [];
  /** Places that were ever given out. */
  private used = 0;

  /** A place for a new replica, which has no step under way. */
  open(): number {
    const place = this.free.pop() ?? this.used++;
    if (place >= this.leaves) this.grow();
    return place;
  }

  close(place: number): void {
    this.set(place, Infinity);
    this.free.push(place);
  }

  /** Infinity: no step is under way. */
  at(place: number): number {
    return this.tree[this.leaves + place] ?? Infinity;
  }

  set(place: number, at: number): void {
    const { tree } = this;
    let node = this.leaves + place;
    tree[node] = at;
    while (node > 1) {
      node >>= 1;
      const left = tree[2 * node] ?? Infinity;
      const right = tree[2 * node + 1] ?? Infinity;
      const sooner = Math.min(left, right);
      if (tree[node] === sooner) return;
      tree[node] = sooner;
    }
  }

  /** The first end; Infinity when no step is under way anywhere. */
  soonest(): number {
    return this.tree[1] ?? Infinity;
  }

  /** A place where the first end is. */
  soonestPlace(): number {
    const { tree, leaves } = this;
    const soonest = this.soonest();
    let node = 1;
    while (node < leaves) node = tree[2 * node] === soonest ? 2 * node : 2 * node + 1;
    return node - leaves;
  }

  private grow(): void {
    const before = this.tree.slice(this.leaves);
    this.leaves *= 2;
    this.tree = new Float64Array(2 * this.leaves).fill(Infinity);
    for (const [place, at] of before.entries()) this.set(place, at);
  }
}
