const NONE = -1;

/** Requests in flight, as columns. A slot is reused once its request has left, so memory follows the load, not the trace. */
export class Slots {
  /** Index in the input; original lengths in tokens. */
  request: Int32Array<ArrayBuffer> = new Int32Array(64);
  input: Int32Array<ArrayBuffer> = new Int32Array(64);
  output: Int32Array<ArrayBuffer> = new Int32Array(64);
  arrival: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Prompt to compute now: the input, or after a preemption all tokens there were. */
  prompt: Int32Array<ArrayBuffer> = new Int32Array(64);
  computed: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** KV blocks held while the prompt is unfinished. */
  promptBlocks: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Output tokens still to come, the one that ends the prompt included. */
  left: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Tokens processed = offset + the replica's decode counter, while decoding. */
  offset: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Value of the decode counter at which the request is done, and its place in the replica's heap. */
  doneAt: Int32Array<ArrayBuffer> = new Int32Array(64);
  heapIndex: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Neighbours in the replica's list of decoding requests. */
  next: Int32Array<ArrayBuffer> = new Int32Array(64);
  previous: Int32Array<ArrayBuffer> = new Int32Array(64);
  scheduled: Float64Array<ArrayBuffer> = new Float64Array(64);
  firstToken: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** End of the step that made the latest token before a stall (prompt end or preemption). */
  lastToken: Float64Array<ArrayBuffer> = new Float64Array(64);
  preemptions: Int32Array<ArrayBuffer> = new Int32Array(64);
  replica: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** 1 once the client has given up while the engine was computing. */
  abandoned: Int32Array<ArrayBuffer> = new Int32Array(64);
  private free: number[] = [];
  private used = 0;

  /** Opens a slot for a request that arrives now. */
  open(request: number, arrival: number, tokens: { input: number; output: number }): number {
    const slot = this.free.pop() ?? this.used++;
    if (slot >= this.request.length) this.grow();
    this.request[slot] = request;
    this.arrival[slot] = arrival;
    this.input[slot] = tokens.input;
    this.output[slot] = tokens.output;
    this.prompt[slot] = tokens.input;
    this.left[slot] = tokens.output;
    this.computed[slot] = 0;
    this.preemptions[slot] = 0;
    this.scheduled[slot] = NaN;
    this.firstToken[slot] = NaN;
    this.lastToken[slot] = NaN;
    this.replica[slot] = NONE;
    this.abandoned[slot] = 0;
    this.next[slot] = NONE;
    this.previous[slot] = NONE;
    return slot;
  }

  close(slot: number): void {
    this.request[slot] = NONE;
    this.free.push(slot);
  }

  private grow(): void {
    const size = this.request.length * 2;
    const whole = (old: Int32Array<ArrayBuffer>) => copyInto(new Int32Array(size), old);
    const real = (old: Float64Array<ArrayBuffer>) => copyInto(new Float64Array(size), old);
    this.request = whole(this.request);
    this.input = whole(this.input);
    this.output = whole(this.output);
    this.arrival = real(this.arrival);
    this.prompt = whole(this.prompt);
    this.computed = whole(this.computed);
    this.promptBlocks = whole(this.promptBlocks);
    this.left = whole(this.left);
    this.offset = whole(this.offset);
    this.doneAt = whole(this.doneAt);
    this.heapIndex = whole(this.heapIndex);
    this.next = whole(this.next);
    this.previous = whole(this.previous);
    this.scheduled = real(this.scheduled);
    this.firstToken = real(this.firstToken);
    this.lastToken = real(this.lastToken);
    this.preemptions = whole(this.preemptions);
    this.replica = whole(this.replica);
    this.abandoned = whole(this.abandoned);
  }
}

function copyInto<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(target: T, old: T): T {
  target.set(old);
  return target;
}
