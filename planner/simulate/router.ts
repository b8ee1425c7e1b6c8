import type { Member } from "./member.ts";
import type { Slots } from "./slots.ts";

/** Chooses the replica for a request. `ready` is never empty; ties go to the lowest number. */
export interface Router {
  readonly choose: (ready: readonly Member[], slots: Slots, slot: number) => Member;
}

export const ROUTERS = ["round-robin", "least-outstanding", "least-waiting", "prefix-aware"] as const;
export type RouterName = (typeof ROUTERS)[number];

/** A router by name. `prefix-aware` needs the prefix cache and is refused until the simulator has one. */
export function routerNamed(name: Exclude<RouterName, "prefix-aware">): Router {
  if (name === "round-robin") return roundRobin();
  if (name === "least-waiting") return leastBy((member) => member.run.replica.waiting.size);
  return leastBy((member) => member.run.replica.waiting.size + member.run.replica.running);
}

function roundRobin(): Router {
  let turn = 0;
  return { choose: (ready) => pick(ready, turn++ % ready.length) };
}

function leastBy(load: (member: Member) => number): Router {
  return {
    choose: (ready) => {
      let best = 0;
      let least = Infinity;
      for (let i = 0; i < ready.length; i++) {
        const member = ready[i];
        const loaded = member ? load(member) : Infinity;
        if (loaded < least) {
          least = loaded;
          best = i;
        }
      }
      return pick(ready, best);
    },
  };
}

function pick(ready: readonly Member[], index: number): Member {
  const member = ready[index];
  if (!member) throw new Error("a router needs at least one ready replica");
  return member;
}
