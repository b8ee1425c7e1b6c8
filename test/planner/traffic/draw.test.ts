import { describe, expect, it } from "vitest";
import { drawStages, type PoissonStage, seconds } from "../../../planner/index.ts";

const stage = (changes: Partial<PoissonStage>): PoissonStage => ({
  rate: 10,
  end: { requests: 200_000 },
  inputTokens: { kind: "fixed", tokens: 7 },
  outputTokens: { kind: "spread", mean: 100, cv: 1 },
  ...changes,
});

describe("drawn requests", () => {
  it("come in pieces that follow one another, as many as asked for", () => {
    const pieces = [...drawStages([stage({}), stage({ end: { duration: seconds(60) } })], 1)];
    expect(pieces.length).toBeGreaterThan(3);
    const arrivals = pieces.flatMap((piece) => [...piece.arrivals]);
    expect(arrivals.every((time, i) => i === 0 || time >= (arrivals[i - 1] ?? 0))).toBe(true);
    expect(arrivals.length).toBeGreaterThan(200_400);
    expect(arrivals.length).toBeLessThan(200_800);
  });

  it("have lengths that a column of 32 bits can hold, however wide they are spread", () => {
    const wide = { kind: "spread", mean: 1e8, cv: 100 } as const;
    const [piece] = drawStages([stage({ end: { requests: 20_000 }, inputTokens: wide, outputTokens: wide })], 1);
    const lengths = [...(piece?.inputTokens ?? []), ...(piece?.outputTokens ?? [])];
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...lengths)).toBe(2 ** 31 - 1);
  });
});
