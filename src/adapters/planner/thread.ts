import {
  advise,
  compare,
  forecastDeployment,
  observeDeployment,
  type PlanRequest,
  type Quota,
  type Space,
} from "../../../planner/index.ts";

/** One question, as it crosses into a thread; `nothing` is answered once the thread has loaded. */
export type Question =
  | { readonly kind: "nothing" }
  | { readonly kind: "forecast"; readonly request: PlanRequest }
  | { readonly kind: "advise"; readonly request: PlanRequest; readonly space: Space }
  | { readonly kind: "compare"; readonly request: PlanRequest; readonly quota: Quota }
  | { readonly kind: "observe"; readonly question: Parameters<typeof observeDeployment>[0] };

/** What a thread of the pool does. */
export function answer(question: Question): unknown {
  switch (question.kind) {
    case "nothing":
      return undefined;
    case "forecast":
      return forecastDeployment(question.request);
    case "advise":
      return advise(question.request, question.space);
    case "compare":
      return compare(question.request, question.quota);
    case "observe":
      return observeDeployment(question.question);
  }
}
