import { describe, expect, it } from "vitest";
import { levelChanges } from "../../../../planner/traffic/forecast/changes.ts";
import { rateSeries } from "../../../support/rate-series.ts";

const noisy = (seed: number) => rateSeries({ days: 28, period: 24, seed, noise: 0.1, kind: "proportional" });
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

describe("changes of level", () => {
  it("are found on their day, with their size", () => {
    for (const seed of SEEDS) {
      const stepped = noisy(seed).map((rate, i) => (i >= 15 * 24 ? 2 * rate : rate));
      const changes = levelChanges(stepped, 24);
      expect(changes).toHaveLength(1);
      expect(Math.abs((changes[0]?.window ?? 0) / 24 - 15)).toBeLessThanOrEqual(2);
      expect(changes[0]?.factor).toBeGreaterThan(1.6);
      expect(changes[0]?.factor).toBeLessThan(2.4);
    }
  });

  it("are not seen in weekends, nights and noise", () => {
    expect(SEEDS.flatMap((seed) => levelChanges(noisy(seed), 24))).toEqual([]);
  });

  it("need days", () => {
    expect(levelChanges(noisy(1), null)).toEqual([]);
    expect(levelChanges(noisy(1).subarray(0, 20), 24)).toEqual([]);
  });
});
