import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stream, type TrafficHistory } from "../../planner/domain/index.ts";
import { burstinessOf } from "../../planner/traffic/burstiness.ts";
import { timesBetween } from "../../planner/traffic/renewal.ts";
import { replay } from "../../planner/traffic/replay.ts";
import { HOUR } from "../../planner/units/index.ts";
import { trafficFiles } from "../../src/adapters/traffic/read-traffic.ts";
import { sharedFolder, titled } from "../support/shared.ts";
import { written } from "../support/written-file.ts";

const traces = sharedFolder("data/traces");

/** Burstiness of a log and of its replays at some multiples of its own rate. */
function replayed(history: TrafficHistory, factors: readonly number[]) {
  const own = burstinessOf(history) ?? Number.NaN;
  const rate = history.workload.arrivals.length / history.duration;
  const scaled = factors.map((factor) => {
    const workload = replay({
      ...{ history, from: 0, seconds: history.duration, rate: factor * rate, burstiness: own },
      random: stream(1, "replay"),
    });
    return burstinessOf({ ...history, workload }) ?? Number.NaN;
  });
  return { own, scaled };
}

/** Half, the same and twice the traffic keep the coefficient of variation to within this share. */
const TOLERANCE = 0.1;

describe.skipIf(traces === null)(titled("published traces", traces), () => {
  it("of Azure's conversations arrive nearly at random, at half and twice the rate too", async () => {
    const history = await trafficFiles.readTraffic(join(traces ?? "", "azure-llm-2023/conv.csv"));
    const { own, scaled } = replayed(history, [0.5, 1, 2]);
    expect(own).toBeGreaterThan(1);
    expect(own).toBeLessThan(1.1);
    for (const cv of scaled) expect(Math.abs(cv / own - 1)).toBeLessThan(TOLERANCE);
  });

  it("of Kimi's conversations, stamped every three seconds, are measured over several stamps", async () => {
    const history = await trafficFiles.readTraffic(join(traces ?? "", "mooncake/conversation_trace.jsonl"));
    expect(history.stampSeconds).toBe(3);
    // Single times would say 0.36: they were spread evenly.
    const cv = burstinessOf(history);
    expect(cv === null || Math.abs(cv - 1) < 0.25).toBe(true);
  });
});

/** A log as BurstGPT is laid out, in whole seconds, with gamma-distributed times between requests. */
function burstGpt(cv: number, rate: number): string {
  const { first, next } = timesBetween(cv, stream(1, `${cv} ${rate}`));
  const rows: string[] = [];
  for (let at = first() / rate; at < 4 * HOUR; at += next() / rate) {
    rows.push(`${Math.floor(at)},ChatGPT,472,18,490,Conversation log`);
  }
  return written(
    "log.csv",
    `Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n${rows.join("\n")}\n`,
  );
}

describe("a log in BurstGPT's layout", () => {
  it.each([
    [1.8, 0.5],
    [1.8, 5],
    [2.5, 0.5],
    [2.5, 5],
    [4, 5],
  ])("of variation %d at %d requests a second keeps it at half and at twice the rate", async (cv, rate) => {
    const history = await trafficFiles.readTraffic(burstGpt(cv, rate));
    expect(history.stampSeconds).toBe(1);
    const { own, scaled } = replayed(history, [0.5, 1, 2]);
    expect(Math.abs(own / cv - 1)).toBeLessThan(0.12);
    for (const replayedCv of scaled) expect(Math.abs(replayedCv / own - 1)).toBeLessThan(0.15);
  });
});
