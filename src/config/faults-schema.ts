import * as z from "zod";
import { integer } from "./leaves.ts";
import { duration } from "./quantities.ts";
import { mapping } from "./shapes.ts";

/** `spec.faults` of a Scenario. */
export function faultsSchema() {
  const at = duration("time of the fault", "600s", "zero").describe("On the scenario's own clock.");
  const replica = integer({ wanted: "replica, counted from 0", example: "0", least: 0, most: 10_000 }).optional();
  return z
    .array(
      z.discriminatedUnion("kind", [
        mapping({ kind: z.literal("node-loss"), at, replica }),
        mapping({
          kind: z.literal("spot-interruption"),
          at,
          replica,
          notice: duration("notice before the node goes", "2m", "zero").prefault("2m"),
        }),
        mapping({
          kind: z.literal("device-plugin-outage"),
          at,
          duration: duration("time without new GPUs", "10m"),
        }),
      ]),
    )
    .describe("Things that go wrong at a given time.");
}
