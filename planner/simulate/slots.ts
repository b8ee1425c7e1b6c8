import type { Arrival } from "./load.ts";

const NONE = -1;

/** Requests in flight, as columns. A slot is reused once its request has left, so memory follows the load, not the trace. */
export class Slots {
  /** Index in the input; original lengths in tokens. */
  request: Int32Array<ArrayBuffer> = new Int32Array(64);
  input: Int32Array<ArrayBuffer> = new Int32Array(64);
  output: Int32Array<ArrayBuffer> = new Int32Array(64);
  arrival: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Prompt to compute now: the input, or after a preemption all tokens there were; of a prompt that Vidur's Sarathi restarts, what
   *  was computed of it. The rest is then `left` like the answer. */
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
  /** A number that rises with each request of the replica that begins to decode. */
  entered: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Neighbours in the replica's list of decoding requests. */
  next: Int32Array<ArrayBuffer> = new Int32Array(64);
  previous: Int32Array<ArrayBuffer> = new Int32Array(64);
  scheduled: Float64Array<ArrayBuffer> = new Float64Array(64);
  firstToken: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** End of the step that made the latest token before a stall (prompt end or preemption). */
  lastToken: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** The runs of the replica since it began to decode, numbered from and up to, and when the token before them came. */
  gapsFrom: Int32Array<ArrayBuffer> = new Int32Array(64);
  gapsTo: Int32Array<ArrayBuffer> = new Int32Array(64);
  gapsSince: Float64Array<ArrayBuffer> = new Float64Array(64);
  preemptions: Int32Array<ArrayBuffer> = new Int32Array(64);
  replica: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** How often the request had been sent before. */
  attempt: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Group of requests that begin with the same tokens (-1: none), and how many tokens those are. */
  prefixId: Int32Array<ArrayBuffer> = new Int32Array(64);
  prefixTokens: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** KV blocks held that all of the group may use. */
  shared: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** 1 once the client has given up while the engine was computing. */
  abandoned: Int32Array<ArrayBuffer> = new Int32Array(64);
  private free: number[] = [];
  private used = 0;

  /** Opens a slot for a request that is sent for the first time (`attempt` 0) or again. */
  open(request: Arrival, attempt: number): number {
    const slot = this.free.pop() ?? this.used++;
    if (slot >= this.request.length) this.grow();
    this.request[slot] = request.index;
    this.arrival[slot] = request.arrival;
    this.input[slot] = request.input;
    this.output[slot] = request.output;
    this.prompt[slot] = request.input;
    this.left[slot] = request.output;
    this.attempt[slot] = attempt;
    this.prefixId[slot] = request.prefixId;
    this.prefixTokens[slot] = request.prefixTokens;
    this.shared[slot] = 0;
    this.gapsFrom[slot] = 0;
    this.gapsTo[slot] = 0;
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

  /** The request as it arrived. */
  arrivalOf(slot: number): Arrival {
    return {
      index: this.request[slot] ?? 0,
      arrival: this.arrival[slot] ?? 0,
      input: this.input[slot] ?? 0,
      output: this.output[slot] ?? 0,
      prefixId: this.prefixId[slot] ?? NONE,
      prefixTokens: this.prefixTokens[slot] ?? 0,
    };
  }

  /** Open slots that pass, in order of their requests. */
  inUse(passes: (slot: number) => boolean): number[] {
    const found: number[] = [];
    for (let slot = 0; slot < this.used; slot++) {
      if ((this.request[slot] ?? NONE) !== NONE && passes(slot)) found.push(slot);
    }
    return found.sort((a, b) => (this.request[a] ?? 0) - (this.request[b] ?? 0));
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
    this.entered = real(this.entered);
    this.next = whole(this.next);
    this.previous = whole(this.previous);
    this.scheduled = real(this.scheduled);
    this.firstToken = real(this.firstToken);
    this.lastToken = real(this.lastToken);
    this.gapsFrom = whole(this.gapsFrom);
    this.gapsTo = whole(this.gapsTo);
    this.gapsSince = real(this.gapsSince);
    this.preemptions = whole(this.preemptions);
    this.replica = whole(this.replica);
    this.attempt = whole(this.attempt);
    this.prefixId = whole(this.prefixId);
    this.prefixTokens = whole(this.prefixTokens);
    this.shared = whole(this.shared);
    this.abandoned = whole(this.abandoned);
  }
}

function copyInto<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(target: T, old: T): T {
  target.set(old);
  return target;
}
