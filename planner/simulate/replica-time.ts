import type { Life } from "./member.ts";

/** Replica-seconds from creation to removal inside a stretch, and how many replicas there were. */
export interface ReplicaTime {
  readonly seconds: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Adds up the lives of replicas inside [from, until). Starting and draining replicas count: they are paid for. */
export function replicaTime(all: readonly Life[], from: number, until: number): ReplicaTime {
  const lives = all
    .map((life) => ({ start: Math.max(life.createdAt, from), end: Math.min(life.goneAt, until) }))
    .filter((life) => life.end > life.start);
  const seconds = lives.reduce((total, life) => total + (life.end - life.start), 0);
  const counts = countsOverTime(lives, from, until);
  return {
    seconds,
    min: counts.reduce((least, count) => Math.min(least, count), Infinity),
    mean: until > from ? seconds / (until - from) : (counts[0] ?? 0),
    max: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** The number of replicas in each stretch between two changes, in order of time. */
function countsOverTime(lives: readonly { start: number; end: number }[], from: number, until: number): number[] {
  const changes = new Map([[from, 0]]);
  const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
  for (const { start, end } of lives) {
    change(start, 1);
    change(end, -1);
  }
  let count = 0;
  const counts = [...changes]
    .filter(([at]) => at < until)
    .sort(([a], [b]) => a - b)
    .map(([, by]) => (count += by));
  return counts.length > 0 ? counts : [0];
}
