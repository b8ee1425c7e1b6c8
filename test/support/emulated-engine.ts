import type { Generate } from "./openai-server.ts";

/** Milliseconds of a step. */
export interface StepMilliseconds {
  readonly base: number;
  readonly perSequence: number;
  readonly perPromptToken: number;
}

/** Continuous batching in real time: whole prompts join the next step, every sequence gets one token a step. */
export function emulatedEngine({ base, perSequence, perPromptToken }: StepMilliseconds): Generate {
  const waiting: Sequence[] = [];
  let running: Sequence[] = [];
  let isStepping = false;

  async function steps(): Promise<void> {
    isStepping = true;
    while (waiting.length + running.length > 0) {
      const admitted = waiting.splice(0);
      const prompts = admitted.reduce((sum, { input }) => sum + input, 0);
      running.push(...admitted);
      await until(performance.now() + base + perSequence * running.length + perPromptToken * prompts);
      for (const sequence of running) sequence.step();
      running = running.filter((sequence) => !sequence.isDone());
    }
    isStepping = false;
  }

  return (asked, token, gone) =>
    new Promise((done) => {
      const input = typeof asked.prompt === "string" ? asked.prompt.split(" ").length : asked.prompt.length;
      let left = asked.max_tokens;
      waiting.push({
        input,
        step: () => {
          left--;
          token("x");
          if (left === 0) done(input);
        },
        isDone: () => left === 0 || gone.aborted,
      });
      if (!isStepping) void steps();
    });
}

interface Sequence {
  readonly input: number;
  readonly step: () => void;
  readonly isDone: () => boolean;
}

/** Timers alone are late by a millisecond: the rest is spun away. */
async function until(moment: number): Promise<void> {
  const rest = moment - performance.now();
  if (rest > 2) await new Promise((done) => setTimeout(done, rest - 1.5));
  while (performance.now() < moment) await new Promise((done) => setImmediate(done));
}
