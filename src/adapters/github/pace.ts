import { GITHUB } from "../../mistakes/github.ts";
import { LimitedError } from "../../ports/failure.ts";
import type { Turns } from "../../ports/turns.ts";
import { answerOf } from "./answers.ts";

/** How fast one account may ask one GitHub, over all of its work. */
export interface Pace {
  /**
   * Waits for a turn, then asks. Writes of a process go one after the other, and those of all processes no faster than GitHub
   * lets content grow. A limit that strikes one request holds for all, in all processes. Throws where that would take too long.
   */
  turn<Answer>(kind: "read" | "write", ask: () => Promise<Answer>): Promise<Answer>;
  /** Waits before asking again. False: that would take too long, let the queue come back to it. */
  rest(after: { readonly kind: string; readonly afterSeconds?: number }, attempt: number): Promise<boolean>;
}

export interface PaceSettings {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly turns: Turns;
}

/** GitHub takes 100 requests at once. */
const MOST_AT_ONCE = 50;
/** Beyond this the queue is the better place to wait in. */
const LONGEST_REST_SECONDS = 90;
/** GitHub counts by the hour at most: whoever seems to ask for more has another clock. */
const LONGEST_PAUSE_SECONDS = 3_600;
/** So often a process that reads looks whether another one was told to pause. */
const LOOK_MS = 1_000;

/** The paces of all accounts that one process acts for. */
export function openPaces(settings: PaceSettings): (account: string) => Pace {
  const within = gate(MOST_AT_ONCE);
  const known = new Map<string, Pace>();
  return (account) => {
    const pace = known.get(account) ?? openPace(account, settings, within);
    known.set(account, pace);
    return pace;
  };
}

type Gate = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

function gate(most: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (ask) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await ask();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

function openPace(account: string, settings: PaceSettings, within: Gate): Pace {
  const { now, wait, turns } = settings;
  const pause = openPause(account, settings);
  let lastWrite: Promise<unknown> = Promise.resolve();

  const asked: Gate = async (ask) => {
    try {
      return await within(ask);
    } catch (error) {
      const answer = answerOf(error, now());
      if (answer.kind === "limited") await pause.begin(answer.afterSeconds);
      throw error;
    }
  };
  const booked = async (): Promise<void> => {
    const { waitMs, pausedMs } = await turns.book(account);
    pause.heed(pausedMs);
    if (waitMs > 0) await wait(waitMs);
  };
  return {
    turn: async (kind, ask) => {
      await pause.end();
      if (kind === "read") return asked(ask);
      const mine = lastWrite
        .then(booked)
        .then(pause.end)
        .then(() => asked(ask));
      lastWrite = mine.catch(() => undefined);
      return mine;
    },
    rest: async ({ kind, afterSeconds = 0 }, attempt) => {
      const seconds = kind === "limited" ? afterSeconds : 0.5 * 2 ** attempt;
      if (seconds > LONGEST_REST_SECONDS) return false;
      await wait(seconds * 1000);
      return true;
    },
  };
}

/** While GitHub wants to hear nothing. */
interface Pause {
  begin(seconds: number): Promise<void>;
  /** Somebody else was told so. */
  heed(milliseconds: number): void;
  /** Resolves when GitHub may be asked. */
  end(): Promise<void>;
}

function openPause(account: string, { now, wait, turns }: PaceSettings): Pause {
  let until = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const heed = (milliseconds: number): void => {
    until = Math.max(until, now() + Math.min(milliseconds, LONGEST_PAUSE_SECONDS * 1000));
  };
  // Nobody waits for the answer: a request that is too early is told so by GitHub itself.
  const look = (): void => {
    if (now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    turns.pausedMs(account).then(heed, ignore);
  };
  return {
    heed,
    begin: async (seconds) => {
      const milliseconds = Math.min(seconds, LONGEST_PAUSE_SECONDS) * 1000;
      heed(milliseconds);
      // What GitHub said counts, whether it can be told to the others or not.
      await turns.pause(account, milliseconds).catch(ignore);
    },
    end: async () => {
      look();
      const left = until - now();
      if (left <= 0) return;
      const seconds = Math.ceil(left / 1000);
      if (seconds > LONGEST_REST_SECONDS) throw new LimitedError("GitHub", GITHUB.stillLimited(seconds), seconds);
      await wait(left);
    },
  };
}

const ignore = (): void => undefined;
