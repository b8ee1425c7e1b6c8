import type { Attempt } from "../../src/ports/app-store.ts";
import type { AppWorld } from "../../src/ports/app-world.ts";
import type { ArgoCd } from "../../src/ports/argocd.ts";
import type { Memory, Work } from "../../src/ports/work-queue.ts";
import { performWork } from "../../src/tasks/app/perform-work.ts";
import { realWorld } from "../../src/world.ts";
import { type FakeCodeHost, REPOSITORY } from "./code-host.ts";
import { fakeGitOps } from "./gitops.ts";

/** What the App stands on, in this process; `work` is what waits. */
export interface FakeApp extends AppWorld {
  readonly values: Map<string, string>;
  readonly work: Work[];
  readonly pages: string[];
  /** Milliseconds since 1970; tests move it. */
  time: number;
  argocd: ArgoCd | null;
  accounts: AppWorld["accounts"];
  publicUrl: string | null;
  /** Performs one piece. */
  perform(work: Work, attempt?: Attempt): ReturnType<typeof performWork>;
  /** Performs what waits until nothing does; advice only where it is wanted, for it takes seconds. */
  settle(kinds?: readonly Work["kind"][]): Promise<void>;
}

/** Forecasts by content, for all tests of a file: the same question is forecast once. */
const FORECASTS = new Map<string, string>();

function fakeMemory(values: Map<string, string>, forecasts: Map<string, string>): Memory {
  const of = (key: string) => (key.startsWith("forecast/") ? forecasts : values);
  const read = async <Value>(key: string): Promise<Value | null> => {
    const text = values.get(key) ?? of(key).get(key);
    return text === undefined ? null : JSON.parse(text);
  };
  return {
    read,
    write: async (key, value) => {
      values.set(key, JSON.stringify(value));
      of(key).set(key, JSON.stringify(value));
    },
    replace: async (key, expected, value) => {
      if (JSON.stringify(await read(key)) !== JSON.stringify(expected)) return false;
      values.set(key, JSON.stringify(value));
      return true;
    },
    readAll: async <Value>(keys: readonly string[]) => {
      const found = await Promise.all(keys.map(async (key) => [key, await read<Value>(key)] as const));
      return new Map(found.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
    },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    remove: async (key) => {
      values.delete(key);
    },
  };
}

/** Of nine attempts, as the queue makes them. */
export const attemptAt = (number: number): Attempt => ({
  ...{ id: "9b2f6e1c", number },
  againInSeconds: number === 9 ? null : Math.min(300, 2 * 2 ** number),
});

/** 2026-11-25, noon. */
export const NOON = Date.UTC(2026, 10, 25, 12);

export function fakeApp(host: FakeCodeHost, forecasts = FORECASTS): FakeApp {
  const values = new Map<string, string>();
  const work: Work[] = [];
  const pages: string[] = [];
  const gitops = fakeGitOps();
  const app: FakeApp = {
    ...{ values, work, pages, time: NOON, argocd: null, planner: null, publicUrl: null, accounts: null },
    memory: fakeMemory(values, forecasts),
    world: { ...realWorld(), clock: { now: () => new Date(app.time) } },
    hosts: { repository: async (name) => (name === REPOSITORY ? host : null), repositories: async () => [REPOSITORY] },
    queue: {
      add: async (wanted) => {
        for (const one of wanted) {
          if (!work.some((waiting) => JSON.stringify(waiting) === JSON.stringify(one))) work.push(one);
        }
      },
    },
    reports: {
      put: async (html) => String(pages.push(html)).padStart(32, "0"),
      get: async (id) => pages[Number(id) - 1] ?? null,
    },
    gitops: async () => gitops,
    perform: (one, attempt = attemptAt(1)) => performWork(one, app, attempt),
    settle: async (kinds = ["review", "forecast", "head", "deploy"]) => {
      for (let one = work.shift(); one !== undefined; one = work.shift()) {
        if (kinds.includes(one.kind)) await performWork(one, app, attemptAt(1));
      }
    },
  };
  return app;
}
