import type { Observation } from "./autoscaler.ts";
import type { Fleet } from "./fleet.ts";

/** What an autoscaler sees of a fleet. */
export function observe({ alive, ready, starting, gateway }: Fleet, now: number): Observation {
  const seen = {
    ready: ready.length,
    starting,
    pending: starting > 0 ? alive.filter((member) => member.state === "starting" && member.runsAt > now).length : 0,
    unrouted: gateway.pending.size + gateway.turnedAway,
    arrived: gateway.arrivedSince,
    waiting: 0,
    running: 0,
    kvUse: 0,
    busy: 0,
  };
  for (const { run } of ready) {
    const { replica } = run;
    seen.waiting += replica.waiting.size;
    seen.running += replica.running;
    seen.kvUse += run.heldBlocksAt(now) / replica.limits.kvBlocks;
    // An engine whose step has just ended forms the next one only after this decision.
    seen.busy += run.idle && replica.running + replica.waiting.size === 0 ? 0 : 1;
  }
  return seen;
}
