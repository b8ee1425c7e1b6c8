import type { advise, compare, observeDeployment, PlanAnswer, PlanRequest, Quota, Space } from "../../planner/index.ts";

/** The planner's long answers, wherever they are worked out. Questions hold no functions: they may go to another thread. */
export interface Planner {
  forecast(request: PlanRequest): Promise<PlanAnswer>;
  advise(request: PlanRequest, space: Space): Promise<ReturnType<typeof advise>>;
  compare(request: PlanRequest, quota: Quota): Promise<ReturnType<typeof compare>>;
  observe(question: Parameters<typeof observeDeployment>[0]): Promise<ReturnType<typeof observeDeployment>>;
}
