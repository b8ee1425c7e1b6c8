import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { spreadStamps, stampsOf } from "../../../../src/adapters/traffic/stamps.ts";
import { written } from "../../../support/written-file.ts";

const stamped = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 })
  .map((steps) => Float64Array.from(steps.map((step) => 3 * step)).sort());

describe("requests of one stamp", () => {
  it("are spread over it in their order, the first where it was, none at or beyond the next stamp", () => {
    fc.assert(
      fc.property(stamped, (arrivals) => {
        const spread = spreadStamps(arrivals, 3);
        expect([...spread].map((at) => 3 * Math.floor(at / 3))).toEqual([...arrivals]);
        expect(spread).toEqual(spread.slice().sort());
        expect(new Set(spread).size).toBe(arrivals.length);
        expect(spread[0]).toBe(arrivals[0]);
      }),
    );
  });

  it("are evenly apart, also up to a stamp that comes early", () => {
    expect(spreadStamps(Float64Array.of(0, 0, 0, 3, 4, 4), 3)).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5.5));
    expect(spreadStamps(Float64Array.of(0, 0, 2, 5), 3)).toEqual(Float64Array.of(0, 1, 2, 5));
  });
});

const seconds = (step: number, each: number): Float64Array =>
  Float64Array.from({ length: 300 }, (_, i) => step * Math.floor(i / each));

describe("a coarse stamp", () => {
  it("is what the layout says, if any requests share one", () => {
    expect(stampsOf(Float64Array.of(0, 0, 3), 3)?.seconds).toBe(3);
    expect(stampsOf(Float64Array.of(0, 1, 3), 3)).toBeNull();
  });

  it("is a whole second where many share one, and nothing else is told by so much as one fraction", () => {
    expect(stampsOf(seconds(1, 5), null)).toMatchObject({ seconds: 1, note: expect.stringContaining("whole seconds") });
    expect(stampsOf(seconds(1, 1), null)).toBeNull();
    expect(
      stampsOf(
        seconds(1, 5).map((at, i) => (i === 299 ? at + 0.5 : at)),
        null,
      ),
    ).toBeNull();
    expect(stampsOf(seconds(1, 5).slice(0, 99), null)).toBeNull();
  });

  it("of a minute is named, but may be a timer's burst and is kept", () => {
    const found = stampsOf(seconds(60, 50), null);
    expect(found?.seconds).toBe(1);
    expect(found?.note).toContain("multiples of 60 s: bursts at those instants were kept");
  });

  it("is spread in a history, which says so, and left in requests to simulate", async () => {
    const rows = [...seconds(1, 5)].map((at) => `${at},10,1`);
    const path = written("a.csv", ["arrival_s,input_tokens,output_tokens", ...rows].join("\n"));
    const history = await trafficFiles.readTraffic(path);
    expect([...history.workload.arrivals.slice(0, 6)]).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(history.notes).toEqual([expect.stringContaining("spread evenly")]);
    expect((await trafficFiles.readRequests(path)).workload.arrivals).toEqual(seconds(1, 5));
  });
});
