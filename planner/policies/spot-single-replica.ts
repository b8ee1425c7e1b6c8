import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful, withScaling } from "./_example.ts";
import { fewest, pathOfFewest, spoken } from "./_words.ts";

/** Spot capacity is for fleets that survive losing a replica. */
export const spotSingleReplica = {
  id: "spot-single-replica",
  about: "deployment",
  why: "Spot nodes are taken back at two minutes' notice or less; a model server takes longer than that to start elsewhere.",
  severity: "warning",
  examples: {
    passes: adding({ ...careful, platform: { ...careful.platform, capacity: "spot" } }),
    fails: adding({
      ...withScaling({ mode: "fixed", replicas: 1, headroom: 0 }),
      platform: { ...careful.platform, capacity: "spot" },
    }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  if (head.platform.capacity !== "spot" || fewest(head.scaling) > 1) return [];
  const startup = forecast?.plan?.startup ?? null;
  const start =
    startup === null ? "" : `; a start takes ${spoken(startup.p50)}, one in a hundred ${spoken(startup.p99)}`;
  return [
    {
      id: "spot-single-replica",
      severity: "warning",
      path: pathOfFewest(head.scaling),
      message: `the only replica may run on a spot node, which is taken back at two minutes' notice or less${start}`,
      action: "Run at least two replicas, or take capacity: on-demand.",
    },
  ];
}
