/** How fast one process may ask one GitHub, over all of its work. */
export interface Pace {
  /** Waits for a turn, then asks. Writes go one after the other, and no faster than GitHub lets content grow. */
  turn<Answer>(kind: "read" | "write", ask: () => Promise<Answer>): Promise<Answer>;
  /** Waits before asking again. False: that would take too long, let the queue come back to it. */
  rest(after: { readonly kind: string; readonly afterSeconds?: number }, attempt: number): Promise<boolean>;
}

export interface PaceSettings {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** GitHub takes 100 requests at once. */
const MOST_AT_ONCE = 50;
/** About 80 pieces of content a minute, with some in hand for a sudden need. */
const WRITES_PER_SECOND = 1.25;
const WRITES_IN_HAND = 60;
/** Beyond this the queue is the better place to wait in. */
const LONGEST_REST_SECONDS = 90;

export function openPace({ now, wait }: PaceSettings): Pace {
  let running = 0;
  const waiting: (() => void)[] = [];
  let lastWrite: Promise<unknown> = Promise.resolve();
  let inHand = WRITES_IN_HAND;
  let countedAt = now();
  let pausedUntil = 0;

  const within = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (running >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await ask();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
  const paid = async (): Promise<void> => {
    inHand = Math.min(WRITES_IN_HAND, inHand + ((now() - countedAt) / 1000) * WRITES_PER_SECOND);
    countedAt = now();
    if (inHand < 1) await wait(((1 - inHand) / WRITES_PER_SECOND) * 1000);
    inHand -= 1;
  };
  return {
    turn: async (kind, ask) => {
      // A limit that struck one request holds for all.
      if (pausedUntil > now()) await wait(pausedUntil - now());
      if (kind === "read") return within(ask);
      const mine = lastWrite.then(paid).then(() => within(ask));
      lastWrite = mine.catch(() => undefined);
      return mine;
    },
    rest: async ({ kind, afterSeconds = 0 }, attempt) => {
      const seconds = kind === "limited" ? afterSeconds : 0.5 * 2 ** attempt;
      if (kind === "limited")
        pausedUntil = Math.max(pausedUntil, now() + Math.min(seconds, LONGEST_REST_SECONDS) * 1000);
      if (seconds > LONGEST_REST_SECONDS) return false;
      await wait(seconds * 1000);
      return true;
    },
  };
}
