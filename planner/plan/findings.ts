import type { CostForecast, Finding, Settings, SloForecast } from "../domain/index.ts";
import { formatDate, parseDate } from "../traffic/calendar.ts";
import type { TrafficProfile } from "../traffic/profile.ts";
import { DAY, HOUR, inGibibytes } from "../units/index.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";

/** Prices older than this are said to be stale (shared price list: "warn when older than 90 days"; plans tolerate a month more). */
const STALE_PRICE_DAYS = 120;
const STALE_TRAFFIC_DAYS = 30;
/** Within this much of the wanted confidence a target is met, but only just. */
const CLOSE = 0.05;

/** What memory, hardware and prices say by themselves, before any traffic. */
export function planFindings(resolved: Resolved, request: PlanRequest): readonly Finding[] {
  return [
    ...fitFindings(resolved),
    ...hostFindings(resolved),
    ...engineFindings(resolved),
    ...priceFindings(resolved, request),
  ];
}

function fitFindings({ plan, gpu }: Resolved): readonly Finding[] {
  const { memory } = plan;
  if (memory.fits) return [];
  const missing =
    memory.missingBytes > 0 ? `; ${inGibibytes(memory.missingBytes).toFixed(2)} GiB a GPU are missing` : "";
  return [
    {
      id: "does-not-fit",
      severity: "blocking",
      path: ["spec", "model", "weights"],
      message: `${plan.modelId} in ${plan.weights} does not fit ${plan.gpusPerReplica} x ${gpu.name}: ${memory.binding}${missing}`,
      action: "Use more GPUs, smaller weights or a shorter maxContext; `loadline fit` lists what would do.",
    },
  ];
}

function hostFindings({ plan, shape, platform }: Resolved): readonly Finding[] {
  const { request } = plan.memory.host;
  if (request <= shape.allocatable.memory) return [];
  return [
    {
      id: "host-memory",
      severity: "warning",
      path: ["spec", "platform", "instance"],
      message: `a replica asks for ${inGibibytes(request).toFixed(1)} GiB of host memory, but a pod on this ${platform.name} instance may use ${inGibibytes(shape.allocatable.memory).toFixed(1)} GiB: it would stay Pending or end with exit code 137`,
      action: "Take the next larger instance of the same GPU.",
    },
  ];
}

function engineFindings({ engine, plan }: Resolved): readonly Finding[] {
  const findings: Finding[] = [];
  const path = ["spec", "engine", "name"];
  if (engine.warning !== null) {
    findings.push({
      id: "engine-warning",
      severity: "warning",
      path,
      message: engine.warning,
      action: "Plan a move to vLLM or SGLang.",
    });
  }
  if (plan.memory.coverage.status === "extrapolated") {
    findings.push({
      id: "extrapolated-memory",
      severity: "warning",
      path,
      message: `memory is extrapolated: ${plan.memory.coverage.why}`,
      action: "Compare with the engine's own start-up log before relying on the KV cache size.",
    });
  }
  return findings;
}

function priceFindings(resolved: Resolved, request: PlanRequest): readonly Finding[] {
  const { platform: place } = request.deployment;
  const path = ["spec", "platform", "instance"];
  if (resolved.price === null || priceOfCapacity(resolved, place.capacity) === null) {
    return [
      {
        id: "unknown-price",
        severity: "blocking",
        path,
        message: `the ${place.capacity} price of ${place.instance} in ${place.region} is unknown`,
        action: "Use a region or capacity with a known price, or add the price to the platform's table.",
      },
    ];
  }
  const { date } = resolved.price.source;
  const age = Math.floor((request.now - (parseDate(date) ?? request.now)) / DAY);
  if (age <= STALE_PRICE_DAYS) return [];
  return [
    {
      id: "stale-price",
      severity: "warning",
      path,
      message: `the price is ${age} days old (${date})`,
      action: "Check it against the provider's page; update loadline for newer tables.",
    },
  ];
}

/** Price of one node per hour for a kind of capacity; null = unknown. Reserved terms are individual and not in any table. */
export function priceOfCapacity(resolved: Resolved, capacity: "on-demand" | "spot" | "reserved") {
  if (resolved.price === null || capacity === "reserved") return null;
  return capacity === "spot" ? resolved.price.row.spot : resolved.price.row.onDemand;
}

/** What the history's length and age say. */
export function trafficFindings(request: PlanRequest, profile: TrafficProfile, end: number): readonly Finding[] {
  const findings: Finding[] = [];
  const path = ["spec", "traffic"];
  if (profile.seasonality !== "week") {
    findings.push({
      id: "short-history",
      severity: "warning",
      path,
      message: `the history covers ${covered(request.history?.duration ?? 0, profile)}: its seasonality is assumed, not seen`,
      action: "Give at least seven days of traffic without gaps, better four weeks.",
    });
  }
  const age = Math.floor((request.now - end) / DAY);
  if (age > STALE_TRAFFIC_DAYS) {
    findings.push({
      id: "stale-traffic",
      severity: "warning",
      path,
      message: `the traffic ends ${age} days before the plan (${formatDate(end)})`,
      action:
        "Give newer traffic. An old log is taken for a sample of today's; growth before the plan counts for 45 days at most.",
    });
  }
  return findings;
}

/** How much of traffic was seen, in words; what gaps hide was not. */
function covered(duration: number, { hourly }: TrafficProfile): string {
  const hours = duration / HOUR;
  const seen = hourly.reduce((count, rate) => count + (Number.isNaN(rate) ? 0 : 1), 0);
  const text = hours < 48 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(1)} days`;
  return seen >= Math.floor(hours) - 1 ? text : `${text}, of which gaps leave ${seen} hours to be seen`;
}

/** Targets that are missed or only just met, and the budget. */
export function targetFindings(
  slo: readonly SloForecast[],
  cost: CostForecast,
  confidence: number,
): readonly Finding[] {
  const findings = slo.flatMap((target) => sloFinding(target, confidence));
  const { monthlyUsd, budgetUsd } = cost;
  if (monthlyUsd !== null && budgetUsd !== null && monthlyUsd.p50 > budgetUsd) {
    findings.push({
      id: "over-budget",
      severity: "warning",
      path: ["spec", "budget", "monthlyUsd"],
      message: `$${Math.round(monthlyUsd.p50)} a month is over the budget of $${Math.round(budgetUsd)}`,
      action: "Lower the replicas, take a cheaper instance, or raise the budget.",
    });
  }
  return findings;
}

function sloFinding(target: SloForecast, confidence: number): Finding[] {
  const name = target.percentile === null ? "the error rate" : `${target.percentile} ${target.metric.toUpperCase()}`;
  const path =
    target.percentile === null ? ["spec", "slo", "errorRate"] : ["spec", "slo", target.metric, target.percentile];
  const odds = `${percent(target.probability)}, wanted ${percent(confidence)}`;
  const against =
    target.forecast === null
      ? "nothing completes"
      : `${shown(target, target.forecast)} against ${shown(target, target.target)}`;
  if (!target.met) {
    return [
      {
        id: "target-missed",
        severity: "blocking",
        path,
        message: `${name}: ${against}; met with a probability of ${odds}`,
        action: "Add replicas or headroom, take a faster GPU, or loosen the target.",
      },
    ];
  }
  if (target.probability >= confidence + CLOSE || target.probability >= 0.999) return [];
  return [
    {
      id: "target-close",
      severity: "warning",
      path,
      message: `${name}: ${against}; met with a probability of ${odds}: hardly more`,
      action: "Add a little headroom.",
    },
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** A target's value with its unit, three digits. */
function shown({ unit }: SloForecast, value: number): string {
  if (unit === "fraction") return `${Number((100 * value).toPrecision(3))} %`;
  return value >= 1000 ? `${Number((value / 1000).toPrecision(3))} s` : `${Number(value.toPrecision(3))} ms`;
}

/** Applies the severities that Settings give; `off` drops a finding. What blocks because an answer is missing or is no (an
 *  unknown price, a target missed) is no opinion and cannot be talked down; policies and warnings can. */
export function withSeverities(
  findings: readonly Finding[],
  settings: Settings | null,
  policies: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const isFixed = finding.severity === "blocking" && !Object.hasOwn(policies, finding.id);
    const severity = isFixed ? finding.severity : (settings?.policies[finding.id]?.severity ?? finding.severity);
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}
