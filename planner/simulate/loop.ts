import { type Events, happenInOrder } from "./event.ts";
import type { Fleet } from "./fleet.ts";
import { observe } from "./observe.ts";
import type { Upkeep } from "./upkeep.ts";

/** Seconds in which nothing is served or sent after which those who wait are given up: calendars repeat after a week. */
const PATIENCE = 8 * 86_400;

/** Makes one thing after another happen. */
export class Loop implements Events {
  private readonly fleet: Fleet;
  private readonly upkeep: Upkeep;
  private readonly lastsUntil: number;
  private scaleAt: number;
  /** When last a request moved or a step was computed. */
  private movedAt = 0;

  /** `lastsUntil`: time goes on until then, in seconds, with or without requests. */
  constructor(fleet: Fleet, upkeep: Upkeep, lastsUntil: number) {
    this.fleet = fleet;
    this.upkeep = upkeep;
    this.lastsUntil = lastsUntil;
    this.scaleAt = fleet.parts.autoscaler === null ? Infinity : fleet.parts.autoscaler.interval;
  }

  /** Runs until nothing is left to do, or until only the future could tell: a load that is still being read has run dry. */
  run(): "ended" | "starved" {
    const { load } = this.fleet.parts;
    for (;;) {
      if (load.isDry()) return "starved";
      const now = this.next();
      if (now === Infinity) return "ended";
      happenInOrder(this, now);
    }
  }

  /** Time of the next event; Infinity when no request is to come and none in flight will ever be served. */
  private next(): number {
    const { fleet, upkeep } = this;
    const { gateway } = fleet;
    const arrival = gateway.nextArrival();
    if (fleet.stalled !== null) return Infinity;
    if (arrival === Infinity && gateway.inFlight === 0) return this.nextWithoutRequests();
    let soonest = Math.min(arrival, gateway.nextDeadline(), fleet.ends.soonest());
    const moves = soonest !== Infinity;
    soonest = Math.min(soonest, this.scaleAt, upkeep.nextAt());
    if (fleet.starting > 0) soonest = Math.min(soonest, fleet.nextReady());
    if (moves) this.movedAt = soonest;
    else if (soonest - this.movedAt > PATIENCE) return this.giveUp();
    return soonest;
  }

  /** What becomes of the fleet when nobody asks for anything, as long as that is to be seen. */
  private nextWithoutRequests(): number {
    const { fleet, upkeep } = this;
    const soonest = Math.min(fleet.ends.soonest(), this.scaleAt, upkeep.nextAt(), fleet.nextReady());
    return soonest <= this.lastsUntil ? soonest : Infinity;
  }

  private giveUp(): number {
    const { fleet } = this;
    fleet.stalled = `for more than ${PATIENCE / 86_400} days ${fleet.gateway.inFlight} requests waited and no replica took one`;
    return Infinity;
  }

  replicaReady(now: number): boolean {
    if (this.fleet.starting > 0) this.fleet.getReady(now);
    return false;
  }

  requestArrives(now: number): boolean {
    this.fleet.gateway.arriveDue(now);
    return false;
  }

  stepEnds(now: number): boolean {
    return this.fleet.endSteps(now) && this.clientsAnswer(now);
  }

  requestTimesOut(now: number): boolean {
    if (this.fleet.gateway.nextDeadline() > now) return false;
    this.fleet.gateway.timeOutDue(now);
    return this.clientsAnswer(now);
  }

  replicaDisrupted(now: number): boolean {
    return this.upkeep.nextAt() <= now && this.upkeep.strike(now);
  }

  /** A replica that needs no time to start is ready at once. */
  scaleDecided(now: number): boolean {
    if (this.scaleAt > now) return false;
    const { fleet } = this;
    const { autoscaler } = fleet.parts;
    if (autoscaler === null) return false;
    this.scaleAt = now + autoscaler.interval;
    fleet.scaleTo(autoscaler.decide(observe(fleet, now), fleet.wanted, now), now);
    fleet.gateway.turnedAway = 0;
    fleet.gateway.arrivedSince = 0;
    return true;
  }

  stepForms(now: number): boolean {
    if (this.fleet.forming.length === 0) return false;
    this.fleet.formSteps(now);
    // A replica that has drained may have been the last to go before others may start.
    return this.fleet.starting > 0 && this.fleet.nextReady() <= now;
  }

  /** A client whose request has left sends the next one, or the same one again, at the same instant. */
  private clientsAnswer(now: number): boolean {
    return this.fleet.gateway.nextArrival() <= now;
  }
}
