import pino from "pino";
import { expect, it } from "vitest";
import { openMetrics } from "../../../src/app/metrics.ts";
import { type PerformDesk, working } from "../../../src/app/perform.ts";
import type { AppStore } from "../../../src/ports/app-store.ts";

const HOUR = 3_600_000;
const ATTEMPT = { id: null, number: 1, againInSeconds: null };

it("a sweep asks for deliveries as far back as the last one that asked, an hour more, three days at most", async () => {
  const asked: number[] = [];
  let time = 1000 * HOUR;
  let fails = false;
  const values = new Map<string, unknown>();
  const memory = {
    read: async (key: string) => values.get(key) ?? null,
    write: async (key: string, value: unknown) => void values.set(key, value),
  };
  const redeliverFailed = async (since: Date) => {
    asked.push(since.getTime() / HOUR);
    if (fails) throw new Error("GitHub is away");
    return 0;
  };
  const desk = {
    ...{
      github: { redeliverFailed },
      store: { memory },
      metrics: openMetrics({} as AppStore),
      log: pino({ level: "silent" }),
    },
    now: () => new Date(time),
  } as unknown as PerformDesk;
  const { perform } = working(desk, async () => ({ kind: "done" }));
  const sweepAt = async (hour: number): Promise<void> => {
    time = hour * HOUR;
    expect(await perform({ kind: "sweep" }, ATTEMPT)).toEqual({ kind: "done" });
  };
  await sweepAt(1000);
  await sweepAt(1001);
  fails = true;
  await sweepAt(1010);
  fails = false;
  await sweepAt(1020);
  await sweepAt(1200);
  expect(asked).toEqual([928, 999, 1000, 1000, 1128]);
  await perform({ kind: "review", repository: "acme/serving", number: 1 }, ATTEMPT);
  expect(asked).toHaveLength(5);
});
