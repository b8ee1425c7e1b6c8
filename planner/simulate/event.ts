/** What can happen at an instant. Each makes all of its kind happen that is due, and says whether one that stands before it
 *  may have become due by that. */
export interface Events {
  replicaReady(now: number): boolean;
  requestArrives(now: number): boolean;
  stepEnds(now: number): boolean;
  requestTimesOut(now: number): boolean;
  replicaDisrupted(now: number): boolean;
  scaleDecided(now: number): boolean;
  stepForms(now: number): boolean;
}

/** The one order of things at the same instant. A replica is ready before the requests that could use it; requests are queued
 *  before the step that could batch them is formed; a finished step counts before the time-out that would cancel it and the
 *  fault that would cut it off; decisions come last, and see what faults have left.
 *  Within a kind: lower replica number, then earlier request, first. Written out, since it runs for every step. */
export function happenInOrder(events: Events, now: number): void {
  while (
    events.replicaReady(now) ||
    events.requestArrives(now) ||
    events.stepEnds(now) ||
    events.requestTimesOut(now) ||
    events.replicaDisrupted(now) ||
    events.scaleDecided(now) ||
    events.stepForms(now)
  );
}
