import type { PriceRange } from "../../cost/price.ts";
import type { CostPart, ProposedPlan, Quota, Range, TogetherAdvice } from "../../domain/index.ts";
import { type Bytes, HOURS_PER_MONTH } from "../../units/index.ts";
import type { MachinePrices } from "../machine-bill.ts";
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
    return { feasible: false, plans: [], nodes: [], monthlyUsd: null, rangeUsd: null, budgetUsd, failsOn };
  }
  const { plans, bill } = best;
  const isOver = budgetUsd !== null && bill.monthlyUsd > budgetUsd;
  return {
    feasible: !isOver,
    plans: plans.map(({ plan }) => plan),
    ...{ nodes: bill.nodes, monthlyUsd: bill.monthlyUsd, rangeUsd: rangeOf(plans, bill.monthlyUsd), budgetUsd },
    failsOn: isOver ? "the budget: the cheapest plans that hold cost more together" : null,
  };
}

interface Bill {
  readonly monthlyUsd: number;
  readonly nodes: TogetherAdvice["nodes"];
}

/** Nodes of each instance for the mean number of replicas of all plans on it, packed together, at the likeliest prices. */
function billOf(options: readonly PlanOption[]): Bill {
  const groups = Map.groupBy(options, machineKey);
  const nodes = [...groups.values()].map((group) => {
    const instance = group[0]?.plan.deployment.platform.instance ?? "";
    const { count, monthlyUsd } = paidFor(group, { end: "p50", price: "middle" });
    return { instance, count, monthlyUsd };
  });
  return { nodes, monthlyUsd: nodes.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) };
}

/** Fewest replicas at the lowest prices to most replicas at the highest: the two may come together, and all plans follow the same
 *  weather. */
function rangeOf(options: readonly PlanOption[], p50: number): Range {
  const groups = [...Map.groupBy(options, machineKey).values()];
  const sum = (at: Parameters<typeof paidFor>[1]) =>
    groups.reduce((usd, group) => usd + paidFor(group, at).monthlyUsd, 0);
  const [low, high] = [sum({ end: "p10", price: "low" }), sum({ end: "p90", price: "high" })];
  return { p10: Math.min(p50, low), p50, p90: Math.max(p50, high) };
}

/** Nodes of one group and a month of them. Those that the fewest replicas need are committed to where capacity is reserved, and paid
 *  at that price whatever runs; what runs above them is paid on demand. */
function paidFor(
  group: readonly PlanOption[],
  { end, price }: { readonly end: keyof Range; readonly price: keyof PriceRange },
): { readonly count: number; readonly monthlyUsd: number } {
  const [first] = group;
  if (first === undefined) return { count: 0, monthlyUsd: 0 };
  const running = nodesFor(group, (option) => Math.ceil(replicasAt(option, end) - 1e-9));
  const isReserved = first.plan.deployment.platform.capacity === "reserved";
  const committed = isReserved ? nodesFor(group, ({ plan }) => plan.forecast.plan?.replicas.min ?? 0) : 0;
  const { prices } = first;
  const above = Math.max(0, running - committed);
  const usdPerHour = committed * prices.committed[price] + above * prices.above[price];
  return { count: Math.max(running, committed), monthlyUsd: usdPerHour * HOURS_PER_MONTH };
}

/** Mean replicas at one end of what is forecast: they go as the plan's own machines do. */
function replicasAt({ plan: { forecast }, prices }: PlanOption, end: keyof Range): number {
  const mean = forecast.replicas?.mean ?? 0;
  if (end === "p50") return mean;
  const machines = (at: keyof Range, price: keyof PriceRange) =>
    forecast.cost.parts
      .filter(({ kind }) => kind === "machines")
      .reduce((sum, part) => sum + part.monthlyUsd[at] / priceOf(part, prices)[price], 0);
  const usual = machines("p50", "middle");
  return usual === 0 ? mean : (mean * machines(end, end === "p10" ? "low" : "high")) / usual;
}

const priceOf = ({ unitUsd }: CostPart, { committed, above }: MachinePrices): PriceRange =>
  unitUsd === committed.middle ? committed : above;

/** What can share a machine, and has one price. */
const machineKey = ({ plan }: PlanOption): string => {
  const { name, region, instance, capacity } = plan.deployment.platform;
  return `${name} ${region} ${instance} ${capacity}`;
};

/** With as many replicas as the plans ever have. */
function isWithin(options: readonly PlanOption[], { gpus, instances }: Quota): boolean {
  if (Object.keys(gpus).length + Object.keys(instances).length === 0) return true;
  const used = new Map<string, number>();
  for (const group of Map.groupBy(options, machineKey).values()) {
    const instance = group[0]?.plan.deployment.platform.instance ?? "";
    const nodes = nodesFor(group, ({ plan }) => plan.forecast.plan?.replicas.max ?? 0);
    if (nodes > (instances[instance] ?? Infinity)) return false;
    const { gpu, gpuCount } = group[0]?.shape ?? { gpu: null, gpuCount: 0 };
    used.set(gpu ?? "", (used.get(gpu ?? "") ?? 0) + nodes * gpuCount);
  }
  return [...used].every(([gpu, count]) => count <= (gpus[gpu] ?? Infinity));
}

/** Nodes that first-fit decreasing needs: the replica with most GPUs first, each on the first node with GPUs and memory left. */
function nodesFor(group: readonly PlanOption[], count: (option: PlanOption) => number): number {
  const replicas = group.flatMap((option) => Array.from({ length: count(option) }, () => needsOf(option.plan)));
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
