import { FORMS } from "./reference-policies.ts";
import {
  type Live,
  type ReferenceLimits,
  type ReferenceOutcome,
  ReferenceReplica,
  type ReferenceRequest,
  type Step,
} from "./reference-simulator.ts";

export interface Troubles {
  /** Seconds after which a client hangs up; Infinity: never. */
  readonly timeout: number;
  /** Further attempts, each `wait` seconds after the one before has failed. */
  readonly retries: number;
  readonly wait: number;
  /** When the replica's node is lost; the next one is ready `startup` seconds later, its memory empty. */
  readonly lostAt: number;
  readonly startup: number;
}

export interface TroubledOutcome extends ReferenceOutcome {
  status: "completed" | "rejected" | "timed-out" | "unfinished";
}

interface Sending {
  readonly request: number;
  readonly attempt: number;
  readonly at: number;
  readonly live: Live;
}

/** One vLLM replica whose clients lose patience and try again, and whose node may go: every event in a plain list. At the same
 *  instant requests come first, then a step ends, clients hang up, the node goes, and the next step begins. */
export class TroubledReference {
  readonly outcomes: TroubledOutcome[];
  /** Times between tokens of the requests that were completed. */
  readonly gaps: number[] = [];
  hits = 0;
  private replica: ReferenceReplica;
  private readonly requests: readonly ReferenceRequest[];
  private readonly troubles: Troubles;
  private readonly limits: ReferenceLimits;
  private due: { at: number; request: number; attempt: number }[] = [];
  private inFlight: Sending[] = [];
  private step: Step | null = null;
  private stepEnds = Number.POSITIVE_INFINITY;
  private abandoned: Live[] = [];
  private lostAt: number;
  private readyAt = 0;
  private sendings = 0;

  constructor(requests: readonly ReferenceRequest[], limits: ReferenceLimits, troubles: Troubles) {
    this.requests = requests;
    this.limits = limits;
    this.troubles = troubles;
    this.lostAt = troubles.lostAt;
    this.replica = this.fresh();
    for (const [request, { arrival }] of requests.entries()) this.due.push({ at: arrival, request, attempt: 0 });
    const nothing = { scheduled: Number.NaN, first: Number.NaN, finish: Number.NaN, preemptions: 0 };
    this.outcomes = requests.map(() => ({ ...nothing, status: "unfinished" }));
  }

  run(seconds: (prefill: number, decodes: number, kv: number) => number): void {
    while (this.due.length + this.inFlight.length > 0) {
      const now = this.next();
      this.arrive(now);
      if (this.stepEnds <= now) this.endStep(now);
      for (const sending of this.inFlight.filter(({ at }) => at + this.troubles.timeout <= now))
        this.hangUp(sending, now);
      if (this.lostAt <= now) this.loseNode(now);
      if (this.step === null && this.readyAt <= now) this.form(now, seconds);
    }
    this.keepHits();
  }

  private fresh(): ReferenceReplica {
    return new ReferenceReplica("vllm", this.limits, this.requests.length * (1 + this.troubles.retries));
  }

  private next(): number {
    const deadlines = this.inFlight.map(({ at }) => at + this.troubles.timeout);
    const waits = this.readyAt > 0 && this.step === null && this.replica.waiting.length > 0 ? [this.readyAt] : [];
    return Math.min(...this.due.map(({ at }) => at), ...deadlines, ...waits, this.stepEnds, this.lostAt);
  }

  /** Those that come for the first time before those that come again. */
  private arrive(now: number): void {
    const coming = this.due.filter(({ at }) => at <= now);
    this.due = this.due.filter(({ at }) => at > now);
    coming.sort((a, b) => Math.sign(a.attempt) - Math.sign(b.attempt) || a.at - b.at);
    for (const { request, attempt } of coming) {
      const asked = this.requests[request];
      if (!asked) throw new Error(`no request ${request}`);
      const live = this.replica.enqueue(asked, this.sendings++);
      this.inFlight.push({ request, attempt, at: now, live });
    }
  }

  private endStep(now: number): void {
    if (this.step) this.replica.apply(this.step, now);
    this.step = null;
    this.stepEnds = Number.POSITIVE_INFINITY;
    for (const sending of this.inFlight.filter(({ live }) => !Number.isNaN(this.replica.outcomeOf(live).finish))) {
      this.leave(sending, "completed", this.replica.outcomeOf(sending.live).finish);
    }
    for (const live of this.abandoned.splice(0)) this.replica.drop(live);
  }

  private hangUp(sending: Sending, now: number): void {
    const isComputing = this.step !== null && this.replica.running.includes(sending.live);
    if (isComputing) this.abandoned.push(sending.live);
    else this.replica.drop(sending.live);
    this.fail(sending, "timed-out", now);
  }

  private loseNode(now: number): void {
    for (const sending of [...this.inFlight].sort((a, b) => a.request - b.request)) this.fail(sending, "rejected", now);
    this.keepHits();
    this.replica = this.fresh();
    this.step = null;
    this.stepEnds = Number.POSITIVE_INFINITY;
    this.lostAt = Number.POSITIVE_INFINITY;
    this.readyAt = now + this.troubles.startup;
    this.abandoned = [];
  }

  private form(now: number, seconds: (prefill: number, decodes: number, kv: number) => number): void {
    const step = FORMS.vllm(this.replica, now);
    if (step.chunks.length + step.decodes.length === 0) return;
    const prefill = step.chunks.reduce((sum, chunk) => sum + chunk.tokens, 0);
    const kv = step.decodes.reduce((sum, live) => sum + live.processed, 0);
    this.step = step;
    this.stepEnds = now + seconds(prefill, step.decodes.length, kv);
  }

  private fail(sending: Sending, status: TroubledOutcome["status"], now: number): void {
    const { request, attempt } = sending;
    this.leave(sending, status, now);
    if (attempt < this.troubles.retries) this.due.push({ at: now + this.troubles.wait, request, attempt: attempt + 1 });
  }

  private leave(sending: Sending, status: TroubledOutcome["status"], now: number): void {
    const outcome = this.outcomes[sending.request];
    const { scheduled, first, preemptions } = this.replica.outcomeOf(sending.live);
    if (status === "completed") this.gaps.push(...sending.live.gaps);
    if (outcome) {
      Object.assign(outcome, { scheduled, first, finish: now, status, preemptions: outcome.preemptions + preemptions });
    }
    this.inFlight = this.inFlight.filter((other) => other !== sending);
  }

  private keepHits(): void {
    this.hits += this.replica.cache?.hits ?? 0;
  }
}
