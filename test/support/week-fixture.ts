import type { WorstHour } from "../../planner/index.ts";
import { traffic } from "./deployment-fixture.ts";

/** Hours of the week in order of load, from a share of them to another. */
export function hoursBetween(from: number, to: number): readonly number[] {
  const order = traffic.week
    .map((_, hour) => hour)
    .sort((a, b) => (traffic.week[a]?.p50 ?? 0) - (traffic.week[b]?.p50 ?? 0));
  return order.slice(Math.floor(from * order.length), Math.floor(to * order.length));
}

/** An hour whose evening queue builds and goes. */
export function worstHourOf(replicas: number, mostWaiting: number): WorstHour {
  const slices = Array.from({ length: 60 }, (_, minute) => ({
    requestsPerSecond: 1.6 + 0.8 * Math.sin((Math.PI * minute) / 59),
    waiting: mostWaiting * Math.max(0, Math.sin((Math.PI * (minute - 10)) / 49)),
    running: 20 + 8 * Math.sin((Math.PI * minute) / 59),
    ready: replicas,
    replicas,
  }));
  return { label: "busiest hour", sliceSeconds: 60, slices };
}
