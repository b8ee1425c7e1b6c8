import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful, withScaling } from "./_example.ts";
import { fewest, pathOfFewest, spoken } from "./_words.ts";

/** More than one replica runs. */
export const singleReplica = {
  id: "single-replica",
  about: "deployment",
  why: "A drained node, a driver fault or an eviction is an outage as long as a start takes. A disruption budget only delays it.",
  severity: "notice",
  examples: {
    passes: adding(careful),
    fails: adding(withScaling({ mode: "fixed", replicas: 1, headroom: 0 })),
  },
  check,
} satisfies DeploymentPolicy;

function check({ head, forecast }: Change): readonly Finding[] {
  const { scaling, platform } = head;
  // On spot, `spot-single-replica` says it with more weight.
  if (fewest(scaling) !== 1 || platform.capacity === "spot") return [];
  const startup = forecast?.plan?.startup ?? null;
  const outage =
    startup === null ? "until a new one has started" : `for ${spoken(startup.p50)} to ${spoken(startup.p99)}`;
  return [
    {
      id: "single-replica",
      severity: "notice",
      path: pathOfFewest(scaling),
      message: `one replica: when its node is drained or fails, nobody answers ${outage}`,
      action: "Run two replicas if that is too long; a PodDisruptionBudget only makes drains wait.",
    },
  ];
}
