import { type ObservedLoad, stream } from "../../../planner/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { OUTSIDE } from "../../mistakes/outside.ts";
import { commandLineError, OutsideError } from "../../ports/failure.ts";
import type { CompletionAnswer, InferenceEndpoint } from "../../ports/inference.ts";
import { loadOfRequests, type ObservedRequest } from "./observed.ts";
import type { Measurements } from "./result-file.ts";

/** The load that a probe puts on a server: closed loops of growing concurrency. */
export interface ProbePlan {
  /** As the server calls it. */
  readonly model: string;
  readonly concurrencies: readonly number[];
  /** Means; each request is a half, once or one and a half times as long, so that lengths tell the terms apart. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of each client; a concurrency has sixteen at least. */
  readonly requests: number;
  /** Seconds after which no further request is sent. */
  readonly limit: number;
  /** Seconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
  readonly progress: (share: number, what: string) => void;
}

/** Prompt and output tokens of each request at one concurrency. */
export interface ProbeLevel {
  readonly concurrency: number;
  readonly input: Int32Array;
  readonly output: Int32Array;
}

/** Requests at one concurrency at least: of fewer, a median says little. */
const FEWEST = 16;

const PARTS = { input: [0.5, 1, 1.5], output: [1, 0.5, 1.5, 1] } as const;

export function levelsOf({ concurrencies, inputTokens, outputTokens, requests }: ProbePlan): readonly ProbeLevel[] {
  return concurrencies.map((concurrency) => {
    const of = (mean: number, parts: readonly number[], least: number) =>
      Int32Array.from({ length: Math.max(FEWEST, concurrency * requests) }, (_, i) =>
        Math.max(least, Math.round(mean * (parts[i % parts.length] ?? 1))),
      );
    return {
      concurrency,
      input: of(inputTokens, PARTS.input, 1),
      output: of(outputTokens, PARTS.output, 2),
    };
  });
}

/** Requests that warm a server up: kernels are chosen, memory is touched; nobody's first request is fast. */
export const WARM_UP = 3;

/** Measures a server: warms it up, then sends level after level. Nothing is left running, whatever happens. */
export async function probe(endpoint: InferenceEndpoint, plan: ProbePlan): Promise<Measurements> {
  try {
    return await new Probe(endpoint, plan).run();
  } finally {
    endpoint.close();
  }
}

class Probe {
  private readonly endpoint: InferenceEndpoint;
  private readonly plan: ProbePlan;
  private readonly chance = stream(1, "probe prompts");
  private readonly until: number;
  private takesTokens = true;
  private countsTokens = true;
  private sent = 0;
  private failure: { readonly error: unknown } | null = null;

  constructor(endpoint: InferenceEndpoint, plan: ProbePlan) {
    this.endpoint = endpoint;
    this.plan = plan;
    this.until = plan.stopwatch() + plan.limit;
  }

  async run(): Promise<Measurements> {
    const levels = levelsOf(this.plan);
    const all = levels.reduce((sum, { input }) => sum + input.length, 0);
    await this.warmUp(levels);
    const loads: ObservedLoad[] = [];
    for (const level of levels) {
      const requests = await this.measure(level, all);
      if (requests === null) break;
      loads.push(loadOfRequests(`${level.concurrency} at once`, { kind: "closed", ...level }, requests));
    }
    if (loads.length === 0) throw tooSlow(this.plan, this.endpoint);
    return { source: "endpoint", loads, notes: [...this.notes(levels.length - loads.length)] };
  }

  private notes(left: number): readonly string[] {
    const uncounted = "the server does not count tokens, so each piece of its answers was taken for one";
    const unmeasured = `the limit of ${this.plan.limit} s was reached with ${left} of the concurrencies left`;
    return [...(this.countsTokens ? [] : [uncounted]), ...(left === 0 ? [] : [unmeasured])];
  }

  private async warmUp([first]: readonly ProbeLevel[]): Promise<void> {
    const lengths = { input: first?.input[0] ?? 1, output: first?.output[0] ?? 2 };
    for (let i = 0; i < WARM_UP; i++) {
      const answer = await this.ask(lengths);
      if (answer.kind === "answered") continue;
      // Some servers take text alone.
      if (!this.takesTokens || answer.status >= 500) throw refused(this.endpoint, answer);
      this.takesTokens = false;
    }
  }

  /** One level, or null where the time is up before it is done. */
  private async measure(level: ProbeLevel, all: number): Promise<readonly ObservedRequest[] | null> {
    const found: ObservedRequest[] = [];
    const begun = this.plan.stopwatch();
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < level.input.length && this.failure === null && this.plan.stopwatch() < this.until) {
        const i = next++;
        const lengths = { input: level.input[i] ?? 1, output: level.output[i] ?? 2 };
        const start = this.plan.stopwatch() - begun;
        found.push({ start, ...this.observed(lengths, await this.ask(lengths)) });
        this.plan.progress(++this.sent / all, `${level.concurrency} at once`);
      }
    };
    const clients = Array.from({ length: level.concurrency }, () => client().catch((error) => this.fail(error)));
    await Promise.all(clients);
    if (this.failure !== null) throw this.failure.error;
    return found.length === level.input.length ? found : null;
  }

  /** The first failure ends the probe: the others are its echo. */
  private fail(error: unknown): void {
    this.failure ??= { error };
    this.endpoint.close();
  }

  private observed(asked: Lengths, answer: CompletionAnswer): Omit<ObservedRequest, "start"> {
    if (answer.kind === "refused") throw refused(this.endpoint, answer);
    if (answer.outputTokens === null) this.countsTokens = false;
    const output = answer.outputTokens ?? answer.events;
    const after = answer.lastToken - answer.firstToken;
    return {
      input: answer.inputTokens ?? asked.input,
      output,
      ttft: answer.firstToken,
      tpot: output > 1 && after > 0 ? after / (output - 1) : null,
    };
  }

  private ask({ input, output }: Lengths): Promise<CompletionAnswer> {
    const prompt = this.takesTokens
      ? this.tokens(input)
      : this.tokens(input)
          .map((id) => WORDS[id % 8])
          .join(" ");
    return this.endpoint.complete({ model: this.plan.model, prompt, outputTokens: output });
  }

  /** Ids that every vocabulary has and that are no control tokens; different each time, so that no cache knows them. */
  private tokens(count: number): number[] {
    return Array.from({ length: count }, () => 40 + Math.floor(this.chance.next() * 180));
  }
}

interface Lengths {
  readonly input: number;
  readonly output: number;
}

/** About one token each. */
const WORDS = ["the", "of", "and", "to", "in", "is", "it", "that"] as const;

const refused = ({ address }: InferenceEndpoint, answer: Extract<CompletionAnswer, { kind: "refused" }>) =>
  new OutsideError(
    address,
    OUTSIDE.endpointAnswers(answer.status, answer.message.replace(/\s+/g, " ")),
    answer.status >= 500,
  );

const tooSlow = ({ limit }: ProbePlan, { address }: InferenceEndpoint) =>
  commandLineError("--limit", CALIBRATION.limitTooShort(limit, address));
