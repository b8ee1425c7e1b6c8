import type { CostPart, DeploymentForecast, Explanation } from "../../domain/index.ts";
import { calculated } from "./node.ts";
import { replicasExplained } from "./serving.ts";
import { monthExplained } from "./traffic.ts";

export function costExplained(forecast: DeploymentForecast): Explanation {
  const { cost } = forecast;
  const value = cost.monthlyUsd?.p50 ?? null;
  if (value === null) {
    const least = cost.atLeastUsd === null ? "" : `; for certain at least ${cost.atLeastUsd} US dollars`;
    return calculated("a month's bill for machines", [null, "usd"], [`unknown, as a price or the fleet is${least}`]);
  }
  return calculated(
    "a month's bill for machines",
    [value, "usd"],
    ["the sum of", ...cost.parts.map(partNode), replicasExplained(forecast)],
  );
}

/** A line of the bill: so many of what is counted, at so much each. */
function partNode({ text, monthlyUsd, unitUsd, per, basis, source, date }: CostPart): Explanation {
  const units = unitUsd === 0 ? 0 : monthlyUsd.p50 / unitUsd;
  return {
    ...{ name: text, value: monthlyUsd.p50, unit: "usd" },
    how: `${Number(units.toPrecision(6))} x price per ${per}`,
    from: [{ name: `price per ${per}`, value: unitUsd, unit: "usd", how: "", from: [], says: { basis, source, date } }],
    says: null,
  };
}

export function perMillionTokensExplained(forecast: DeploymentForecast): Explanation {
  const { cost, traffic } = forecast;
  const tokens =
    traffic === null ? null : traffic.requestsPerMonth.p50 * (traffic.meanInputTokens + traffic.meanOutputTokens);
  return calculated(
    "a million tokens",
    [cost.perMillionTokensUsd, "usd"],
    [
      "a month's bill for machines / millions of tokens a month, in and out",
      costExplained(forecast),
      calculated(
        "tokens a month",
        [tokens, "tokens"],
        [
          "requests a month x mean tokens of a request",
          ...(traffic === null ? [] : [monthExplained(forecast, traffic)]),
        ],
      ),
    ],
  );
}
