import type { DecodeLine, StepTime } from "./step-time.ts";

/** The same engine, slower by a factor: how a step-time error is carried through a simulation. */
export function scaledStepTime(stepTime: StepTime, factor: number): StepTime {
  if (factor === 1) return stepTime;
  return {
    seconds: (batch) => factor * stepTime.seconds(batch),
    decodeLine: (decodes: number, kvTokens: number, line: DecodeLine) => {
      stepTime.decodeLine(decodes, kvTokens, line);
      line.intercept *= factor;
      line.slope *= factor;
    },
  };
}
