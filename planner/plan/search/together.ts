import type { ProposedPlan, Quota, TogetherAdvice } from "../../domain/index.ts";
import { type Bytes, HOURS_PER_MONTH } from "../../units/index.ts";
import type { PlanOption } from "./advise.ts";

/** Deployments that share nodes, a quota and a budget, each with plans that hold, the cheapest first. */
export interface TogetherQuestion {
  readonly options: readonly (readonly PlanOption[])[];
  readonly quota: Quota;
  readonly budgetUsd: number | null;
}

/** Plans of one deployment that are combined with those of the others: at most so many, and so many combinations looked at; the
 *  cheapest of each come first. */
const COMBINED = 12;
const COMBINATIONS = 50_000;

/** One plan for each deployment such that all of them fit the quota and cost least together; where none fits the budget, the
 *  cheapest that fits the quota. Goes through all combinations, leaving out what cannot become cheaper. */
export function together({ options, quota, budgetUsd }: TogetherQuestion): TogetherAdvice {
  const lists = options.map((list) => list.slice(0, COMBINED));
  let best: { plans: readonly PlanOption[]; bill: Bill } | null = null;
  let looked = 0;
  const go = (chosen: readonly PlanOption[]) => {
    if (++looked > COMBINATIONS || !isWithin(chosen, quota)) return;
    const bill = billOf(chosen);
    // Another deployment never makes the machines of the others fewer.
    if (best !== null && bill.monthlyUsd >= best.bill.monthlyUsd - 1e-9) return;
    const list = lists[chosen.length];
    if (list === undefined) best = { plans: chosen, bill };
    else for (const option of list) go([...chosen, option]);
  };
  if (lists.every((list) => list.length > 0)) go([]);
  return answer(best, budgetUsd);
}

function answer(best: { plans: readonly PlanOption[]; bill: Bill } | null, budgetUsd: number | null): TogetherAdvice {
  if (best === null) {
    const failsOn = "the quota: no plans that hold and were looked at fit it together";
    return { feasible: false, plans: [], nodes: [], monthlyUsd: null, budgetUsd, failsOn };
  }
  const { plans, bill } = best;
  const isOver = budgetUsd !== null && bill.monthlyUsd > budgetUsd;
  return {
    feasible: !isOver,
    plans: plans.map(({ plan }) => plan),
    ...{ nodes: bill.nodes, monthlyUsd: bill.monthlyUsd, budgetUsd },
    failsOn: isOver ? "the budget: the cheapest plans that hold cost more together" : null,
  };
}

interface Bill {
  readonly monthlyUsd: number;
  readonly nodes: TogetherAdvice["nodes"];
}

/** Nodes of each instance for the mean number of replicas of all plans on it, packed together. */
function billOf(options: readonly PlanOption[]): Bill {
  const groups = Map.groupBy(options, machineKey);
  const nodes = [...groups.values()].map((group) => {
    const instance = group[0]?.plan.deployment.platform.instance ?? "";
    const count = nodesFor(group, ({ forecast }) => Math.ceil((forecast.replicas?.mean ?? 0) - 1e-9));
    const usdPerHour = group[0]?.nodeUsdPerHour ?? 0;
    return { instance, count, monthlyUsd: count * usdPerHour * HOURS_PER_MONTH };
  });
  return { nodes, monthlyUsd: nodes.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) };
}

/** What can share a machine, and has one price. */
const machineKey = ({ plan }: PlanOption): string => {
  const { name, region, instance, capacity } = plan.deployment.platform;
  return `${name} ${region} ${instance} ${capacity}`;
};

/** With as many replicas as the plans ever have. */
function isWithin(options: readonly PlanOption[], { gpus, instances }: Quota): boolean {
  const used = new Map<string, number>();
  for (const group of Map.groupBy(options, machineKey).values()) {
    const instance = group[0]?.plan.deployment.platform.instance ?? "";
    const nodes = nodesFor(group, ({ forecast }) => forecast.plan?.replicas.max ?? 0);
    if (nodes > (instances[instance] ?? Infinity)) return false;
    const { gpu, gpuCount } = group[0]?.shape ?? { gpu: null, gpuCount: 0 };
    used.set(gpu ?? "", (used.get(gpu ?? "") ?? 0) + nodes * gpuCount);
  }
  return [...used].every(([gpu, count]) => count <= (gpus[gpu] ?? Infinity));
}

/** Nodes that first-fit decreasing needs: the replica with most GPUs first, each on the first node with GPUs and memory left. */
function nodesFor(group: readonly PlanOption[], count: (plan: ProposedPlan) => number): number {
  const replicas = group.flatMap(({ plan }) => Array.from({ length: count(plan) }, () => needsOf(plan)));
  const shape = group[0]?.shape;
  if (shape === undefined) return 0;
  const nodes: { gpus: number; memory: number }[] = [];
  for (const { gpus, memory } of replicas.toSorted((a, b) => b.gpus - a.gpus || b.memory - a.memory)) {
    const room = nodes.find((node) => node.gpus >= gpus && node.memory >= memory);
    if (room === undefined) {
      nodes.push({ gpus: shape.gpuCount - gpus, memory: shape.allocatable.memory - memory });
    } else {
      room.gpus -= gpus;
      room.memory -= memory;
    }
  }
  return nodes.length;
}

const needsOf = ({ forecast }: ProposedPlan): { gpus: number; memory: Bytes } => ({
  gpus: forecast.plan?.gpusPerReplica ?? 0,
  memory: (forecast.plan?.memory.host.request ?? 0) as Bytes,
});
