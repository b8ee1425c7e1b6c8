import type { Fleet } from "./fleet.ts";

/** Makes the next thing happen until nothing is left to do. Same instant: the order of `EVENT_ORDER`. */
export function runToEnd(fleet: Fleet): void {
  const timers = new Timers(fleet);
  for (;;) {
    const now = timers.next();
    if (now === Infinity) return;
    timers.advanceTo(now);
  }
}

class Timers {
  private readonly fleet: Fleet;
  private readonly deadlines: { slot: number; request: number; at: number }[] = [];
  private firstDeadline = 0;
  private scaleAt: number;

  constructor(fleet: Fleet) {
    this.fleet = fleet;
    this.scaleAt = fleet.parts.autoscaler === null ? Infinity : fleet.parts.autoscaler.interval;
  }

  /** Time of the next event; Infinity when no request is in flight or to come. */
  next(): number {
    const { fleet } = this;
    const arrival = fleet.parts.load.nextArrival();
    if (arrival === Infinity && fleet.inFlight === 0) return Infinity;
    let soonest = Math.min(arrival, this.scaleAt, this.deadlines[this.firstDeadline]?.at ?? Infinity);
    for (const member of fleet.alive) {
      const at = member.state === "starting" ? member.readyAt : member.run.endsAt;
      if (at < soonest) soonest = at;
    }
    return soonest;
  }

  advanceTo(now: number): void {
    const { fleet } = this;
    for (const member of fleet.alive) {
      if (member.state === "starting" && member.readyAt <= now) fleet.becomeReady(member);
    }
    this.arriveAndEnd(now);
    this.timeOut(now);
    if (this.scaleAt <= now) this.scale(now);
    this.form(now);
  }

  /** A closed loop answers a finished request at the same instant, so arrivals and ends alternate until both are done. */
  private arriveAndEnd(now: number): void {
    const { fleet } = this;
    const { load } = fleet.parts;
    for (let again = true; again; ) {
      again = false;
      while (load.nextArrival() <= now) {
        this.arrive();
        again = true;
      }
      for (const member of fleet.alive) {
        if (member.run.endsAt > now) continue;
        fleet.endStep(member);
        again = true;
      }
    }
  }

  private arrive(): void {
    const { fleet } = this;
    const request = fleet.parts.load.take();
    const { index, arrival } = request;
    const slot = fleet.arrive(request);
    if (fleet.parts.timeout !== null) {
      this.deadlines.push({ slot, request: index, at: arrival + fleet.parts.timeout });
    }
  }

  private timeOut(now: number): void {
    for (let due = this.deadlines[this.firstDeadline]; due && due.at <= now; due = this.deadlines[this.firstDeadline]) {
      this.firstDeadline++;
      this.fleet.giveUp(due.slot, due.request, due.at);
    }
    if (this.firstDeadline > 4096 && this.firstDeadline * 2 > this.deadlines.length) {
      this.deadlines.splice(0, this.firstDeadline);
      this.firstDeadline = 0;
    }
  }

  private scale(now: number): void {
    const { fleet } = this;
    const { autoscaler } = fleet.parts;
    if (autoscaler === null) return;
    this.scaleAt = now + autoscaler.interval;
    const current = fleet.alive.filter((member) => member.state !== "draining").length;
    fleet.scaleTo(autoscaler.decide(fleet.observe(), current, now), now);
  }

  private form(now: number): void {
    const { forming } = this.fleet;
    if (forming.length > 1) forming.sort((a, b) => a.run.replica.id - b.run.replica.id);
    for (const member of forming) {
      member.needsForming = false;
      if (member.state !== "gone") member.run.begin(now);
    }
    forming.length = 0;
  }
}
