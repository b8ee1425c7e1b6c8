import { StepRun } from "../../planner/simulate/step-run.ts";

/** Runs `work` with every engine going step by step: what is closed-form must make no difference to anything it answers. */
export function stepByStep<T>(work: () => T): T {
  const prototype = StepRun.prototype as unknown as { planRun: () => void };
  const { planRun } = prototype;
  prototype.planRun = () => undefined;
  try {
    return work();
  } finally {
    prototype.planRun = planRun;
  }
}
