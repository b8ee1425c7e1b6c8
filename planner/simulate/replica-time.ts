import type { Life } from "./member.ts";

/** Replica-seconds from creation to removal inside a stretch, and how many replicas there were. */
export interface ReplicaTime {
  readonly seconds: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** What else a bill depends on. */
export interface FleetTime {
  /** Replica-seconds before a replica was ready, and replicas that were created inside the stretch. */
  readonly startingSeconds: number;
  readonly started: number;
  /** Share of the stretch with 0, 1, 2, ... replicas. */
  readonly atOnce: readonly number[];
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Adds up the lives of replicas inside [from, until). Starting and draining replicas count: they are paid for. */
export function replicaTime(
  all: readonly Life[],
  from: number,
  until: number,
): { readonly replicas: ReplicaTime; readonly fleet: FleetTime } {
  const lives = all
    .map((life) => ({ ...life, start: Math.max(life.createdAt, from), end: Math.min(life.goneAt, until) }))
    .filter((life) => life.end > life.start);
  const seconds = lives.reduce((total, life) => total + (life.end - life.start), 0);
  const stretches = countsOverTime(lives, { from, until });
  const replicas = {
    seconds,
    min: stretches.reduce((least, { count }) => Math.min(least, count), Infinity),
    mean: until > from ? seconds / (until - from) : (stretches[0]?.count ?? 0),
    max: stretches.reduce((most, { count }) => Math.max(most, count), 0),
  };
  const fleet = {
    startingSeconds: lives.reduce(
      (sum, { start, end, readyAt }) => sum + Math.max(0, Math.min(end, readyAt) - start),
      0,
    ),
    started: lives.reduce((sum, { createdAt }) => sum + (createdAt >= from && createdAt > 0 ? 1 : 0), 0),
    atOnce: sharesOf(stretches, until - from),
  };
  return { replicas, fleet };
}

/** The number of replicas in each stretch between two changes, in order of time, and how long it lasts. */
function countsOverTime(
  lives: readonly { start: number; end: number }[],
  { from, until }: Stretch,
): { count: number; seconds: number }[] {
  const changes = new Map([[from, 0]]);
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const { start, end } of lives) {
    change(start, 1);
    change(end, -1);
  }
  let count = 0;
  const inOrder = [...changes].filter(([at]) => at < until).sort(([a], [b]) => a - b);
  const counts = inOrder.map(([at, by], i) => {
    count += by;
    return { count, seconds: (inOrder[i + 1]?.[0] ?? until) - at };
  });
  return counts.length > 0 ? counts : [{ count: 0, seconds: 0 }];
}

function sharesOf(stretches: readonly { count: number; seconds: number }[], whole: number): readonly number[] {
  const most = stretches.reduce((max, { count }) => Math.max(max, count), 0);
  const shares = new Array<number>(most + 1).fill(0);
  if (!(whole > 0)) shares[stretches[0]?.count ?? 0] = 1;
  else for (const { count, seconds } of stretches) shares[count] = (shares[count] ?? 0) + seconds / whole;
  return shares;
}
