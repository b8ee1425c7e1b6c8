import { randomBytes } from "node:crypto";
import type { Reports } from "../../ports/reports.ts";
import { type Turns, WRITES_A_MINUTE } from "../../ports/turns.ts";
import type { Memory, Work } from "../../ports/work-queue.ts";

/** What one run remembers, and forgets when it ends. */
export function processMemory(): Memory {
  const values = new Map<string, string>();
  const read = (key: string): unknown => JSON.parse(values.get(key) ?? "null");
  return {
    read: async <Value>(key: string) => read(key) as Value | null,
    write: async (key, value) => void values.set(key, JSON.stringify(value)),
    replace: async (key, expected, value) => {
      if (JSON.stringify(read(key)) !== JSON.stringify(expected)) return false;
      values.set(key, JSON.stringify(value));
      return true;
    },
    readAll: async <Value>(keys: readonly string[]) =>
      new Map(keys.filter((key) => values.has(key)).map((key) => [key, read(key) as Value])),
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    remove: async (key) => void values.delete(key),
  };
}

/** Pages that nobody hosts. */
export function processReports(): Reports {
  const pages = new Map<string, string>();
  return {
    put: async (html) => {
      const id = randomBytes(16).toString("hex");
      pages.set(id, html);
      return id;
    },
    get: async (id) => pages.get(id) ?? null,
  };
}

/** The pace of one process that shares its account with nobody. */
export function processTurns(now: () => number): Turns {
  const accounts = new Map<string, { readonly turns: number[]; pausedUntil: number }>();
  const of = (account: string) => {
    const known = accounts.get(account) ?? { turns: [], pausedUntil: 0 };
    accounts.set(account, known);
    return known;
  };
  const pausedMs = (account: string): number => Math.max(0, of(account).pausedUntil - now());
  return {
    book: async (account) => {
      const { turns } = of(account);
      const at = Math.max(now(), (turns.at(-WRITES_A_MINUTE) ?? Number.NEGATIVE_INFINITY) + 60_000);
      turns.splice(0, turns.length - WRITES_A_MINUTE + 1);
      turns.push(at);
      return { waitMs: at - now(), pausedMs: pausedMs(account) };
    },
    pause: async (account, milliseconds) => {
      of(account).pausedUntil = Math.max(of(account).pausedUntil, now() + milliseconds);
    },
    pausedMs: async (account) => pausedMs(account),
  };
}

/** Work of one run, each piece once at a time; taken in the order in which it came. */
export class ProcessQueue {
  readonly #waiting: Work[] = [];

  async add(work: readonly Work[]): Promise<void> {
    const known = new Set(this.#waiting.map((one) => JSON.stringify(one)));
    this.#waiting.push(...work.filter((one) => !known.has(JSON.stringify(one))));
  }

  take(): Work | undefined {
    return this.#waiting.shift();
  }
}
