import type { RequestColumns } from "../../planner/index.ts";
import { FORMS } from "./reference-policies.ts";
import { ReferencePrefixCache } from "./reference-prefix-cache.ts";

/** The slow way: one replica, one step at a time, plain lists, written from the schedulers' documentation and not from the
 *  fast engine. Property tests demand that both agree on every request. */
export interface ReferenceRequest {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
  readonly prefixId?: number;
  readonly prefixTokens?: number;
}

export interface ReferenceLimits {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  readonly blockSize: number;
  readonly kvBlocks: number;
  readonly watermarkBlocks: number;
  /** Tokens that orca sets aside for each request. */
  readonly maxContext: number;
  readonly prefixCaching?: boolean;
}

export interface ReferenceOutcome {
  scheduled: number;
  first: number;
  finish: number;
  preemptions: number;
}

/** Whether the planner says of request `i` what the reference found; what never happened is not a number in both. */
export function isSame(columns: RequestColumns, i: number, wanted: ReferenceOutcome | undefined): boolean {
  const pairs = [
    [columns.scheduled[i], wanted?.scheduled],
    [columns.firstToken[i], wanted?.first],
    [columns.finish[i], wanted?.finish],
  ];
  const near = pairs.every(([a = 0, b = 0]) => Math.abs(a - b) < 5e-10 || (Number.isNaN(a) && Number.isNaN(b)));
  return near && columns.preemptions[i] === wanted?.preemptions;
}

export interface Live {
  readonly index: number;
  readonly arrival: number;
  /** As it arrived; `prompt` grows with each preemption. */
  readonly input: number;
  prompt: number;
  computed: number;
  /** Prompt and produced tokens, once past the prompt. */
  processed: number;
  total: number;
  blocks: number;
  lastToken: number;
  /** Times between its tokens. */
  readonly gaps: number[];
  readonly prefixId: number;
  readonly prefixTokens: number;
}

export interface Step {
  readonly chunks: { live: Live; tokens: number }[];
  readonly decodes: Live[];
}

export type ReferencePolicy = "vllm" | "sarathi" | "vllm-v0" | "static" | "orca" | "tgi" | "sglang";

export class ReferenceReplica {
  readonly outcomes: ReferenceOutcome[];
  readonly lives: Live[] = [];
  steps = 0;
  decodesSincePrefill = 0;
  /** How often Vidur's rule took a prompt that was not finished. */
  promptRestarts = 0;
  /** SGLang's `batch_is_full` and `new_token_ratio`. */
  isFull = false;
  newTokenRatio = 0.7;
  waiting: Live[] = [];
  running: Live[] = [];
  free: number;
  readonly limits: ReferenceLimits;
  private readonly policy: ReferencePolicy;
  private held: Live[] = [];
  readonly cache: ReferencePrefixCache | null;

  constructor(policy: ReferencePolicy, limits: ReferenceLimits, count: number) {
    this.policy = policy;
    this.limits = limits;
    this.free = limits.kvBlocks;
    this.cache = limits.prefixCaching ? new ReferencePrefixCache(limits.kvBlocks, limits.blockSize) : null;
    this.outcomes = Array.from({ length: count }, () => ({ scheduled: NaN, first: NaN, finish: NaN, preemptions: 0 }));
  }

  /** Runs all requests, which come sorted by arrival; `seconds(prefillTokens, decodes, kvTokens)` times a step. */
  run(requests: readonly ReferenceRequest[], seconds: (p: number, d: number, k: number) => number): void {
    let now = 0;
    let next = 0;
    const enqueue = () => {
      for (let r = requests[next]; r && r.arrival <= now; r = requests[next]) {
        this.enqueue(r, next++);
      }
    };
    for (;;) {
      enqueue();
      const step = FORMS[this.policy](this, now);
      if (step.chunks.length + step.decodes.length === 0) {
        const upcoming = requests[next];
        if (!upcoming) return;
        now = Math.max(now, upcoming.arrival);
        continue;
      }
      const prefill = step.chunks.reduce((sum, c) => sum + c.tokens, 0);
      const kv = step.decodes.reduce((sum, live) => sum + live.processed, 0);
      now += seconds(prefill, step.decodes.length, kv);
      this.apply(step, now);
    }
  }

  enqueue(request: ReferenceRequest, index: number): Live {
    const { arrival, input, output, prefixId = -1, prefixTokens = 0 } = request;
    const live: Live = {
      ...{ index, arrival, input, prompt: input, computed: 0, processed: 0 },
      ...{ total: input + output, blocks: 0, lastToken: NaN, gaps: [], prefixId, prefixTokens },
    };
    this.waiting.push(live);
    this.lives.push(live);
    return live;
  }

  /** Its client has hung up. */
  drop(live: Live): void {
    this.waiting = this.waiting.filter((other) => other !== live);
    if (!this.running.includes(live)) return;
    this.running.splice(this.running.indexOf(live), 1);
    this.release(live);
  }

  /** A step is over. */
  apply(step: Step, now: number): void {
    this.steps++;
    this.decodesSincePrefill = step.chunks.length > 0 ? 0 : this.decodesSincePrefill + 1;
    for (const live of step.decodes) {
      live.processed++;
      live.gaps.push(now - live.lastToken);
      live.lastToken = now;
    }
    for (const chunk of step.chunks) this.applyChunk(chunk, now);
    const done = this.running.filter((live) => live.computed >= live.prompt && live.processed >= live.total);
    this.running = this.running.filter((live) => !done.includes(live));
    for (const live of done) this.release(live);
    if (done.length > 0) this.isFull = false;
    if (this.policy === "static") {
      this.held.push(...done);
      if (this.running.length === 0) for (const live of this.held.splice(0)) this.outcomeOf(live).finish = now;
    } else for (const live of done) this.outcomeOf(live).finish = now;
    this.reorder(step);
  }

  private applyChunk({ live, tokens }: Step["chunks"][number], now: number): void {
    live.computed += tokens;
    if (live.computed < live.prompt) return;
    live.processed = live.prompt + 1;
    const outcome = this.outcomeOf(live);
    if (Number.isNaN(outcome.first)) outcome.first = now;
    else live.gaps.push(now - live.lastToken);
    live.lastToken = now;
  }

  /** Sarathi's list: what computed nothing stays, sorted by arrival; then the step's decodes, older prompts and new prompts. */
  private reorder(step: Step): void {
    if (this.policy !== "sarathi") return;
    const inStep = [...step.decodes, ...step.chunks.map((c) => c.live)];
    const left = this.running.filter((live) => !inStep.includes(live)).sort((a, b) => a.arrival - b.arrival);
    this.running = [...left, ...inStep.filter((live) => this.running.includes(live))];
  }

  outcomeOf(live: Live): ReferenceOutcome {
    const outcome = this.outcomes[live.index];
    if (!outcome) throw new Error(`no request ${live.index}`);
    return outcome;
  }

  blocksFor = (tokens: number): number => Math.ceil(tokens / this.limits.blockSize);

  isDecoding = (live: Live): boolean => live.computed >= live.prompt;

  /** Raises a request's blocks to what it needs; false when there are not enough. */
  grow(live: Live, tokens: number): boolean {
    const more = this.blocksFor(tokens) - live.blocks;
    if (more > this.free) return false;
    this.free -= Math.max(0, more);
    live.blocks += Math.max(0, more);
    this.cache?.grow(live, live.blocks);
    return true;
  }

  private release(live: Live): void {
    this.cache?.release(live);
    this.free = this.cache?.free ?? this.free + live.blocks;
    live.blocks = 0;
  }

  preempt(live: Live, place: "front" | "back" = "front"): void {
    if (this.isDecoding(live)) live.prompt = live.processed;
    live.computed = 0;
    this.release(live);
    this.outcomeOf(live).preemptions++;
    this.running.splice(this.running.indexOf(live), 1);
    if (place === "front") this.waiting.unshift(live);
    else this.waiting.push(live);
  }

  admit(tokens: number, now: number): Live {
    const live = this.waiting.shift();
    if (!live) throw new Error("nothing waits");
    if (this.cache) {
      live.blocks = this.cache.touch(live);
      live.computed = live.blocks * this.limits.blockSize;
      this.free = this.cache.free;
    }
    if (!this.grow(live, live.computed + tokens)) throw new Error("admitted without blocks");
    const outcome = this.outcomeOf(live);
    if (Number.isNaN(outcome.scheduled)) outcome.scheduled = now;
    this.running.push(live);
    return live;
  }
}
