/** Same instant: a replica is ready before the requests that could use it; requests are queued before the step that could
 *  batch them is formed; a finished step counts before the time-out that would cancel it and the fault that would cut it
 *  off; decisions come last, and see what faults have left.
 *  Within a kind: lower replica number, then earlier request, first. */
export const EVENT_ORDER = [
  "replicaReady",
  "requestArrives",
  "stepEnds",
  "requestTimesOut",
  "replicaDisrupted",
  "scaleDecided",
  "stepForms",
] as const;

export type EventKind = (typeof EVENT_ORDER)[number];
