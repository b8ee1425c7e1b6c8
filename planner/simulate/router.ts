import type { Member } from "./member.ts";
import type { Slots } from "./slots.ts";

/** Chooses the replica for a request. `ready` is never empty; ties go to the lowest number. */
export interface Router {
  readonly choose: (ready: readonly Member[], slots: Slots, slot: number) => Member;
}

export const ROUTERS = ["round-robin", "least-outstanding", "least-waiting", "prefix-aware"] as const;
export type RouterName = (typeof ROUTERS)[number];

/** A router by name, with a memory of its own. */
export function routerNamed(name: RouterName): Router {
  if (name === "round-robin") return roundRobin();
  if (name === "least-waiting") return leastBy((member) => member.run.replica.waiting.size);
  return name === "prefix-aware" ? prefixAware() : leastBy(outstanding);
}

const outstanding = ({ run: { replica } }: Member): number => replica.waiting.size + replica.running;

/** Defaults of SGLang's router, now the Shepherd Model Gateway (documentation of the policy `cache_aware`): a replica is
 *  chosen for its cache if it has seen at least this share of the prompt, unless replicas are loaded too unlike, in
 *  requests and as a ratio. */
const CACHE_AWARE = { leastMatch: 0.3, unlikeRequests: 64, unlikeRatio: 1.5 };
/** Groups a router remembers; the one not seen for longest is forgotten first. */
const MOST_GROUPS = 65_536;

/** Sends a request where the longest beginning of its group was sent before. Like those routers it knows what it sent, not
 *  what an engine's cache still holds; otherwise, and where nothing matches, it takes the least loaded replica. */
function prefixAware(): Router {
  /** By group: tokens of its beginning that each replica has seen. */
  const seen = new Map<number, Map<number, number>>();
  const least = leastBy(outstanding);
  return {
    choose: (ready, slots, slot) => {
      const group = slots.prefixId[slot] ?? -1;
      const tokens = slots.prefixTokens[slot] ?? 0;
      if (group < 0 || tokens === 0) return least.choose(ready, slots, slot);
      const known = seen.get(group) ?? new Map<number, number>();
      seen.delete(group);
      seen.set(group, known);
      if (seen.size > MOST_GROUPS) seen.delete(seen.keys().next().value ?? group);
      const enough = CACHE_AWARE.leastMatch * (slots.input[slot] ?? 0);
      const best = areUnlike(ready) ? null : bestMatch(ready, known, { tokens, enough });
      const chosen = best ?? least.choose(ready, slots, slot);
      const { id } = chosen.run.replica;
      known.set(id, Math.max(tokens, known.get(id) ?? 0));
      return chosen;
    },
  };
}

function areUnlike(ready: readonly Member[]): boolean {
  let most = 0;
  let fewest = Infinity;
  for (const member of ready) {
    most = Math.max(most, outstanding(member));
    fewest = Math.min(fewest, outstanding(member));
  }
  return most - fewest > CACHE_AWARE.unlikeRequests && most > CACHE_AWARE.unlikeRatio * fewest;
}

/** Of those that match alike, the least loaded, then the lowest number. */
function bestMatch(
  ready: readonly Member[],
  known: ReadonlyMap<number, number>,
  { tokens, enough }: { readonly tokens: number; readonly enough: number },
): Member | null {
  let best: Member | null = null;
  let most = Math.max(enough, Number.MIN_VALUE);
  for (const member of ready) {
    const match = Math.min(tokens, known.get(member.run.replica.id) ?? 0);
    if (match < most || (match === most && best !== null && outstanding(member) >= outstanding(best))) continue;
    best = member;
    most = match;
  }
  return best;
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
