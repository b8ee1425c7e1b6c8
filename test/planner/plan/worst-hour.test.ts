import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseOf } from "../../../planner/plan/worst-hour.ts";

const FROM = 1200;
const SECONDS = 3600;

/** One request: when it came, how long it waited (null: it was never taken), how long its answer took. */
interface Told {
  readonly arrival: number;
  readonly wait: number | null;
  readonly answer: number;
}

function course(
  requests: readonly Told[],
  lives: readonly (readonly [created: number, ready: number, gone: number])[],
) {
  const column = (value: (one: Told) => number) => Float64Array.from(requests.map(value));
  const none = { firstToken: new Float64Array(), replica: new Int32Array(), preemptions: new Int32Array() };
  const columns = {
    ...none,
    arrivals: column(({ arrival }) => arrival),
    scheduled: column(({ arrival, wait }) => (wait === null ? Number.NaN : arrival + wait)),
    finish: column(({ arrival, wait, answer }) => arrival + (wait ?? 0) + answer),
    status: new Uint8Array(),
  };
  const life = {
    steps: 0,
    blockSeconds: 0,
    maxBlocks: 0,
    busySeconds: 0,
    computedUntil: 0,
    askedTokens: 0,
    hitTokens: 0,
  };
  const told = lives.map(([createdAt, readyAt, goneAt]) => ({ ...life, createdAt, readyAt, goneAt }));
  return courseOf({ columns, lives: told }, { label: "busiest hour", from: FROM, seconds: SECONDS });
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe("the course of an hour", () => {
  it("adds up to every request's time inside it, whatever slice it falls into", () => {
    const request = fc.record({
      arrival: fc.double({ min: 0, max: 6000, noNaN: true }),
      wait: fc.option(fc.double({ min: 0, max: 900, noNaN: true })),
      answer: fc.double({ min: 0, max: 900, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const { slices, sliceSeconds } = course(requests, []);
        const inside = (from: number, to: number) => Math.max(0, Math.min(to, FROM + SECONDS) - Math.max(from, FROM));
        const waited = requests.map(({ arrival, wait, answer }) => inside(arrival, arrival + (wait ?? answer)));
        const ran = requests.map(({ arrival, wait, answer }) =>
          wait === null ? 0 : inside(arrival + wait, arrival + wait + answer),
        );
        expect(total(slices.map(({ waiting }) => waiting * sliceSeconds))).toBeCloseTo(total(waited), 6);
        expect(total(slices.map(({ running }) => running * sliceSeconds))).toBeCloseTo(total(ran), 6);
        const came = requests.filter(({ arrival }) => arrival >= FROM && arrival < FROM + SECONDS).length;
        expect(total(slices.map(({ requestsPerSecond }) => requestsPerSecond * sliceSeconds))).toBeCloseTo(came, 6);
      }),
    );
  });

  it("has a replica from its creation on among those that are paid for, and among those that answer once it is ready", () => {
    const { slices } = course(
      [],
      [
        [0, 0, Number.POSITIVE_INFINITY],
        [FROM + 60, FROM + 360, FROM + 1800],
      ],
    );
    expect(slices.map(({ replicas }) => replicas)).toEqual(
      Array.from({ length: 60 }, (_, m) => (m >= 1 && m < 30 ? 2 : 1)),
    );
    expect(slices.map(({ ready }) => ready)).toEqual(Array.from({ length: 60 }, (_, m) => (m >= 6 && m < 30 ? 2 : 1)));
  });
});
