import type { Expectation } from "../ports/failure.ts";

const severalLoads = "exactly one of closedLoop, poisson, stages";
const severalEnds = "either duration or requests";
const following = "beside kind: hpa and kind: keda";

/** Parts of a Scenario that do not go together. */
export const SCENARIO = {
  noLoad: { wanted: severalLoads, advice: "Add one of them, or remove `load:` and pass --requests." },
  secondLoad: (second: string, first: string): Expectation => ({
    wanted: severalLoads,
    advice: `Remove ${second}, or ${first}.`,
  }),
  endlessLoad: { wanted: severalEnds, advice: "Add `duration: 600s` or `requests: 1000`." },
  twoEnds: { wanted: severalEnds, advice: "Remove one of the two." },
  requestsAtNoRate: {
    wanted: "a rate above 0 with requests",
    advice: "Raise the rate, or end the load by duration.",
  },
  restartsTooOften: { wanted: "at least 10s", advice: "A replica that is restarted more often does nothing else." },
  noMemory: {
    wanted: "more than nothing",
    advice: "Write what a replica may use, such as 16Gi, or leave it out.",
  },
  memoryFullAtStart: {
    wanted: "less than memoryLimit",
    advice: "Raise memoryLimit, or lower memoryAtStart: such a replica would be killed as it starts.",
  },
  medianAboveTail: { wanted: "at least p50", advice: "Swap the two, or correct one." },
  looksTooOften: { wanted: "at least 1s", advice: "Autoscalers look once a second at most." },
  zeroWithHpa: {
    wanted: "at least 1 with kind: hpa",
    advice: "Write min: 1, or kind: keda, which can scale to zero.",
  },
  minimumAboveMaximum: (max: number): Expectation => ({
    wanted: `at most max, which is ${max}`,
    advice: "Swap the two.",
  }),
  noMetric: { wanted: `a metric ${following}`, advice: "Add `metric: requests-waiting`." },
  noTarget: { wanted: `a target ${following}`, advice: "Add `target: 4`." },
  emptySchedule: {
    wanted: "at least one entry with kind: scheduled",
    advice: "Add an entry such as { from: 1h, to: 9h, min: 4 }.",
  },
  endBeforeBeginning: { wanted: "an end after the beginning", advice: "Swap from and to, or correct one." },
  scheduleAboveMaximum: (max: number, min: number): Expectation => ({
    wanted: `at most max, which is ${max}`,
    advice: `Raise max to ${min}, or lower this minimum.`,
  }),
  outsideAutoscaler: (min: number, max: number): Expectation => ({
    wanted: `from the autoscaler's min to its max, ${min} to ${max}`,
    advice: "Begin with a number between them, or leave replicas out.",
  }),
  nobodyServes: {
    wanted: "at least 1 without an autoscaler",
    advice: "Write replicas: 1, or add an autoscaler.",
  },
  noScheduler: {
    wanted: "a scheduler with policy and limits",
    advice: "Add it, or use stepTime { kind: hardware }, with which the engine chooses.",
  },
  limitMissing: (key: string, stepTime: string, example: string): Expectation => ({
    wanted: `${key} with stepTime ${stepTime}`,
    advice: `Add \`${key}: ${example}\`.`,
  }),
} as const;
