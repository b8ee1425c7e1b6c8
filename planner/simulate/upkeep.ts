import type { Random } from "../domain/index.ts";
import type { Fleet, FleetWatcher } from "./fleet.ts";
import type { Member } from "./member.ts";
import { TimedQueue } from "./timed-queue.ts";

/** Things that go wrong at a given time, in seconds. `replica`: its number, counted from 0; null = chance decides. One
 *  replica stands on one node. */
export type Fault =
  | { readonly kind: "node-loss"; readonly at: number; readonly replica: number | null }
  /** The cloud takes the node back `notice` seconds after saying so; meanwhile the replica drains and another starts. */
  | {
      readonly kind: "spot-interruption";
      readonly at: number;
      readonly replica: number | null;
      readonly notice: number;
    }
  /** Nodes advertise no GPUs for a while: what runs goes on, a pod that is to be placed then stays pending. */
  | { readonly kind: "device-plugin-outage"; readonly at: number; readonly duration: number };

/** What is done to replicas on purpose, and what they do to themselves. */
export interface UpkeepParts {
  readonly faults: readonly Fault[];
  /** Seconds between restarts of all replicas; null = never. */
  readonly restartEvery: number | null;
  /** `rolling`: one after another, the new one ready before the old one drains (maxSurge 1, maxUnavailable 0).
   *  `recreate`: all drain, and when the last has gone all start, on the nodes they had. */
  readonly restartStrategy: "rolling" | "recreate";
  /** Seconds after a replica is ready at which a memory leak has reached its limit and the kernel kills it; null = no leak. */
  readonly secondsToOutOfMemory: number | null;
  readonly chance: Random;
  /** Seconds from which on what happens is counted. */
  readonly measureFrom: number;
}

/** What befell the replicas. */
export interface Disruptions {
  nodesLost: number;
  spotInterruptions: number;
  /** Containers killed by the kernel for their memory (exit code 137). */
  outOfMemoryKills: number;
  /** Replicas restarted on purpose. */
  restarts: number;
  /** Answers that were cut off because their replica was gone. */
  requestsCutOff: number;
}

type Blow =
  | Fault
  | { readonly kind: "restart" }
  | { readonly kind: "out-of-memory"; readonly member: Member }
  | { readonly kind: "taken-away"; readonly member: Member };

/** Kubernetes' back-off between restarts of a container (documentation, "Pod Lifecycle", how Pods handle problems with
 *  containers): at once the first time, then 10 s, 20 s, 40 s, ... up to 300 s; forgotten after ten good minutes. */
const BACK_OFF = { first: 10, longest: 300, forgottenAfter: 600 };

/** Faults, restarts and leaks: whatever changes replicas without the autoscaler's doing. */
export class Upkeep implements FleetWatcher {
  readonly seen: Disruptions = {
    nodesLost: 0,
    spotInterruptions: 0,
    outOfMemoryKills: 0,
    restarts: 0,
    requestsCutOff: 0,
  };
  private readonly fleet: Fleet;
  private readonly parts: UpkeepParts;
  private readonly due = new TimedQueue<Blow>();
  /** Replicas that restart all at once and whose nodes are still there; how many of them have gone. */
  private readonly recreated = new Set<Member>();
  private nodesKept = 0;
  /** Replicas that a rolling restart has still to replace, in order. */
  private old: Member[] = [];

  constructor(fleet: Fleet, parts: UpkeepParts) {
    this.fleet = fleet;
    this.parts = parts;
    for (const fault of parts.faults) this.due.push(fault.at, fault);
    if (parts.restartEvery !== null) this.due.push(parts.restartEvery, { kind: "restart" });
    fleet.watcher = this;
    for (const member of fleet.ready) this.ready(member, 0);
  }

  nextAt(): number {
    return this.due.nextAt();
  }

  /** Everything that is due now. Returns whether anything was. */
  strike(now: number): boolean {
    let struck = false;
    for (let blow = this.due.takeDue(now); blow; blow = this.due.takeDue(now)) {
      this.happen(blow, now);
      struck = true;
    }
    if (struck) this.fleet.reconcile(now);
    return struck;
  }

  ready(member: Member, now: number): void {
    const { secondsToOutOfMemory: lifetime } = this.parts;
    if (lifetime !== null) this.due.push(now + lifetime, { kind: "out-of-memory", member });
    if (member.replaces === null) return;
    this.count("restarts", now);
    this.fleet.drain(member.replaces, now);
    member.replaces = null;
    this.rollOn(now);
  }

  drains(member: Member, now: number): void {
    const { gracePeriod } = this.fleet.parts;
    if (gracePeriod !== null) this.due.push(now + gracePeriod, { kind: "taken-away", member });
  }

  gone(member: Member, now: number): void {
    const { fleet } = this;
    const replacement = fleet.alive.find((other) => other.replaces === member);
    if (replacement) replacement.replaces = null;
    if (member.replaces !== null) this.old.unshift(member.replaces);
    // The round goes on: with the same one where its replacement is lost, with the next where it is lost itself.
    if (replacement || member.replaces !== null) this.rollOn(now);
    if (this.recreated.delete(member)) this.nodesKept++;
    if (!fleet.holdsCreation || fleet.alive.length > 0) return;
    fleet.holdsCreation = false;
    const again = Math.min(fleet.wanted, this.nodesKept);
    for (let i = 0; i < again; i++) fleet.create(now, { kind: "same-node" });
    this.count("restarts", now, again);
    this.nodesKept = 0;
    fleet.reconcile(now);
  }

  private happen(blow: Blow, now: number): void {
    switch (blow.kind) {
      case "node-loss":
        this.loseNode(this.victim(blow.replica), now);
        break;
      case "spot-interruption":
        this.interrupt(this.victim(blow.replica), blow.notice, now);
        break;
      case "device-plugin-outage":
        this.fleet.placement.withdraw(now, now + blow.duration, this.fleet.alive);
        break;
      case "restart":
        this.restart(now);
        break;
      case "out-of-memory":
        this.killForMemory(blow.member, now);
        break;
      case "taken-away":
        this.lose(blow.member, now);
    }
  }

  /** A replica that is gone cannot be hit again. */
  private victim(replica: number | null): Member | null {
    const { alive, members } = this.fleet;
    if (replica === null) return alive[Math.floor(this.parts.chance.next() * alive.length)] ?? null;
    return members.get(replica) ?? null;
  }

  private loseNode(member: Member | null, now: number): void {
    if (member === null) return;
    this.count("nodesLost", now);
    this.recreated.delete(member);
    this.lose(member, now);
  }

  private interrupt(member: Member | null, notice: number, now: number): void {
    if (member === null) return;
    this.count("spotInterruptions", now);
    this.due.push(now + notice, { kind: "taken-away", member });
    this.recreated.delete(member);
    this.fleet.drain(member, now);
  }

  private restart(now: number): void {
    const { fleet, parts } = this;
    this.due.push(now + (parts.restartEvery ?? Infinity), { kind: "restart" });
    if (parts.restartStrategy === "recreate") {
      if (fleet.alive.length === 0) return;
      fleet.holdsCreation = true;
      const leaving = fleet.alive.filter((member) => member.state !== "draining");
      for (const member of leaving) this.recreated.add(member);
      for (const member of leaving) fleet.drain(member, now);
      return;
    }
    // A round that is not over when the next is due is not doubled.
    if (this.old.length > 0 || fleet.alive.some((member) => member.replaces !== null)) return;
    this.old = fleet.alive.filter((member) => member.state !== "draining");
    this.rollOn(now);
  }

  /** Makes the replica that is to replace the next old one. */
  private rollOn(now: number): void {
    for (let next = this.old.shift(); next; next = this.old.shift()) {
      if (next.state === "draining" || next.state === "gone") continue;
      this.fleet.create(now, { kind: "new-pod", replaces: next });
      return;
    }
  }

  /** The container starts again in its pod: same node, same image, same GPU. */
  private killForMemory(member: Member, now: number): void {
    if (member.state === "gone") return;
    const restarts = member.state === "ready";
    this.count("outOfMemoryKills", now);
    const crashes = now - member.readyAt >= BACK_OFF.forgottenAfter ? 0 : member.crashes;
    this.lose(member, now);
    if (!restarts) return;
    const wait = crashes === 0 ? 0 : Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** (crashes - 1));
    this.fleet.create(now, { kind: "same-node", wait, crashes: crashes + 1 });
  }

  private lose(member: Member, now: number): void {
    this.seen.requestsCutOff += this.fleet.lose(member, now);
  }

  /** What happens while the simulation only warms up is not counted. */
  private count(what: keyof Disruptions, now: number, times = 1): void {
    if (now >= this.parts.measureFrom) this.seen[what] += times;
  }
}
