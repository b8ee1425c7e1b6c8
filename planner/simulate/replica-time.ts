import type { Member } from "./member.ts";

/** Replica-seconds from creation to removal inside a stretch, and how many replicas there were. */
export interface ReplicaTime {
  readonly seconds: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** Adds up the lives of replicas inside [from, until). Starting and draining replicas count: they are paid for. */
export function replicaTime(members: readonly Member[], from: number, until: number): ReplicaTime {
  const lives = members
    .map((member) => ({ start: Math.max(member.createdAt, from), end: Math.min(member.goneAt, until) }))
    .filter((life) => life.end > life.start);
  const seconds = lives.reduce((total, life) => total + (life.end - life.start), 0);
  const counts = countsOverTime(lives, from, until);
  return {
    seconds,
    min: Math.min(...counts),
    mean: until > from ? seconds / (until - from) : (counts[0] ?? 0),
    max: Math.max(...counts),
  };
}

/** The number of replicas in each stretch between two changes, in order of time. */
function countsOverTime(lives: readonly { start: number; end: number }[], from: number, until: number): number[] {
  const instants = [from, ...lives.flatMap((life) => [life.start, life.end])].filter((at) => at < until);
  const distinct = [...new Set(instants)].sort((a, b) => a - b);
  const counts = distinct.map((at) => lives.filter((life) => life.start <= at && at < life.end).length);
  return counts.length > 0 ? counts : [0];
}
