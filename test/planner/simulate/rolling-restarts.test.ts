import { describe, expect, it } from "vitest";
import type { Simulation } from "../../../planner/index.ts";
import { fleetOfSeconds as fleet } from "../../support/fleet-of-seconds.ts";

type Upkeep = NonNullable<Simulation["upkeep"]>;

const rolling = (restartEvery: number, ...faults: Upkeep["faults"]): Pick<Simulation, "upkeep"> => ({
  upkeep: { faults, restartEvery, restartStrategy: "rolling", secondsToOutOfMemory: null },
});
/** One request a second, each of a second. */
const steady = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => [from + i, 1] as const);

describe("a rolling restart", () => {
  it("makes another replacement where one is lost before it is ready", () => {
    // The first is made at 20 s and lost at 25 s; the second is ready at 35 s.
    const lost = rolling(20, { kind: "node-loss", at: 25, replica: 1 });
    const { disruptions, servedBy } = fleet(steady(0, 39), lost);
    expect(disruptions.restarts).toBe(1);
    expect([servedBy[33], servedBy[38]]).toEqual([0, 2]);
  });

  it("is no restart for a replica that is lost before its replacement is ready, and goes on with the next", () => {
    const lost = rolling(20, { kind: "node-loss", at: 25, replica: 0 });
    const { disruptions, replicas } = fleet(steady(0, 39), { ...lost, replicas: 2 });
    expect([disruptions.restarts, replicas.max]).toEqual([1, 3]);
  });

  it("comes again when its round is over, whatever was lost meanwhile", () => {
    const lost = rolling(40, { kind: "node-loss", at: 45, replica: 0 });
    // One of two at 55 s; both in the round of 80 s.
    expect(fleet(steady(0, 119), { ...lost, replicas: 2 }).disruptions.restarts).toBe(3);
  });

  it("passes over a replica that drains already", () => {
    const requests = [[0, 1] as const, [1, 70] as const, ...steady(46, 75)];
    const taken = rolling(40, { kind: "spot-interruption", at: 45, replica: 1, notice: 120 });
    const { disruptions, replicas } = fleet(requests, { ...taken, replicas: 2 });
    // The first is replaced at 50 s. The second finishes its answer while the one that the interruption brought serves.
    expect([disruptions.restarts, replicas.max]).toEqual([1, 4]);
  });
});
