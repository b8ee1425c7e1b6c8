import type { DeploymentForecast, SloForecast } from "../../planner/index.ts";
import { money, moneyRange } from "./money.ts";
import { beside, chance, contrast, decimal, gibibytes, rate, share, target as targetText } from "./quantities.ts";
import { counted, targetLabel } from "./wording.ts";

/** How a figure stands against its target; null where it has none. */
export type Standing = "met" | "close" | "missed" | "unchecked" | null;

/** One line of the table a person should see. The same key means the same line before and after. */
export interface Figure {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  /** For the difference between before and after; null where there is no number. */
  readonly amount: number | null;
  readonly range: string;
  readonly target: string;
  readonly probability: string;
  readonly standing: Standing;
}

/** Cost, targets, memory, replicas: the numbers the verdict rests on. */
export function figuresOf(forecast: DeploymentForecast): readonly Figure[] {
  return [
    costFigure(forecast),
    ...forecast.slo.map((slo) => sloFigure(slo, forecast.deployment.slo.confidence)),
    ...memoryFigures(forecast),
    ...fleetFigures(forecast),
  ];
}

/** Within five points of the wanted confidence a target is met, but only just (CONTRACT.md section 6). */
const CLOSE = 0.05;
const CERTAIN = 0.999;

const PLAIN = { amount: null, range: "", target: "", probability: "", standing: null } as const;

function costFigure({ cost }: DeploymentForecast): Figure {
  const { monthlyUsd, atLeastUsd, budgetUsd } = cost;
  const least = monthlyUsd?.p50 ?? atLeastUsd;
  const isOver = least !== null && budgetUsd !== null && least > budgetUsd;
  // What costs at least so much may still be over.
  const isMet = monthlyUsd !== null && budgetUsd !== null && !isOver;
  return {
    key: "cost",
    label: "Cost per month (P50)",
    value: monthlyUsd === null ? lowerBound(atLeastUsd) : money(monthlyUsd.p50),
    amount: monthlyUsd?.p50 ?? null,
    range: monthlyUsd === null ? "" : moneyRange(monthlyUsd.p10, monthlyUsd.p90),
    target: budgetUsd === null ? "" : `≤ ${money(budgetUsd)}`,
    probability: "",
    standing: isOver ? "missed" : isMet ? "met" : null,
  };
}

const lowerBound = (least: number | null): string => (least === null ? "unknown" : `at least ${money(least)}`);

function sloFigure(slo: SloForecast, confidence: number): Figure {
  const isTime = slo.unit === "ms";
  const shown = (value: number) => (isTime ? beside(value, slo.target) : share(value));
  const value = slo.forecast === null ? "–" : isTime ? contrast(slo.forecast, slo.target) : share(slo.forecast);
  return {
    key: `${slo.metric} ${slo.percentile ?? ""}`,
    label: targetLabel(slo),
    value,
    amount: slo.forecast,
    range: slo.range === null ? "" : between(shown(slo.range[0]), shown(slo.range[1])),
    target: `≤ ${isTime ? targetText(slo.target) : share(slo.target)}`,
    probability: slo.probability === null ? "" : chance(slo.probability),
    standing: standingOf(slo, confidence),
  };
}

/** One text where both ends read the same. */
const between = (low: string, high: string): string => (low === high ? low : `${low} – ${high}`);

function standingOf({ met, probability }: SloForecast, confidence: number): Standing {
  if (met === null || probability === null) return "unchecked";
  if (!met) return "missed";
  return probability < confidence + CLOSE && probability < CERTAIN ? "close" : "met";
}

function memoryFigures({ plan, capacity }: DeploymentForecast): readonly Figure[] {
  if (plan === null) return [];
  const { memory } = plan;
  const contexts = capacity.fullContexts;
  const room = contexts === null ? "" : ` (${fullContexts(contexts)})`;
  const kv: Figure = {
    ...PLAIN,
    key: "kv",
    label: "GPU memory, free for KV",
    value: memory.fits ? `${gibibytes(memory.parts.kv)}${room}` : `none: ${gibibytes(memory.missingBytes)} missing`,
    amount: memory.parts.kv,
    standing: memory.fits ? null : "missed",
  };
  const host: Figure = {
    ...PLAIN,
    key: "host",
    label: "Host memory, requested",
    value: gibibytes(memory.host.request),
    amount: memory.host.request,
  };
  return [kv, host];
}

/** `5 full contexts`, `0.4 of a full context`. */
function fullContexts(contexts: number): string {
  if (contexts < 1) return `${decimal(contexts, 2)} of a full context`;
  return counted(Math.floor(contexts), "full context");
}

function fleetFigures({ replicas, capacity, plan }: DeploymentForecast): readonly Figure[] {
  const figures: Figure[] = [];
  if (replicas !== null) {
    const gpus = plan === null ? 0 : plan.gpusPerReplica * replicas.max;
    figures.push({
      ...PLAIN,
      key: "replicas",
      label: "Replicas (mean, most)",
      value: `${replicas.mean.toFixed(1)}, ${replicas.max}${gpus > 0 ? ` (${counted(gpus, "GPU")})` : ""}`,
      amount: replicas.mean,
    });
  }
  if (capacity.fleetRequestsPerSecond !== null) {
    figures.push({
      ...PLAIN,
      key: "throughput",
      label: "Requests the fleet can carry",
      value: rate(capacity.fleetRequestsPerSecond),
      amount: capacity.fleetRequestsPerSecond,
    });
  }
  return figures;
}
