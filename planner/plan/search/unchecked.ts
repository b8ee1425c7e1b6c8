import type { LatencyTarget, Slo } from "../../domain/index.ts";
import type { Ahead } from "../outlook.ts";
import { NO_REQUEST, ONE_TOKEN } from "../target-findings.ts";

/** Why no plan can be held against one of the targets, whatever it costs; null where all can be judged. */
export function uncheckedTarget({ latency }: Slo, { history, hours }: Pick<Ahead, "history" | "hours">): string | null {
  const [first] = latency;
  if (first !== undefined && hours.every(({ rate }) => !(rate > 0))) return unchecked(first, NO_REQUEST);
  const { outputTokens } = history.workload;
  const target = latency.find(({ metric }) => metric === "tpot");
  if (target === undefined || outputTokens.length === 0 || outputTokens.some((tokens) => tokens > 1)) return null;
  return unchecked(target, ONE_TOKEN);
}

const unchecked = ({ metric, percentile }: LatencyTarget, why: string): string =>
  `p${percentile} ${metric.toUpperCase()} cannot be checked: ${why}`;
