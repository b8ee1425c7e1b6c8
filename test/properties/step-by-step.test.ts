import fc from "fast-check";
import { expect, it } from "vitest";
import { simulated, troubledFleets } from "../support/simulation-cases.ts";
import { stepByStep } from "../support/step-by-step.ts";

/** Between the ends of a run of decodes, KV use is taken for a straight line (see `step-run.ts`): its mean is near, not equal. */
const APPROXIMATE = ["kv"];

it("a fleet in closed form does what it does step by step: rows, counts, replicas, disruptions", () => {
  const seen = { scaled: 0, cutOff: 0, timedOut: 0 };
  fc.assert(
    fc.property(troubledFleets, (fleet) => {
      const fast = simulated(fleet.build());
      const slow = stepByStep(() => simulated(fleet.build()));
      isClose(fast.columns, slow.columns, "rows");
      for (const [name, value] of Object.entries(slow.result)) {
        if (APPROXIMATE.includes(name)) continue;
        isClose((fast.result as unknown as Record<string, unknown>)[name], value, name);
      }
      expect(Math.abs(fast.result.kv.maxUse - slow.result.kv.maxUse)).toBeLessThan(1e-9);
      expect(fast.result.kv.maxUse).toBeLessThanOrEqual(1);
      if (fast.result.replicas.max > fast.result.replicas.min) seen.scaled++;
      seen.cutOff += fast.result.disruptions.requestsCutOff;
      seen.timedOut += fast.result.requests.timedOut;
    }),
    { numRuns: 1500, seed: 11 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
}, 120_000);

/** Equal to rounding, numbers in lists in any order where they are samples. */
function isClose(fast: unknown, slow: unknown, path: string): void {
  if (typeof slow === "number") {
    if (Number.isNaN(slow) && Number.isNaN(fast)) return;
    const near = Math.abs(Number(fast) - slow) <= 1e-9 * Math.max(1, Math.abs(slow)) || fast === slow;
    if (!near) throw new Error(`${path}: ${String(fast)} in closed form, ${slow} step by step`);
    return;
  }
  if (typeof slow !== "object" || slow === null) {
    expect(fast, path).toBe(slow);
    return;
  }
  const ordered = (value: unknown) =>
    path.includes("samples") && ArrayBuffer.isView(value) ? Float64Array.from(value as Float64Array).sort() : value;
  const [one, other] = [ordered(fast), ordered(slow)] as Record<string, unknown>[];
  for (const key of Object.keys(other ?? {})) isClose(one?.[key], other?.[key], `${path}.${key}`);
}
