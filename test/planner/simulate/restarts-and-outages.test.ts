import { describe, expect, it } from "vitest";
import type { Simulation } from "../../../planner/index.ts";
import { fleetOfSeconds as fleet, ONE_RETRY } from "../../support/fleet-of-seconds.ts";

const QUIET = { faults: [], restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const;
const upkeep = (changes: Partial<NonNullable<Simulation["upkeep"]>>) => ({ upkeep: { ...QUIET, ...changes } });

describe("what overlaps", () => {
  it("two outages of the device plugin end with the later end", () => {
    const faults = [
      { kind: "device-plugin-outage", at: 1, duration: 100 },
      { kind: "device-plugin-outage", at: 2, duration: 10 },
      { kind: "node-loss", at: 5, replica: 0 },
    ] as const;
    // No GPU before 101 s, and ten seconds to start.
    expect(fleet([[6, 1]], upkeep({ faults })).ends).toEqual([112]);
  });

  it("a round of restarts that is not over is not doubled", () => {
    const requests = Array.from({ length: 35 }, (_, i) => [i, 1] as const);
    // The round of 12 s replaces one at 22 s and one at 32 s; that of 24 s comes in between.
    const { disruptions, replicas } = fleet(requests, { ...upkeep({ restartEvery: 12 }), replicas: 2 });
    expect([disruptions.restarts, replicas.max]).toEqual([2, 3]);
  });
});

describe("a container that was well for ten minutes", () => {
  it("starts again at once, however often it was killed before", () => {
    const { ends } = fleet(
      [
        [0, 1],
        [705, 1],
        [1405, 1],
      ],
      upkeep({ secondsToOutOfMemory: 700 }),
    );
    expect(ends).toEqual([1, 706, 1409]);
  });
});

describe("waits between attempts", () => {
  it("are shortened by a random share, never lengthened", () => {
    const retries = { ...ONE_RETRY, jitter: 0.5 };
    const ends = [1, 2, 3, 4, 5].map((seed) => fleet([[0, 9]], { timeout: 3, retries, seed }).ends[0] ?? NaN);
    // The first attempt ends at 3 s, the second three seconds after it was sent, one to two seconds later.
    for (const end of ends) expect(end > 7 && end <= 8).toBe(true);
    expect(new Set(ends).size).toBe(5);
  });
});

describe("a container that is killed", () => {
  const leak = upkeep({ secondsToOutOfMemory: 30 });

  it("while its replica drains does not start again", () => {
    let decisions = 0;
    const decide = () => [1, 1, 1, 2][decisions++] ?? 2;
    const autoscaler = { interval: 10, decide };
    const requests = [
      [0, 1],
      [0, 60],
      [51, 1],
      [51, 1],
    ] as const;
    // Replica 1 drains from 10 s on. Both are killed at 30 s; number 2 is the first one's container, number 3 is made at 40 s.
    expect(fleet(requests, { ...leak, replicas: 2, autoscaler }).servedBy).toEqual([0, 1, 2, 3]);
  });

  it("keeps its GPU in an outage of the device plugin", () => {
    const faults = [{ kind: "device-plugin-outage", at: 20, duration: 100 }] as const;
    expect(fleet([[31, 1]], upkeep({ faults, secondsToOutOfMemory: 30 })).ends).toEqual([35]);
  });
});

describe("an outage of the device plugin", () => {
  /** Eight seconds to a node, one for the image, one to start; the first replica is lost at 5 s. */
  const phases = { startupSeconds: () => ({ node: 8, image: 1, process: 1 }) };
  const during = ([at, duration]: readonly [number, number]) =>
    upkeep({
      faults: [
        { kind: "device-plugin-outage", at, duration },
        { kind: "node-loss", at: 5, replica: 0 },
      ],
    });

  it.each([
    // The pod would be placed at 13 s.
    ["that begins and ends before holds nothing up", [6, 5], 16],
    ["that is there then makes it wait", [10, 20], 33],
    ["that was there when it was made makes it wait", [1, 20], 24],
    ["that begins later leaves it alone", [13.5, 20], 16],
  ] as const)("%s", (_, outage, end) => {
    expect(fleet([[6, 1]], { ...phases, ...during(outage) }).ends).toEqual([end]);
  });
});

describe("a node that is lost", () => {
  const lostAt = (at: number) => upkeep({ faults: [{ kind: "node-loss", at, replica: 0 }] });

  it("cuts off nobody who has hung up already", () => {
    const requests = [
      [0, 9],
      [2.6, 1],
    ] as const;
    // The first hangs up at 2.5 s, but the step that computes for it lasts until 3 s.
    expect(fleet(requests, { ...lostAt(2.7), timeout: 2.5 }).disruptions.requestsCutOff).toBe(1);
  });

  it("held blocks and was busy until then", () => {
    const { kv, busyShare } = fleet([[0, 9]], lostAt(3.5));
    expect(kv.meanUse * kv.blocks).toBeCloseTo(1, 12);
    expect(busyShare).toBe(1);
  });
});

describe("while a simulation warms up", () => {
  it("nothing that befalls replicas and no attempt is counted", () => {
    const faults = [
      { kind: "node-loss", at: 5, replica: 0 },
      { kind: "node-loss", at: 35, replica: 1 },
    ] as const;
    const requests = [
      [4, 9],
      [34, 9],
    ] as const;
    const from = (measureFrom: number) => fleet(requests, { ...upkeep({ faults }), retries: ONE_RETRY, measureFrom });
    const counts = ({ retries, disruptions }: ReturnType<typeof from>) => [
      ...[retries, disruptions.nodesLost, disruptions.requestsCutOff],
    ];
    expect([counts(from(0)), counts(from(20)), counts(from(40))]).toEqual([
      [2, 2, 2],
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });
});

describe("a simulation that lasts until a given time", () => {
  it("goes on without requests: replicas are paid for, restarted and let go", () => {
    const decide = (_: unknown, current: number, now: number) => (now > 50 ? 1 : current);
    const silent = fleet([], { lastsUntil: 100, replicas: 2, autoscaler: { interval: 10, decide } });
    expect(silent.simulatedSeconds).toBe(100);
    expect(silent.replicas).toEqual({ seconds: 160, min: 1, mean: 1.6, max: 2 });
    const restarted = fleet([[1, 1]], {
      ...upkeep({ restartEvery: 30, restartStrategy: "recreate" }),
      lastsUntil: 100,
    });
    expect(restarted.disruptions.restarts).toBe(3);
  });

  it("ends later where its last request does", () => {
    expect(fleet([[90, 20]], { lastsUntil: 100 }).simulatedSeconds).toBe(110);
  });
});
