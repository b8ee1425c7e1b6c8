import { type DeploymentForecast, STALE_PRICE_DAYS } from "../../planner/index.ts";

/** `2026-07-20`, or `⚠ 2026-07-20` where that is too long ago to rely on; empty without a price. */
export function priceDate({ cost, findings }: Pick<DeploymentForecast, "cost" | "findings">): string {
  if (cost.priceSource === null) return "";
  return findings.some(({ id }) => id === "stale-price") ? `⚠ ${cost.priceSource.date}` : cost.priceSource.date;
}

/** Said where one of several prices is marked. */
export const STALE_NOTE = `⚠ The price is older than ${STALE_PRICE_DAYS} days: check it against the provider's page.`;
