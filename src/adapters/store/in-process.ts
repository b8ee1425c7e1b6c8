import { randomBytes } from "node:crypto";
import type { Reports } from "../../ports/reports.ts";
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
