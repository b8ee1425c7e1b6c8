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
