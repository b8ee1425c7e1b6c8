import { describe, expect, it } from "vitest";
import { bill, G5_2XLARGE, G5_12XLARGE, MONTH, on } from "./bills.ts";

describe("capacity that moves in price", () => {
  const two = [{ weight: 1, replicas: 2 }];
  const cost = (capacity: "spot" | "reserved", instance = "g5.2xlarge") => {
    const usual = on(instance);
    return bill({ ...usual, platform: { ...usual.platform, capacity } }, two).monthlyUsd;
  };

  it("on spot goes from the lowest price to the highest, around the one that was seen, and never above on demand", () => {
    // Four replicas would share a g5.12xlarge; a g5.48xlarge was seen at 9.0827 on spot.
    expect(cost("spot", "g5.48xlarge")).toEqual({
      p10: expect.closeTo(MONTH * 9.0827 * 0.6, 6),
      p50: expect.closeTo(MONTH * 9.0827, 6),
      p90: expect.closeTo(MONTH * 9.0827 * 1.6, 6),
    });
    expect(cost("spot", "g5.12xlarge")?.p90).toBeCloseTo(MONTH * G5_12XLARGE, 6);
    expect(cost("spot")).toBeNull();
  });

  it("reserved lies between the terms that are offered, the middle of them most likely", () => {
    expect(cost("reserved")).toEqual({
      p10: expect.closeTo(1769.52 * 0.43, 6),
      p50: expect.closeTo(1769.52 * 0.58, 6),
      p90: expect.closeTo(1769.52 * 0.73, 6),
    });
  });
});

describe("a commitment under an autoscaler", () => {
  const reserved = (minReplicas: number, instance = "g5.2xlarge") => {
    const usual = on(instance, {
      scaling: { mode: "keda", minReplicas, maxReplicas: 6, headroom: 0, target: null, schedule: [] },
    });
    return { ...usual, platform: { ...usual.platform, capacity: "reserved" as const } };
  };
  const halves = (low: number, high: number) => [
    { weight: 0.5, replicas: low },
    { weight: 0.5, replicas: high },
  ];

  it("is paid all month, and what runs above it is paid on demand: by hand, to the cent", () => {
    // 2 x 730 h x $1.212 x 58 % = $1,026.32; 3 more for half of the month are 1,095 h x $1.212 = $1,327.14.
    const { monthlyUsd, parts, besides } = bill(reserved(2), halves(2, 5));
    expect(monthlyUsd?.p50).toBeCloseTo(1026.32 + 1327.14, 2);
    expect(monthlyUsd?.p10).toBeCloseTo(1769.52 * 0.43 + 1327.14, 2);
    expect(monthlyUsd?.p90).toBeCloseTo(1769.52 * 0.73 + 1327.14, 2);
    expect(parts.map(({ text }) => text)).toEqual([
      "2 x g5.2xlarge in us-east-1, reserved, all month",
      "1.5 x g5.2xlarge in us-east-1, on demand above what is reserved",
    ]);
    expect(besides.find(({ kind }) => kind === "disk")?.monthlyUsd.p50).toBeCloseTo(3.5 * 200 * 0.08, 6);
  });

  it("is paid where less than it runs: the larger of the two", () => {
    expect(bill(reserved(3), halves(1, 3)).monthlyUsd?.p50).toBeCloseTo(3 * MONTH * G5_2XLARGE * 0.58, 2);
  });

  it("is of whole nodes where several replicas share one", () => {
    const { monthlyUsd } = bill(reserved(1, "g5.12xlarge"), halves(1, 6));
    expect(monthlyUsd?.p50).toBeCloseTo(MONTH * G5_12XLARGE * (0.58 + 0.5), 2);
  });

  it("is of nothing for a fleet that may sleep: all of it is paid on demand", () => {
    expect(bill(reserved(0), halves(0, 2)).monthlyUsd?.p50).toBeCloseTo(MONTH * G5_2XLARGE, 6);
  });
});
