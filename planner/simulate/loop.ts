import { EVENT_ORDER, type EventKind } from "./event.ts";
import type { Fleet } from "./fleet.ts";

/** Seconds without a ready replica after which those who wait are given up: calendars repeat after a week. */
const PATIENCE = 8 * 86_400;

/** Makes the next thing happen until nothing is left to do. */
export function runToEnd(fleet: Fleet): void {
  const timers = new Timers(fleet);
  for (let now = timers.next(); now !== Infinity; now = timers.next()) timers.advanceTo(now);
  fleet.leaveUnserved();
}

class Timers {
  private readonly fleet: Fleet;
  private readonly deadlines: { slot: number; request: number; at: number }[] = [];
  private firstDeadline = 0;
  private scaleAt: number;
  /** The last decision at which a replica was ready. */
  private servedAt = 0;

  constructor(fleet: Fleet) {
    this.fleet = fleet;
    this.scaleAt = fleet.parts.autoscaler === null ? Infinity : fleet.parts.autoscaler.interval;
  }

  /** Time of the next event; Infinity when no request is to come and none in flight will ever be served. */
  next(): number {
    const { fleet } = this;
    const arrival = fleet.parts.load.nextArrival();
    if (arrival === Infinity && (fleet.inFlight === 0 || this.waitInVain())) return Infinity;
    let soonest = Math.min(arrival, this.scaleAt, this.deadlines[this.firstDeadline]?.at ?? Infinity);
    const { alive } = fleet;
    for (let i = 0; i < alive.length; i++) {
      const end = alive[i]?.run.endsAt ?? Infinity;
      if (end < soonest) soonest = end;
    }
    return fleet.starting === 0 ? soonest : Math.min(soonest, fleet.nextReady());
  }

  /** All that happens at this instant, in the order of the table, from its top again where something earlier became due. */
  advanceTo(now: number): void {
    for (let i = 0; i < EVENT_ORDER.length; ) i = this.happen(EVENT_ORDER[i] ?? "stepForms", now) ? 0 : i + 1;
  }

  /** All events of a kind that are due. True: an earlier kind may now be due as well. A switch, since it runs per step. */
  private happen(kind: EventKind, now: number): boolean {
    switch (kind) {
      case "replicaReady":
        return this.getReady(now);
      case "requestArrives":
        return this.arrive(now);
      case "stepEnds":
        return this.endSteps(now);
      case "requestTimesOut":
        return this.timeOut(now);
      case "scaleDecided":
        return this.scale(now);
      case "stepForms":
        return this.form(now);
    }
  }

  private waitInVain(): boolean {
    return this.scaleAt !== Infinity && this.scaleAt - this.servedAt > PATIENCE;
  }

  private getReady(now: number): boolean {
    if (this.fleet.starting > 0) this.fleet.getReady(now);
    return false;
  }

  private arrive(now: number): boolean {
    const { load, timeout } = this.fleet.parts;
    while (load.nextArrival() <= now) {
      const request = load.take();
      const { index, arrival } = request;
      const slot = this.fleet.arrive(request);
      if (timeout !== null) this.deadlines.push({ slot, request: index, at: arrival + timeout });
    }
    return false;
  }

  private endSteps(now: number): boolean {
    const { alive } = this.fleet;
    let ended = false;
    for (let i = 0; i < alive.length; i++) {
      const member = alive[i];
      if (member === undefined || member.run.endsAt > now) continue;
      this.fleet.endStep(member);
      ended = true;
    }
    return ended && this.closedLoopAnswers(now);
  }

  private timeOut(now: number): boolean {
    if (this.firstDeadline === this.deadlines.length) return false;
    for (let due = this.deadlines[this.firstDeadline]; due && due.at <= now; due = this.deadlines[this.firstDeadline]) {
      this.firstDeadline++;
      this.fleet.giveUp(due.slot, due.request, due.at);
    }
    if (this.firstDeadline > 4096 && this.firstDeadline * 2 > this.deadlines.length) {
      this.deadlines.splice(0, this.firstDeadline);
      this.firstDeadline = 0;
    }
    return this.closedLoopAnswers(now);
  }

  /** A client whose request has left sends the next one at the same instant. */
  private closedLoopAnswers(now: number): boolean {
    return this.fleet.parts.load.nextArrival() <= now;
  }

  /** A replica that needs no time to start is ready at once. */
  private scale(now: number): boolean {
    if (this.scaleAt > now) return false;
    const { fleet } = this;
    const { autoscaler } = fleet.parts;
    if (autoscaler === null) return false;
    this.scaleAt = now + autoscaler.interval;
    if (fleet.ready.length > 0) this.servedAt = now;
    const current = fleet.alive.filter((member) => member.state !== "draining").length;
    fleet.scaleTo(autoscaler.decide(fleet.observe(), current, now), now);
    return true;
  }

  private form(now: number): boolean {
    const { forming } = this.fleet;
    if (forming.length === 0) return false;
    if (forming.length > 1) forming.sort((a, b) => a.run.replica.id - b.run.replica.id);
    for (const member of forming) this.fleet.formStep(member, now);
    forming.length = 0;
    return false;
  }
}
