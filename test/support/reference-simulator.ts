/** The slow way: one replica, one step at a time, plain lists, written from the schedulers' documentation and not from the
 *  fast engine. Property tests demand that both agree on every request. */
export interface ReferenceRequest {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
}

export interface ReferenceLimits {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  readonly blockSize: number;
  readonly kvBlocks: number;
  readonly watermarkBlocks: number;
}

export interface ReferenceOutcome {
  scheduled: number;
  first: number;
  finish: number;
  preemptions: number;
}

interface Live {
  readonly index: number;
  readonly arrival: number;
  prompt: number;
  computed: number;
  /** Prompt and produced tokens, once past the prompt. */
  processed: number;
  total: number;
  blocks: number;
  lastToken: number;
}

interface Step {
  readonly chunks: { live: Live; tokens: number }[];
  readonly decodes: Live[];
}

export type ReferencePolicy = "vllm" | "sarathi" | "vllm-v0" | "static";

export class ReferenceReplica {
  readonly outcomes: ReferenceOutcome[];
  readonly interTokenTimes: number[] = [];
  steps = 0;
  waiting: Live[] = [];
  running: Live[] = [];
  free: number;
  private readonly limits: ReferenceLimits;
  private readonly policy: ReferencePolicy;
  private held: Live[] = [];

  constructor(policy: ReferencePolicy, limits: ReferenceLimits, count: number) {
    this.policy = policy;
    this.limits = limits;
    this.free = limits.kvBlocks;
    this.outcomes = Array.from({ length: count }, () => ({ scheduled: NaN, first: NaN, finish: NaN, preemptions: 0 }));
  }

  /** Runs all requests, which come sorted by arrival; `seconds(prefillTokens, decodes, kvTokens)` times a step. */
  run(requests: readonly ReferenceRequest[], seconds: (p: number, d: number, k: number) => number): void {
    let now = 0;
    let next = 0;
    const enqueue = () => {
      for (let r = requests[next]; r && r.arrival <= now; r = requests[next]) {
        this.waiting.push({
          ...{ index: next++, arrival: r.arrival, prompt: r.input, computed: 0, processed: 0 },
          ...{ total: r.input + r.output, blocks: 0, lastToken: NaN },
        });
      }
    };
    for (;;) {
      enqueue();
      const step = this.form(now);
      if (step.chunks.length + step.decodes.length === 0) {
        const upcoming = requests[next];
        if (!upcoming) return;
        now = Math.max(now, upcoming.arrival);
        continue;
      }
      const prefill = step.chunks.reduce((sum, c) => sum + c.tokens, 0);
      const kv = step.decodes.reduce((sum, live) => sum + live.processed, 0);
      now += seconds(prefill, step.decodes.length, kv);
      this.steps++;
      this.apply(step, now);
    }
  }

  private apply(step: Step, now: number): void {
    const decodesFirst = step.decodes;
    for (const live of decodesFirst) {
      live.processed++;
      this.interTokenTimes.push(now - live.lastToken);
      live.lastToken = now;
    }
    for (const { live, tokens } of step.chunks) {
      live.computed += tokens;
      if (live.computed < live.prompt) continue;
      live.processed = live.prompt + 1;
      const outcome = this.outcome(live);
      if (Number.isNaN(outcome.first)) outcome.first = now;
      else this.interTokenTimes.push(now - live.lastToken);
      live.lastToken = now;
    }
    const done = this.running.filter((live) => live.computed >= live.prompt && live.processed >= live.total);
    this.running = this.running.filter((live) => !done.includes(live));
    for (const live of done) this.free += live.blocks;
    if (this.policy === "static") {
      this.held.push(...done);
      if (this.running.length === 0) for (const live of this.held.splice(0)) this.outcome(live).finish = now;
    } else for (const live of done) this.outcome(live).finish = now;
    this.reorder(step);
  }

  /** Sarathi's list: what computed nothing stays in front, then the step's decodes, older prompts and new prompts. */
  private reorder(step: Step): void {
    if (this.policy !== "sarathi") return;
    const inStep = [...step.decodes, ...step.chunks.map((c) => c.live)];
    const left = this.running.filter((live) => !inStep.includes(live));
    this.running = [...left, ...inStep.filter((live) => this.running.includes(live))];
  }

  private outcome(live: Live): ReferenceOutcome {
    const outcome = this.outcomes[live.index];
    if (!outcome) throw new Error(`no request ${live.index}`);
    return outcome;
  }

  private form(now: number): Step {
    if (this.policy === "vllm") return this.formVllm(now);
    if (this.policy === "sarathi") return this.formSarathi(now);
    return this.policy === "vllm-v0" ? this.formV0(now) : this.formStatic(now);
  }

  private blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.limits.blockSize);
  }

  private isDecoding = (live: Live): boolean => live.computed >= live.prompt;

  /** Raises a request's blocks to what it needs; false when there are not enough. */
  private grow(live: Live, tokens: number): boolean {
    const more = this.blocksFor(tokens) - live.blocks;
    if (more > this.free) return false;
    this.free -= Math.max(0, more);
    live.blocks += Math.max(0, more);
    return true;
  }

  private preempt(live: Live): void {
    if (this.isDecoding(live)) live.prompt = live.processed;
    live.computed = 0;
    this.free += live.blocks;
    live.blocks = 0;
    this.outcome(live).preemptions++;
    this.running.splice(this.running.indexOf(live), 1);
    this.waiting.unshift(live);
  }

  private admit(tokens: number, now: number): Live {
    const live = this.waiting.shift();
    if (!live) throw new Error("nothing waits");
    if (!this.grow(live, tokens)) throw new Error("admitted without blocks");
    const outcome = this.outcome(live);
    if (Number.isNaN(outcome.scheduled)) outcome.scheduled = now;
    this.running.push(live);
    return live;
  }

  /** vLLM V1's loop over running requests, then the queue; as in vllm/v1/core/sched/scheduler.py. */
  private formVllm(now: number): Step {
    const step: Step = { chunks: [], decodes: [] };
    let budget = this.limits.maxBatchedTokens;
    let preempted = false;
    for (let i = 0; i < this.running.length && budget > 0; i++) {
      const live = this.running[i];
      if (!live) break;
      const tokens = this.isDecoding(live) ? 1 : Math.min(live.prompt - live.computed, budget);
      const needed = this.isDecoding(live) ? live.processed : live.computed + tokens;
      let scheduled = true;
      while (!this.grow(live, needed)) {
        const victim = this.running.at(-1);
        if (!victim) break;
        this.preempt(victim);
        preempted = true;
        if (victim === live) {
          scheduled = false;
          break;
        }
      }
      if (!scheduled) break;
      if (this.isDecoding(live)) step.decodes.push(live);
      else step.chunks.push({ live, tokens });
      budget -= tokens;
    }
    while (!preempted && budget > 0 && this.running.length < this.limits.maxSequences) {
      const head = this.waiting[0];
      if (!head) break;
      const tokens = Math.min(head.prompt, budget);
      if (this.blocksFor(tokens) > this.free) break;
      step.chunks.push({ live: this.admit(tokens, now), tokens });
      budget -= tokens;
    }
    const empty = step.chunks.length + step.decodes.length === 0;
    return empty && preempted ? this.formVllm(now) : step;
  }

  /** FACTS.md section 5: from the front, while no block is free the last untreated request restarts. */
  private treatDecodes(decodes: Live[]): Live[] {
    const treated: Live[] = [];
    const untreated = [...decodes];
    for (let live = untreated.shift(); live; live = untreated.shift()) {
      while (this.free < 1) {
        const victim = untreated.pop();
        if (!victim) break;
        this.preempt(victim);
      }
      if (this.free < 1) {
        this.preempt(live);
        continue;
      }
      if (!this.grow(live, live.processed)) throw new Error("one block is always enough");
      treated.push(live);
    }
    return treated;
  }

  private formSarathi(now: number): Step {
    const step: Step = { chunks: [], decodes: [] };
    const aside = this.running.filter((live) => !this.isDecoding(live));
    step.decodes.push(...this.treatDecodes(this.running.filter(this.isDecoding)));
    let budget = this.limits.maxBatchedTokens - step.decodes.length;
    for (const live of aside) {
      const tokens = Math.min(live.prompt - live.computed, Math.max(0, budget));
      if (tokens > 0) step.chunks.push({ live, tokens });
      budget -= tokens;
    }
    while (budget > 0 && this.running.length < this.limits.maxSequences) {
      const head = this.waiting[0];
      if (!head || this.free - this.blocksFor(head.prompt) < this.limits.watermarkBlocks) break;
      const tokens = Math.min(head.prompt, budget);
      step.chunks.push({ live: this.admit(head.prompt, now), tokens });
      budget -= tokens;
    }
    return step;
  }

  private formV0(now: number): Step {
    const step: Step = { chunks: [], decodes: [] };
    let longest = 0;
    while (this.running.length < this.limits.maxSequences) {
      const head = this.waiting[0];
      if (!head || this.free - this.blocksFor(head.prompt) < this.limits.watermarkBlocks) break;
      longest = Math.max(longest, head.prompt);
      if ((step.chunks.length + 1) * longest > this.limits.maxBatchedTokens) break;
      step.chunks.push({ live: this.admit(head.prompt, now), tokens: head.prompt });
    }
    if (step.chunks.length > 0) return step;
    this.running.sort((a, b) => a.arrival - b.arrival);
    step.decodes.push(...this.treatDecodes(this.running));
    return step;
  }

  private formStatic(now: number): Step {
    const step: Step = { chunks: [], decodes: [] };
    if (this.running.length > 0) {
      step.decodes.push(...this.running);
      for (const live of step.decodes) this.grow(live, live.processed);
      return step;
    }
    let reserved = 0;
    while (this.running.length < this.limits.maxSequences) {
      const head = this.waiting[0];
      if (!head) break;
      reserved += this.blocksFor(Math.max(head.prompt, head.total - 1));
      if (reserved > this.limits.kvBlocks) break;
      step.chunks.push({ live: this.admit(head.prompt, now), tokens: head.prompt });
    }
    return step;
  }
}
