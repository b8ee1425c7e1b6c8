import { describe, expect, it } from "vitest";
import { type BesidesQuestion, besidesOf, cacheUsd, exactly } from "../../../planner/cost/besides.ts";
import { datasheet } from "../../../planner/domain/index.ts";
import { usDollarsPerHour } from "../../../planner/units/index.ts";

const fact = (value: number) => datasheet(value, "stated here", "2026-11-29");
const NOTHING = { controlPlane: null, extras: { disk: null, imageUsdPerGibMonth: null, egressUsdPerGib: null } };
const question = (changes: Partial<BesidesQuestion> = {}): BesidesQuestion => ({
  ...{ platform: NOTHING, machines: exactly(2), outputTokens: null, buildsImage: false },
  ...changes,
});
const usd = (changes: Partial<BesidesQuestion>) => besidesOf(question(changes)).map(({ monthlyUsd }) => monthlyUsd.p50);

describe("what is paid beside the machines", () => {
  it("is nothing where a platform has nothing of it", () => {
    expect(besidesOf(question())).toEqual([]);
  });

  it("is a control plane once, whatever runs", () => {
    const platform = { ...NOTHING, controlPlane: datasheet(usDollarsPerHour(0.1), "stated here", "2026-11-29") };
    for (const machines of [0, 2, 9]) {
      expect(usd({ platform, machines: exactly(machines) })).toEqual([expect.closeTo(73, 9)]);
    }
  });

  it("is disk below each machine, with the range of the machines", () => {
    const extras = { ...NOTHING.extras, disk: { gibibytes: fact(200), usdPerGibMonth: fact(0.08) } };
    const [line] = besidesOf(question({ platform: { ...NOTHING, extras }, machines: { p10: 1, p50: 2, p90: 3 } }));
    expect(line).toMatchObject({ monthlyUsd: { p10: 16, p50: 32, p90: 48 }, unitUsd: 0.08, per: "GiB and month" });
    expect(line).toMatchObject({ source: "stated here", date: "2026-11-29", basis: "datasheet" });
  });

  it("is a build cache above what GitHub includes: 50 GB are $2.80", () => {
    expect(cacheUsd(50)).toBeCloseTo(2.8, 12);
    expect(cacheUsd(10)).toBe(0);
    expect(cacheUsd(2)).toBe(0);
  });

  it("is traffic to the internet from a dollar on", () => {
    const extras = { ...NOTHING.extras, egressUsdPerGib: fact(0.09) };
    const platform = { ...NOTHING, extras };
    // 254.5 bytes a streamed token.
    const [line] = besidesOf(question({ platform, outputTokens: exactly(1e9) }));
    expect(line?.monthlyUsd.p50).toBeCloseTo((254.5e9 / 2 ** 30) * 0.09, 9);
    expect(usd({ platform, outputTokens: exactly(1e7) })).toEqual([]);
  });
});
