import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { calm, careful, forecasting } from "./_example.ts";

/** With fewer, one long conversation leaves nobody else room, and the engine preempts. vLLM logs the same ratio at its start. */
const LEAST = 2;

/** The KV cache holds more than one conversation of full length. */
export const fewFullContexts = {
  id: "few-full-contexts",
  about: "deployment",
  why: "A long maxContext on a small KV cache starts and passes short tests; the first long prompts then push everybody else out.",
  severity: "warning",
  examples: {
    passes: forecasting(careful),
    fails: forecasting(careful, { capacity: { ...calm.capacity, fullContexts: 1.2 } }),
  },
  check,
} satisfies DeploymentPolicy;

function check({ forecast }: Change): readonly Finding[] {
  const plan = forecast?.plan ?? null;
  const full = forecast?.capacity.fullContexts ?? null;
  if (plan === null || full === null || !plan.memory.fits || full >= LEAST) return [];
  const enough = Math.floor((plan.maxContext * full) / LEAST / 1024) * 1024;
  const shorter = enough >= 1024 ? `Lower maxContext to ${enough} or less` : "Lower maxContext";
  return [
    {
      id: "few-full-contexts",
      severity: "warning",
      path: ["spec", "model", "maxContext"],
      message: `the KV cache of a replica holds ${full.toFixed(1)} requests of ${plan.maxContext} tokens: while one long request runs, others are preempted`,
      action: `${shorter}, use kvCache: fp8, or take more GPU memory.`,
    },
  ];
}
