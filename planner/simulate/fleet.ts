import type { Random } from "../domain/index.ts";
import type { StepTime } from "../steps/step-time.ts";
import type { Autoscaler, Observation } from "./autoscaler.ts";
import type { Arrival, Load } from "./load.ts";
import type { Member } from "./member.ts";
import type { Recorder, RequestStatus } from "./recorder.ts";
import { Replica, type ReplicaLimits } from "./replica.ts";
import type { Router } from "./router.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Slots } from "./slots.ts";
import { StepRun } from "./step-run.ts";

/** Everything a fleet is made of. Times in seconds. */
export interface FleetParts {
  readonly slots: Slots;
  readonly recorder: Recorder;
  readonly load: Load;
  readonly limits: ReplicaLimits;
  readonly scheduler: Scheduler;
  readonly stepTime: StepTime;
  readonly router: Router;
  readonly initialReplicas: number;
  readonly autoscaler: Autoscaler | null;
  /** Draws the time from a replica's creation to its first answer. */
  readonly startupSeconds: (random: Random) => number;
  readonly random: Random;
  /** Requests that may wait at one replica; more are rejected (HTTP 429). */
  readonly queueLimit: number | null;
  /** A client gives up this long after its request arrived (HTTP 504). */
  readonly timeout: number | null;
}

/** Replicas, what lies before them and what counts them. `loop.ts` decides which of these things happens when. */
export class Fleet {
  readonly parts: FleetParts;
  readonly members: Member[] = [];
  /** Members that take requests, in order of creation. */
  ready: Member[] = [];
  /** Members that are not gone. */
  alive: Member[] = [];
  /** Requests that arrived while nobody was ready. */
  readonly pending: number[] = [];
  readonly forming: Member[] = [];
  /** Members that are not ready yet. */
  starting = 0;
  inFlight = 0;
  maxWaiting = 0;

  constructor(parts: FleetParts) {
    this.parts = parts;
    for (let i = 0; i < parts.initialReplicas; i++) this.create(0, 0);
    this.getReady(0);
  }

  /** Starts a replica that will be ready after `delay`. */
  create(now: number, delay: number): Member {
    const { slots, limits, stepTime, scheduler, recorder } = this.parts;
    const listener = {
      interTokenTimes: recorder.interTokenTimes,
      finished: (slot: number, when: number) => this.finish(slot, "completed", when),
    };
    const replica = new Replica(this.members.length, { slots, limits, stepTime, listener });
    const run = new StepRun(replica, scheduler);
    const member: Member = {
      run,
      createdAt: now,
      readyAt: now + delay,
      goneAt: Infinity,
      state: "starting",
      needsForming: false,
    };
    this.members.push(member);
    this.alive.push(member);
    this.starting++;
    return member;
  }

  /** Replicas whose start is over take requests, first of all those that waited for one. */
  getReady(now: number): void {
    const before = this.ready.length;
    for (const member of this.alive) {
      if (member.state !== "starting" || member.readyAt > now) continue;
      member.state = "ready";
      this.starting--;
      this.ready.push(member);
    }
    if (this.ready.length === before) return;
    this.ready.sort((a, b) => a.run.replica.id - b.run.replica.id);
    for (const slot of this.pending.splice(0)) this.route(slot, now);
  }

  /** A request reaches the gateway. Returns its slot. */
  arrive(request: Arrival): number {
    const { slots, recorder, limits, scheduler } = this.parts;
    recorder.arrived(request.arrival);
    const slot = slots.open(request.index, request.arrival, request);
    this.inFlight++;
    if (!scheduler.canEverServe(limits, request.input, request.output)) this.finish(slot, "rejected", request.arrival);
    else if (this.ready.length === 0) this.pending.push(slot);
    else this.route(slot, request.arrival);
    return slot;
  }

  route(slot: number, now: number): void {
    const member = this.parts.router.choose(this.ready);
    const { replica } = member.run;
    if (this.parts.queueLimit !== null && replica.waiting.size >= this.parts.queueLimit) {
      this.finish(slot, "rejected", now);
      return;
    }
    this.parts.slots.replica[slot] = replica.id;
    if (member.run.idle) this.form(member);
    else member.run.interrupt(now);
    replica.waiting.pushBack(slot);
    if (replica.waiting.size > this.maxWaiting) this.maxWaiting = replica.waiting.size;
  }

  /** A request has left, however it ended. The engine may finish one whose client gave up: it only leaves its slot. */
  finish(slot: number, status: RequestStatus, now: number): void {
    if (this.parts.slots.abandoned[slot] === 1) {
      this.parts.slots.close(slot);
      return;
    }
    this.inFlight--;
    this.parts.recorder.leave(slot, status, now);
    this.parts.slots.close(slot);
    this.parts.load.left(now);
  }

  /** The client of a request hangs up. What is being computed for it stops at the next step boundary. */
  giveUp(slot: number, request: number, now: number): void {
    const { slots, recorder, load } = this.parts;
    if (slots.request[slot] !== request) return;
    const member = this.members[slots.replica[slot] ?? -1];
    if (!member) this.pending.splice(this.pending.indexOf(slot), 1);
    if (!member || member.run.replica.waiting.remove(slot)) {
      this.finish(slot, "timed-out", now);
      return;
    }
    this.inFlight--;
    recorder.leave(slot, "timed-out", now);
    load.left(now);
    slots.abandoned[slot] = 1;
    member.run.abandon(slot, now);
  }

  endStep(member: Member): void {
    member.run.end();
    this.form(member);
  }

  /** A replica's next step begins; one that drains and has nothing left to do goes. */
  formStep(member: Member, now: number): void {
    member.needsForming = false;
    if (member.state === "gone") return;
    if (member.state === "draining" && isEmpty(member)) this.remove(member, now);
    else member.run.begin(now);
  }

  /** Creates or drains replicas until `wanted` are there. The youngest leave first, those still starting before others. */
  scaleTo(wanted: number, now: number): void {
    const counted = this.alive.filter((member) => member.state !== "draining");
    for (let i = counted.length; i < wanted; i++) {
      this.create(now, this.parts.startupSeconds(this.parts.random));
    }
    const leaving = counted
      .slice()
      .sort((a, b) => Number(a.state === "ready") - Number(b.state === "ready") || b.run.replica.id - a.run.replica.id);
    for (const member of leaving.slice(0, Math.max(0, counted.length - wanted))) this.drain(member, now);
  }

  /** Requests for which no replica ever came. */
  leaveUnserved(): void {
    for (const slot of this.pending.splice(0)) this.parts.recorder.leave(slot, "unfinished", NaN);
  }

  /** When the next replica that starts is ready; Infinity when none starts. */
  nextReady(): number {
    let soonest = Infinity;
    for (const member of this.alive) if (member.state === "starting") soonest = Math.min(soonest, member.readyAt);
    return soonest;
  }

  observe(): Observation {
    const seen = {
      ready: this.ready.length,
      starting: this.starting,
      waiting: this.pending.length,
      running: 0,
      kvUse: 0,
      busy: 0,
    };
    for (const member of this.alive) {
      const { replica } = member.run;
      if (member.state !== "ready") continue;
      seen.waiting += replica.waiting.size;
      seen.running += replica.running;
      seen.kvUse += (replica.limits.kvBlocks - replica.freeBlocks) / replica.limits.kvBlocks;
      seen.busy += member.run.idle ? 0 : 1;
    }
    return seen;
  }

  private drain(member: Member, now: number): void {
    this.ready = this.ready.filter((other) => other !== member);
    if (member.state === "starting") this.starting--;
    member.state = "draining";
    if (isEmpty(member)) this.remove(member, now);
  }

  private remove(member: Member, now: number): void {
    member.state = "gone";
    member.goneAt = now;
    this.alive = this.alive.filter((other) => other !== member);
  }

  private form(member: Member): void {
    if (member.needsForming) return;
    member.needsForming = true;
    this.forming.push(member);
  }
}

const isEmpty = ({ run: { replica } }: Member): boolean => replica.running + replica.waiting.size === 0;
