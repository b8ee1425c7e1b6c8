import { describe, expect, it } from "vitest";
import { type Advice, NO_QUOTA } from "../../../../planner/domain/index.ts";
import type { PlanRequest } from "../../../../planner/plan/request.ts";
import { advise } from "../../../../planner/plan/search/advise.ts";
import type { Space } from "../../../../planner/plan/search/arm.ts";
import { question } from "../question.ts";

const SPACE: Space = {
  ...{ quota: NO_QUOTA, weights: ["bf16"], minReplicas: 1 },
  ...{ sharesNodes: false, tunesEngine: true, tunesScaling: true },
};

function adviceWith(trials: number, changes: Partial<PlanRequest> = {}): Advice {
  const answer = advise(question(changes), SPACE, { trials, lines: 12, holding: 2 });
  if (answer.kind !== "advice") throw new Error(answer.kind);
  return answer.advice;
}

describe("a search", () => {
  it("that is ended by its trials says so, and how much was not tried", () => {
    const { endedAfter, candidates } = adviceWith(3, { trafficScale: 2 });
    expect(endedAfter).toBe(3);
    const { considered, discarded, simulated } = candidates;
    expect(discarded.untried).toBeGreaterThan(0);
    expect(Object.values(discarded).reduce((sum, one) => sum + one, 0) + simulated).toBe(considered);
  });

  it("says how far it is, within the one deployment, and never goes back", () => {
    const shares: number[] = [];
    const progress = (share: number) => shares.push(share);
    adviceWith(100, { trafficScale: 0.2, progress });
    expect(new Set(shares).size).toBeGreaterThan(5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});
