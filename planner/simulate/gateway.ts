import type { Random } from "../domain/index.ts";
import type { Arrival, Load } from "./load.ts";
import type { Member } from "./member.ts";
import { SlotQueue } from "./queue.ts";
import type { Recorder } from "./recorder.ts";
import type { ReplicaLimits } from "./replica-limits.ts";
import type { Retries } from "./retries.ts";
import type { Router } from "./router.ts";
import type { RequestStatus } from "./row-buffer.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Slots } from "./slots.ts";
import { TimedQueue } from "./timed-queue.ts";

/** What lies between clients and replicas. */
export interface GatewayParts {
  readonly slots: Slots;
  readonly recorder: Recorder;
  readonly load: Load;
  readonly limits: ReplicaLimits;
  readonly scheduler: Scheduler;
  readonly router: Router;
  /** Requests that may wait at one replica, and in the gateway while none is ready; more are rejected (HTTP 429). */
  readonly queueLimit: number | null;
  /** Requests that find no replica ready are rejected (HTTP 503) instead of waiting for one. */
  readonly refusesUnready: boolean;
  /** A client gives up this long after it sent its request (HTTP 504). */
  readonly timeout: number | null;
  readonly retries: Retries | null;
  /** Draws the seconds a request travels to a replica's queue, by how many are in flight for each replica and the tokens of its
   *  prompt; null = none. */
  readonly meshSeconds: ((random: Random, inFlight: number, inputTokens: number) => number) | null;
  readonly chance: { readonly retries: Random; readonly mesh: Random };
}

/** The replicas as the gateway sees them. */
export interface Servers {
  readonly ready: readonly Member[];
  readonly members: ReadonlyMap<number, Member>;
  /** A request joins the queue of an idle engine: its next step must be formed. */
  wake(member: Member): void;
  /** To be called before what a member is doing matters: a step that ends now within its run has ended, if others have. */
  settle(member: Member, now: number): void;
}

/** One sending of a request, so that a slot that was used again is not mistaken for it. */
interface Sent {
  readonly slot: number;
  readonly request: number;
  readonly attempt: number;
}

/** A request that will be sent again, and how often its attempts were preempted. */
interface Again {
  readonly request: Arrival;
  readonly attempt: number;
  readonly preemptions: number;
}

/** Requests on their way to a replica and back: sent, sent again, rejected, given up. */
export class Gateway {
  /** Requests of which the client still wants an answer, those it will send again included. */
  inFlight = 0;
  maxWaiting = 0;
  retried = 0;
  /** Requests that were rejected since the autoscaler last looked because nobody was ready: they ask for a replica all the same. */
  turnedAway = 0;
  /** Requests that arrived since the autoscaler last looked. */
  arrivedSince = 0;
  /** Requests that arrived while nobody was ready. */
  readonly pending = new SlotQueue();
  private readonly travelling = new TimedQueue<Sent>();
  private readonly returning = new TimedQueue<Again>();
  private readonly deadlines: (Sent & { readonly at: number })[] = [];
  private firstDeadline = 0;
  private readonly parts: GatewayParts;
  private readonly servers: Servers;

  constructor(parts: GatewayParts, servers: Servers) {
    this.parts = parts;
    this.servers = servers;
  }

  /** When the next request reaches the gateway or a replica; Infinity when none is known to. */
  nextArrival(): number {
    return Math.min(this.parts.load.nextArrival(), this.returning.nextAt(), this.travelling.nextAt());
  }

  nextDeadline(): number {
    const { deadlines, firstDeadline } = this;
    return firstDeadline < deadlines.length ? (deadlines[firstDeadline]?.at ?? Infinity) : Infinity;
  }

  /** All that arrives now: new requests, those sent again, those that have crossed the mesh. */
  arriveDue(now: number): void {
    const { load } = this.parts;
    while (load.nextArrival() <= now) {
      this.inFlight++;
      this.arrivedSince++;
      const slot = this.parts.slots.open(load.take(), 0);
      this.parts.recorder.arrived(this.parts.slots.arrival[slot] ?? now);
      this.send(slot, now);
    }
    if (this.returning.size > 0) {
      for (let due = this.returning.takeDue(now); due; due = this.returning.takeDue(now)) {
        this.send(this.openAgain(due), now);
      }
    }
    if (this.travelling.size === 0) return;
    for (let due = this.travelling.takeDue(now); due; due = this.travelling.takeDue(now)) {
      if (this.isStill(due)) this.enter(due.slot, now);
    }
  }

  /** Clients that have waited long enough hang up. */
  timeOutDue(now: number): void {
    const { deadlines } = this;
    for (let due = deadlines[this.firstDeadline]; due && due.at <= now; due = deadlines[this.firstDeadline]) {
      this.firstDeadline++;
      if (this.isStill(due)) this.giveUp(due.slot, due.at);
    }
    if (this.firstDeadline > 4096 && this.firstDeadline * 2 > deadlines.length) {
      deadlines.splice(0, this.firstDeadline);
      this.firstDeadline = 0;
    }
  }

  /** A replica became ready: those who waited for one go first. */
  releasePending(now: number): void {
    for (let waiting = this.pending.size; waiting > 0; waiting--) this.route(this.pending.popFront(), now);
  }

  /** A request has left, however it ended. The engine may finish one whose client gave up: it only leaves its slot. */
  finish(slot: number, status: RequestStatus, now: number): void {
    const { slots } = this.parts;
    if (slots.abandoned[slot] !== 1) this.leave(slot, status, now);
    slots.close(slot);
  }

  /** Requests for which nobody will ever come. */
  leaveUnserved(): void {
    const { slots, recorder } = this.parts;
    for (let due = this.returning.takeDue(Infinity); due; due = this.returning.takeDue(Infinity)) {
      this.openAgain(due);
    }
    for (const slot of slots.inUse(() => true)) {
      if (slots.abandoned[slot] !== 1) recorder.leave(slot, "unfinished", NaN);
    }
  }

  private openAgain({ request, attempt, preemptions }: Again): number {
    const slot = this.parts.slots.open(request, attempt);
    this.parts.slots.preemptions[slot] = preemptions;
    return slot;
  }

  private send(slot: number, now: number): void {
    const { slots, limits, scheduler, meshSeconds, timeout, chance } = this.parts;
    if (!scheduler.canEverServe(limits, slots.input[slot] ?? 0, slots.output[slot] ?? 0)) {
      this.end(slot, "rejected", now);
      slots.close(slot);
      return;
    }
    if (timeout !== null) this.deadlines.push({ ...this.sent(slot), at: now + timeout });
    const inFlightEach = this.inFlight / Math.max(1, this.servers.ready.length);
    if (meshSeconds === null) this.enter(slot, now);
    else {
      const way = meshSeconds(chance.mesh, inFlightEach, slots.input[slot] ?? 0);
      this.travelling.push(now + way, this.sent(slot));
    }
  }

  private sent(slot: number): Sent {
    const { request, attempt } = this.parts.slots;
    return { slot, request: request[slot] ?? 0, attempt: attempt[slot] ?? 0 };
  }

  private enter(slot: number, now: number): void {
    const { queueLimit, refusesUnready, recorder, slots } = this.parts;
    const isAnyReady = this.servers.ready.length > 0;
    if (!isAnyReady && refusesUnready) this.turnedAway++;
    if (!isAnyReady) recorder.foundNobody(slots.arrival[slot] ?? now);
    if (isAnyReady) this.route(slot, now);
    else if (refusesUnready || this.pending.size >= (queueLimit ?? Infinity)) this.finish(slot, "rejected", now);
    else this.pending.pushBack(slot);
  }

  private route(slot: number, now: number): void {
    const { slots, router, queueLimit } = this.parts;
    const member = router.choose(this.servers.ready, slots, slot);
    const { replica } = member.run;
    if (queueLimit !== null) this.servers.settle(member, now);
    // Whoever comes first to an idle engine does not wait.
    const waits = replica.waiting.size > 0 || !member.run.idle;
    if (queueLimit !== null && waits && replica.waiting.size >= queueLimit) {
      this.finish(slot, "rejected", now);
      return;
    }
    slots.replica[slot] = replica.id;
    if (member.run.idle) this.servers.wake(member);
    else member.run.interrupt(now);
    replica.waiting.pushBack(slot);
    if (replica.waiting.size > this.maxWaiting) this.maxWaiting = replica.waiting.size;
  }

  /** What is being computed for a client that hangs up stops at the next step boundary. */
  private giveUp(slot: number, now: number): void {
    const { slots } = this.parts;
    const member = this.servers.members.get(slots.replica[slot] ?? -1);
    if (member) this.servers.settle(member, now);
    else this.pending.remove(slot);
    const stoodFirst = member?.run.replica.waiting.front() === slot;
    if (!member || member.run.replica.dropWaiting(slot)) {
      // Who stood behind may be easier to fit in.
      if (stoodFirst) member?.run.stopAtBoundary(now);
      this.finish(slot, "timed-out", now);
      return;
    }
    this.leave(slot, "timed-out", now);
    slots.abandoned[slot] = 1;
    member.run.abandon(slot, now);
  }

  /** The request's client has its answer or an error: it tries again, or that was the end of it. */
  private leave(slot: number, status: RequestStatus, now: number): void {
    if (status === "completed" || !this.sendsAgain(slot, now)) this.end(slot, status, now);
  }

  private end(slot: number, status: RequestStatus, now: number): void {
    this.inFlight--;
    this.parts.recorder.leave(slot, status, now);
    this.parts.load.left(now);
  }

  private sendsAgain(slot: number, now: number): boolean {
    const { retries, slots, chance, recorder } = this.parts;
    const attempt = slots.attempt[slot] ?? 0;
    if (retries === null || attempt >= retries.most) return false;
    const wait = Math.min(retries.longest, retries.first * 2 ** attempt);
    const shortened = wait * (1 - retries.jitter * (retries.jitter > 0 ? chance.retries.next() : 0));
    const preemptions = slots.preemptions[slot] ?? 0;
    this.returning.push(now + shortened, { request: slots.arrivalOf(slot), attempt: attempt + 1, preemptions });
    if (recorder.measures(slots.arrival[slot] ?? 0)) this.retried++;
    return true;
  }

  private isStill({ slot, request, attempt }: Sent): boolean {
    const { slots } = this.parts;
    return slots.request[slot] === request && slots.attempt[slot] === attempt && slots.abandoned[slot] !== 1;
  }
}
