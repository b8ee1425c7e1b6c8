import type { Slo, Workload } from "../../domain/index.ts";
import { ONE_TOKEN } from "../target-findings.ts";

/** Why no plan can be held against one of the targets, whatever it costs; null where all can be judged. */
export function uncheckedTarget({ latency }: Slo, { outputTokens }: Workload): string | null {
  const target = latency.find(({ metric }) => metric === "tpot");
  if (target === undefined || outputTokens.length === 0 || outputTokens.some((tokens) => tokens > 1)) return null;
  return `p${target.percentile} TPOT cannot be checked: ${ONE_TOKEN}`;
}
