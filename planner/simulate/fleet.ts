import type { Random } from "../domain/index.ts";
import type { StepTime } from "../steps/step-time.ts";
import type { Autoscaler } from "./autoscaler.ts";
import { EndTimes } from "./end-times.ts";
import { Gateway, type GatewayParts } from "./gateway.ts";
import { type Life, lifeOf, type Member, type Start, type Startup } from "./member.ts";
import { FROM_THE_START, Placement, type StartTimes } from "./placement.ts";
import { Replica } from "./replica.ts";
import { StepRun } from "./step-run.ts";

/** Everything a fleet is made of. Times in seconds. */
export interface FleetParts extends GatewayParts {
  readonly stepTime: StepTime;
  readonly initialReplicas: number;
  readonly autoscaler: Autoscaler | null;
  /** Draws the time from a replica's creation to its first answer. A number alone is that of the process: the node waits. */
  readonly startupSeconds: (random: Random, kind: Start["kind"]) => number | Startup;
  readonly random: Random;
  /** Longest a replica may take to finish what it has when it must go; null = as long as that takes. */
  readonly gracePeriod: number | null;
}

/** Who wants to know what becomes of replicas. */
export interface FleetWatcher {
  ready(member: Member, now: number): void;
  drains(member: Member, now: number): void;
  gone(member: Member, now: number): void;
}

/** Preemptions of one replica without any request finishing after which it is taken for a livelock. */
const LIVELOCK = 1_000_000;

/** The replicas and their lives. `gateway.ts` brings requests to them; `loop.ts` decides which of these things happens when. */
export class Fleet {
  readonly parts: FleetParts;
  readonly gateway: Gateway;
  /** Members that are not gone, by the number of their replica; numbers are never given twice. */
  readonly members = new Map<number, Member>();
  /** Those that are gone, in the order they went. A replica that crashes for days must not fill the memory. */
  readonly past: Life[] = [];
  /** Members that take requests, in order of creation. */
  ready: Member[] = [];
  /** Members that are not gone. */
  alive: Member[] = [];
  readonly forming: Member[] = [];
  readonly ends = new EndTimes();
  /** Members by their place in `ends`. */
  private readonly placed: Member[] = [];
  private readonly ending: Member[] = [];
  /** The last instant at which steps that end then were made to count. */
  private steppedAt = -Infinity;
  /** Members that are not ready yet. */
  starting = 0;
  /** How many replicas there should be; who is missing is created, who is too many drains. */
  wanted: number;
  /** Nobody is created while this holds (everybody restarts at once: first all must have gone). */
  holdsCreation = false;
  readonly placement = new Placement();
  /** Why the simulation can go no further; null while it can. */
  stalled: string | null = null;
  watcher: FleetWatcher | null = null;
  private created = 0;

  constructor(parts: FleetParts) {
    this.parts = parts;
    this.gateway = new Gateway(parts, this);
    this.wanted = parts.initialReplicas;
    for (let i = 0; i < parts.initialReplicas; i++) this.add({ kind: "new-pod" }, FROM_THE_START);
    this.getReady(0);
  }

  /** Starts a replica; how long that takes is drawn. */
  create(now: number, start: Start): Member {
    const drawn = this.parts.startupSeconds(this.parts.random, start.kind);
    return this.add(start, this.placement.times(now, start, drawn));
  }

  /** Replicas whose start is over take requests, first of all those that waited for one. */
  getReady(now: number): void {
    const fresh = this.alive.filter((member) => member.state === "starting" && member.readyAt <= now);
    if (fresh.length === 0) return;
    for (const member of fresh) {
      member.state = "ready";
      this.starting--;
      this.ready.push(member);
    }
    this.ready.sort((a, b) => a.run.replica.id - b.run.replica.id);
    for (const member of fresh) this.watcher?.ready(member, now);
    if (this.ready.length > 0) this.gateway.releasePending(now);
  }

  /** An idle engine has work: its next step is formed when all else of this instant has happened. */
  wake(member: Member): void {
    if (member.needsForming) return;
    member.needsForming = true;
    this.forming.push(member);
  }

  /** Steps that end now count, in order of their replicas; whether any did. */
  endSteps(now: number): boolean {
    const { ends, ending } = this;
    this.steppedAt = now;
    if (ends.soonest() > now) return false;
    while (ends.soonest() <= now) {
      const place = ends.soonestPlace();
      const member = this.placed[place];
      ends.set(place, Infinity);
      if (member) ending.push(member);
    }
    lowestLast(ending);
    for (let member = ending.pop(); member; member = ending.pop()) this.endStep(member, now);
    return true;
  }

  /** Within a run steps end unseen. Where one ends now and steps of this instant have ended, the run ends with it: what it
   *  was doing is asked, and step by step it would be doing nothing. */
  settle({ run }: Member, now: number): void {
    if (this.steppedAt === now && run.cutAt(now)) this.endSteps(now);
  }

  private endStep(member: Member, now: number): void {
    const { run } = member;
    run.end(now);
    this.wake(member);
    if (run.replica.preemptions - member.preemptionsAtFinish > LIVELOCK) {
      this.stalled = `livelock: replica ${run.replica.id} preempts its requests again and again and none of them finishes`;
    }
  }

  /** Where nothing is under way the next step begins. */
  formSteps(now: number): void {
    const { forming } = this;
    lowestLast(forming);
    for (let member = forming.pop(); member; member = forming.pop()) this.formStep(member, now);
  }

  /** A replica's next step begins; one that drains and has nothing left to do goes. */
  private formStep(member: Member, now: number): void {
    member.needsForming = false;
    if (member.state === "gone") return;
    if (member.state === "draining" && isEmpty(member)) this.remove(member, now);
    else member.run.begin(now);
  }

  /** The autoscaler wants so many replicas. */
  scaleTo(wanted: number, now: number): void {
    this.wanted = wanted;
    this.reconcile(now);
  }

  /** Creates or drains replicas until `wanted` are there. The youngest leave first, those still starting before others. */
  reconcile(now: number): void {
    const counted = this.alive.filter((member) => member.state !== "draining" && !isSurge(member));
    if (!this.holdsCreation) {
      for (let i = counted.length; i < this.wanted; i++) this.create(now, { kind: "new-pod" });
    }
    if (counted.length <= this.wanted) return;
    const leaving = counted
      .slice()
      .sort((a, b) => Number(a.state === "ready") - Number(b.state === "ready") || b.run.replica.id - a.run.replica.id);
    for (const member of leaving.slice(0, counted.length - this.wanted)) this.drain(member, now);
  }

  /** No new requests for this replica; it goes when it has finished what it has. */
  drain(member: Member, now: number): void {
    if (member.state === "draining" || member.state === "gone") return;
    this.ready = this.ready.filter((other) => other !== member);
    if (member.state === "starting") this.starting--;
    member.state = "draining";
    this.watcher?.drains(member, now);
    if (isEmpty(member)) this.remove(member, now);
  }

  /** A replica is gone at once, and with it what it was computing: its clients get an error. Returns how many of those that
   *  are counted. */
  lose(member: Member, now: number): number {
    if (member.state === "gone") return 0;
    const { slots, recorder } = this.parts;
    this.ready = this.ready.filter((other) => other !== member);
    if (member.state === "starting") this.starting--;
    member.run.stop(now);
    const lost = slots.inUse((slot) => slots.replica[slot] === member.run.replica.id);
    const cutOff = lost.filter((slot) => slots.abandoned[slot] !== 1 && recorder.measures(slots.arrival[slot] ?? 0));
    for (const slot of lost) member.run.replica.answers.takeBack(slot);
    this.remove(member, now);
    for (const slot of lost) this.gateway.finish(slot, "rejected", now);
    return cutOff.length;
  }

  /** The lives of all replicas there were, in no order that matters. */
  lives(): readonly Life[] {
    return [...this.past, ...this.alive.map(lifeOf)];
  }

  /** When the next replica that starts is ready; Infinity when none starts. */
  nextReady(): number {
    let soonest = Infinity;
    for (const member of this.alive) if (member.state === "starting") soonest = Math.min(soonest, member.readyAt);
    return soonest;
  }

  private add(start: Start, times: StartTimes): Member {
    const { slots, limits, stepTime, scheduler, recorder } = this.parts;
    const listener = {
      finished: (slot: number, when: number) => {
        member.preemptionsAtFinish = replica.preemptions;
        this.gateway.finish(slot, "completed", when);
      },
    };
    const replica = new Replica(this.created++, { slots, limits, stepTime, listener, answers: recorder.answers });
    const member: Member = {
      run: new StepRun(replica, scheduler, this.ends),
      ...times,
      goneAt: Infinity,
      state: "starting",
      needsForming: false,
      replaces: start.replaces ?? null,
      crashes: start.crashes ?? 0,
      preemptionsAtFinish: 0,
    };
    this.members.set(replica.id, member);
    this.placed[member.run.place] = member;
    this.alive.push(member);
    this.starting++;
    return member;
  }

  private remove(member: Member, now: number): void {
    member.state = "gone";
    member.goneAt = now;
    this.members.delete(member.run.replica.id);
    this.past.push(lifeOf(member));
    member.run.close();
    this.alive = this.alive.filter((other) => other !== member);
    this.watcher?.gone(member, now);
  }
}

/** In the order in which they are popped, which keeps the array's storage. Mostly there is one. */
function lowestLast(members: Member[]): void {
  if (members.length > 1) members.sort((a, b) => b.run.replica.id - a.run.replica.id);
}

/** One more than wanted for a while: it starts, and whom it replaces still serves. */
const isSurge = ({ state, replaces }: Member): boolean =>
  state === "starting" && (replaces?.state === "ready" || replaces?.state === "starting");

const isEmpty = ({ run: { replica } }: Member): boolean => replica.running + replica.waiting.size === 0;
