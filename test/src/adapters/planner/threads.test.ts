import { afterAll, describe, expect, it } from "vitest";
import { forecastDeployment, observeDeployment } from "../../../../planner/index.ts";
import { plannerThreads } from "../../../../src/adapters/planner/threads.ts";
import { question } from "../../../planner/plan/question.ts";
import { measured, servedWeeks, WEEK } from "../../../support/served-weeks.ts";

const threads = plannerThreads(2);
const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};
afterAll(() => threads.close());

describe("a planner in threads", () => {
  it("is ready when its thread has loaded: what is asked then need not wait for that", async () => {
    const fresh = plannerThreads(1);
    try {
      const loading = await milliseconds(() => fresh.ready());
      expect(await milliseconds(() => fresh.ready())).toBeLessThan(loading / 5);
    } finally {
      await fresh.close();
    }
  });

  it("says what one in this thread says, and leaves this thread free meanwhile", async () => {
    const request = question({ progress: () => undefined });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    const [one, two] = await Promise.all([threads.planner.forecast(request), threads.planner.forecast(request)]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
    const here = forecastDeployment(question());
    expect(JSON.stringify(one)).toBe(JSON.stringify(here));
    expect(two).toEqual(one);
  }, 60_000);

  it("compares with what was measured as this thread does", async () => {
    const [before, week] = servedWeeks([{}, {}]).map((one) => measured([one]));
    if (before === undefined || week === undefined) throw new Error("no weeks");
    const asked = question({ history: before.history, now: week.from, horizonSeconds: WEEK });
    const compared = { request: asked, window: week, kept: null, before, lastSlowness: null };
    expect(await threads.planner.observe(compared)).toEqual(observeDeployment(compared));
  }, 60_000);

  it("passes a question that cannot be answered on as an error", async () => {
    const broken = { ...question(), deployment: null } as unknown as ReturnType<typeof question>;
    await expect(threads.planner.forecast(broken)).rejects.toThrow();
  });
});
