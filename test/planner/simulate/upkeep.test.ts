import { describe, expect, it } from "vitest";
import type { Simulation } from "../../../planner/index.ts";
import { fleetOfSeconds as fleet, ONE_RETRY } from "../../support/fleet-of-seconds.ts";

const QUIET = { faults: [], restartEvery: null, restartStrategy: "rolling", secondsToOutOfMemory: null } as const;
type Upkeep = NonNullable<Simulation["upkeep"]>;

const upkeep = (changes: Partial<Upkeep>): Pick<Simulation, "upkeep"> => ({ upkeep: { ...QUIET, ...changes } });
const [COMPLETED, REJECTED, , UNFINISHED] = [0, 1, 2, 3];

describe("node loss", () => {
  const lost = upkeep({ faults: [{ kind: "node-loss", at: 3, replica: 0 }] });

  it("cuts answers off and starts another replica on a new node", () => {
    const { ends, status, servedBy, disruptions } = fleet([...[[0, 9] as const], [5, 2]], lost);
    expect([ends, status, servedBy]).toEqual([
      [3, 15],
      [REJECTED, COMPLETED],
      [0, 1],
    ]);
    expect(disruptions).toMatchObject({ nodesLost: 1, requestsCutOff: 1 });
  });

  it("is over for a client that tries again", () => {
    const { ends, status, retries, requests } = fleet([[0, 9]], { ...lost, retries: ONE_RETRY });
    expect([ends, status, retries]).toEqual([[22], [COMPLETED], 1]);
    expect(requests).toMatchObject({ arrived: 1, completed: 1 });
  });

  it("counts a step that ends at the same instant", () => {
    expect(fleet([[0, 3]], lost).status).toEqual([COMPLETED]);
  });

  it("hits nobody where the replica is gone already, and somebody where none is named", () => {
    const twice = upkeep({
      faults: [
        { kind: "node-loss", at: 1, replica: 0 },
        { kind: "node-loss", at: 2, replica: 0 },
        { kind: "node-loss", at: 3, replica: null },
      ],
    });
    expect(
      fleet(
        [
          [0, 9],
          [40, 1],
        ],
        twice,
      ).disruptions.nodesLost,
    ).toBe(2);
  });
});

describe("spot interruption", () => {
  const taken = (notice: number) => upkeep({ faults: [{ kind: "spot-interruption", at: 2, replica: 0, notice }] });

  it("lets a replica finish what it can within the notice", () => {
    const { ends, status, disruptions } = fleet(
      [
        [0, 9],
        [3, 1],
      ],
      taken(20),
    );
    expect([ends, status]).toEqual([
      [9, 13],
      [COMPLETED, COMPLETED],
    ]);
    expect(disruptions).toMatchObject({ spotInterruptions: 1, requestsCutOff: 0 });
  });

  it("cuts off what takes longer", () => {
    expect(
      fleet(
        [
          [0, 9],
          [3, 1],
        ],
        taken(4),
      ),
    ).toMatchObject({ ends: [6, 13], status: [REJECTED, COMPLETED] });
  });
});

describe("a device plugin that advertises no GPUs", () => {
  it("holds new pods back and lets the others run", () => {
    const faults = [
      { kind: "device-plugin-outage", at: 1, duration: 100 },
      { kind: "node-loss", at: 5, replica: 1 },
    ] as const;
    const { ends, servedBy } = fleet(
      [
        [0, 3],
        [0, 9],
        [6, 1],
        [120, 1],
        [120, 1],
      ],
      {
        ...upkeep({ faults }),
        ...{ replicas: 2, retries: ONE_RETRY },
      },
    );
    // What was on replica 1 goes to replica 0, where it starts anew; the replacement is ready at 101 + 10 s.
    expect([ends, servedBy]).toEqual([
      [3, 16, 7, 121, 121],
      [0, 0, 0, 0, 2],
    ]);
  });
});

describe("restarts", () => {
  const every = (restartStrategy: "rolling" | "recreate") => upkeep({ restartEvery: 20, restartStrategy });
  const steady = Array.from({ length: 28 }, (_, i) => [i, 1] as const);

  it("one after another never leave clients without a replica", () => {
    const { e2e, disruptions, servedBy } = fleet(steady, { ...every("rolling"), replicas: 2 });
    expect(e2e.p99).toBe(1);
    expect(disruptions).toMatchObject({ restarts: 0, requestsCutOff: 0 });
    expect(new Set(servedBy)).toEqual(new Set([0, 1]));
    const longer = fleet([...steady, [41, 1], [42, 1]], { ...every("rolling"), replicas: 2 });
    expect(longer.disruptions.restarts).toBe(2);
    expect(longer.e2e.p99).toBe(1);
  });

  it("all at once leave them alone until the last has gone and the first is back", () => {
    const { ends, servedBy } = fleet(
      [
        [18, 5],
        [19, 1],
        [21, 1],
      ],
      { ...every("recreate"), replicas: 2 },
    );
    // The first answer drains until 23 s; everybody is back 4 s later.
    expect([ends, servedBy]).toEqual([
      [23, 20, 28],
      [0, 1, 2],
    ]);
  });

  it("do not wait longer than the grace period", () => {
    const { ends, status } = fleet(
      [
        [18, 50],
        [21, 1],
      ],
      { ...every("recreate"), gracePeriod: 3 },
    );
    expect([ends, status]).toEqual([
      [23, 28],
      [REJECTED, COMPLETED],
    ]);
  });
});

describe("a memory leak", () => {
  const leak = upkeep({ secondsToOutOfMemory: 100 });

  it("ends in a kill by the kernel; the container starts again on its node", () => {
    const { ends, status, disruptions } = fleet(
      [
        [98, 9],
        [101, 1],
      ],
      leak,
    );
    expect([ends, status]).toEqual([
      [100, 105],
      [REJECTED, COMPLETED],
    ]);
    expect(disruptions).toMatchObject({ outOfMemoryKills: 1, requestsCutOff: 1 });
  });

  it("backs off 10 s, 20 s, ... when it happens again within ten minutes", () => {
    // Ready at 0, 104 and 218; killed at 100, 204 and 318. The third start waits 10 s, the fourth 20 s.
    const { ends } = fleet(
      [
        [99.5, 1],
        [205, 1],
        [319, 1],
      ],
      { ...leak, retries: ONE_RETRY },
    );
    expect(ends[1]).toBe(219);
    expect(ends[2]).toBe(318 + 20 + 4 + 1);
  });
});

describe("a simulation that can go no further", () => {
  it("ends after a week without anybody to serve, and says so", () => {
    const never = { interval: 60, decide: () => 0 };
    const { status, stalled } = fleet([[5, 1]], { replicas: 0, autoscaler: never });
    expect(status).toEqual([UNFINISHED]);
    expect(stalled).toBe("for more than 8 days 1 requests waited and no replica took one");
  });

  it("has lasted until the last request came, whether anybody served it or not", () => {
    const unfinished = fleet(
      [
        [5, 1],
        [50, 1],
      ],
      { replicas: 0 },
    );
    expect([unfinished.simulatedSeconds, unfinished.throughput.requestsPerSecond]).toEqual([50, 0]);
  });

  it("ends at once where nothing is ever to happen", () => {
    expect(fleet([[5, 1]], { replicas: 0 })).toMatchObject({ status: [UNFINISHED], stalled: expect.any(String) });
  });
});

describe("restarts and other troubles at once", () => {
  it("all at once: who lost its node starts on a new one", () => {
    const faults = [{ kind: "node-loss", at: 22, replica: 0 }] as const;
    const { ends } = fleet(
      [
        [18, 30],
        [25, 1],
      ],
      {
        ...upkeep({ faults, restartEvery: 20, restartStrategy: "recreate" }),
      },
    );
    expect(ends).toEqual([22, 33]);
  });

  it("one after another: a replacement that is under way stands for the one that is interrupted", () => {
    const faults = [{ kind: "spot-interruption", at: 25, replica: 0, notice: 120 }] as const;
    const requests = Array.from({ length: 100 }, (_, i) => [i, 2] as const);
    const { replicas, disruptions } = fleet(requests, upkeep({ faults, restartEvery: 60 }));
    expect(replicas.max).toBe(2);
    expect(disruptions.requestsCutOff).toBe(0);
  });
});
