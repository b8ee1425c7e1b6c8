import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RequestColumns, StreamedSimulation, type Workload } from "../../planner/index.ts";
import { RowBuffer } from "../../planner/simulate/row-buffer.ts";
import { Samples } from "../../planner/simulate/samples.ts";
import { simulated, troubledFleets } from "../support/simulation-cases.ts";

/** Cuts a workload into pieces at the given places. */
function pieces(workload: Workload, cuts: readonly number[]): Workload[] {
  const total = workload.arrivals.length;
  const ends = [...new Set([...cuts.map((cut) => cut % (total + 1)), total])].sort((a, b) => a - b);
  return ends.map((end, i) => {
    const from = ends[i - 1] ?? 0;
    return {
      arrivals: workload.arrivals.slice(from, end),
      inputTokens: workload.inputTokens.slice(from, end),
      outputTokens: workload.outputTokens.slice(from, end),
      prefixIds: workload.prefixIds?.slice(from, end) ?? null,
      prefixTokens: workload.prefixTokens?.slice(from, end) ?? null,
    };
  });
}

const rowsOf = (columns: RequestColumns, names: readonly (keyof RequestColumns)[]): number[][] =>
  [...columns.arrivals.keys()].map((i) => names.map((name) => columns[name][i] ?? NaN));

describe("a simulation fed piece by piece", () => {
  it("gives the same answer and the same rows as one that has everything at once", () => {
    fc.assert(
      fc.property(troubledFleets, fc.array(fc.nat(40), { maxLength: 6 }), ({ build }, cuts) => {
        const whole = build();
        fc.pre(whole.load.kind === "open");
        const { columns, result } = simulated(whole);
        const names = Object.keys(columns) as (keyof RequestColumns)[];
        const stream = new StreamedSimulation(build());
        const rows: number[][] = [];
        const take = () => {
          const taken = stream.takeRows();
          if (taken !== null) rows.push(...rowsOf(taken, names));
        };
        if (whole.load.kind !== "open") return;
        for (const piece of pieces(whole.load.workload, cuts)) {
          stream.feed(piece);
          take();
        }
        const streamed = stream.finish();
        take();
        expect(rows).toEqual(rowsOf(columns, names));
        expect(streamed).toEqual(result);
      }),
      { numRuns: 1200, seed: 3 },
    );
  });
});

describe("rows that wait for those before them", () => {
  it("come out once each, in order, whatever the order they came in", () => {
    const row = {
      arrival: 0,
      scheduled: 0,
      firstToken: 0,
      finish: 0,
      replica: 0,
      preemptions: 0,
      status: "completed",
    } as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(60).keys()], { minLength: 60 }), fc.nat(9), (order, every) => {
        const buffer = new RowBuffer(1);
        const seen: number[] = [];
        order.forEach((index, i) => {
          buffer.set(index, { ...row, arrival: index });
          if (i % (every + 1) === 0) seen.push(...buffer.takeWhole().arrivals);
        });
        seen.push(...buffer.takeWhole().arrivals);
        expect(seen).toEqual([...Array(60).keys()]);
      }),
    );
  });
});

describe("samples too many to keep", () => {
  it("become a sketch within 0.05 % of the exact percentiles", () => {
    const value = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        const [exact, sketch] = [new Samples(Infinity), new Samples(0)];
        for (const sample of values) {
          exact.add(sample);
          sketch.add(sample);
        }
        expect([exact.isExact, sketch.isExact]).toEqual([true, false]);
        const sorted = values.toSorted((a, b) => a - b);
        const median = sketch.summary().p50 ?? NaN;
        // Between two samples both interpolate; each end is within the bound of its own.
        const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
        const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN;
        expect(median).toBeGreaterThanOrEqual(low * 0.9995);
        expect(median).toBeLessThanOrEqual(high * 1.0005);
        expect((sketch.summary().mean ?? NaN) / (exact.summary().mean ?? NaN)).toBeCloseTo(1, 9);
      }),
    );
  });
});
