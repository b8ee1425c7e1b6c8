import fc from "fast-check";
import { expect, it } from "vitest";
import { trafficMermaid } from "../../../src/report/mermaid.ts";
import { traffic } from "../../support/deployment-fixture.ts";

const rate = fc.oneof(fc.double({ min: 0, max: 1e-6 }), fc.double({ min: 0, max: 1e9 }), fc.constant(Number.NaN));

it("draws at most fifteen points, without exponents, NaN or quotes in a title, whatever the traffic", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ p10: rate, p50: rate, p90: rate }), { maxLength: 400 }), (rates) => {
      const week = rates.map((one, hour) => ({ start: new Date(hour * 3_600_000).toISOString(), ...one }));
      const chart = trafficMermaid({ ...traffic, week });
      if (chart === "") return;
      const lines = [...chart.matchAll(/^ {2}line \[(.*)\]$/gm)].map(([, list = ""]) => list.split(", "));
      const labels = /x-axis \[(.*)\]/.exec(chart)?.[1]?.split(", ") ?? [];
      expect(lines).toHaveLength(2);
      for (const points of lines) {
        expect(points).toHaveLength(labels.length);
        expect(points.every((point) => /^\d+(\.\d+)?$/.test(point))).toBe(true);
      }
      expect(labels.length).toBeLessThanOrEqual(15);
      expect(chart).toMatch(/^```mermaid\nxychart-beta\n {2}title "[^"]*"\n/);
      expect(chart).not.toMatch(/NaN|Infinity|\de[+-]/);
    }),
  );
});

it("draws nothing from nothing", () => {
  expect(trafficMermaid({ ...traffic, week: [] })).toBe("");
  expect(trafficMermaid({ ...traffic, week: traffic.week.map((hour) => ({ ...hour, p10: 0, p50: 0, p90: 0 })) })).toBe(
    "",
  );
});
