import type { DeploymentForecast } from "../../../planner/index.ts";
import { money, moneyRange } from "../money.ts";
import type { Chart, Layer } from "./chart.ts";
import { html } from "./markup.ts";

interface Bill {
  readonly side: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly text: string;
}

/** The month's bill of each side, P10 to P90 with the most likely, against the budget. Null without a price. */
export function costChart(
  sides: readonly { readonly label: string; readonly forecast: DeploymentForecast }[],
): Chart | null {
  const bills = sides.flatMap(({ label, forecast }): Bill[] => {
    const cost = forecast.cost.monthlyUsd;
    return cost === null ? [] : [{ side: label, ...cost, text: money(cost.p50) }];
  });
  const budget = sides.at(-1)?.forecast.cost.budgetUsd ?? null;
  if (bills.length === 0) return null;
  const spoken = bills.map(({ side, p10, p50, p90 }) => `${side}: ${money(p50)}, ${moneyRange(p10, p90)}`).join("; ");
  const limit = budget === null ? "" : `Budget: ${money(budget)} (dashed line).`;
  return {
    draw: (width) => spec(bills, budget, width),
    label: `Cost per month. ${spoken}. ${limit}`,
    caption: html`Cost per month: most likely (dot) and P10 to P90 (bar). ${limit}`,
  };
}

function spec(bills: readonly Bill[], budget: number | null, width: number): ReturnType<Chart["draw"]> {
  const most = Math.max(budget ?? 0, ...bills.map(({ p90 }) => p90));
  const y = {
    field: "side",
    type: "nominal",
    sort: null,
    title: null,
    axis: bills.length > 1 ? { domain: false, ticks: false, labelColor: "var(--ink)" } : null,
  } as const;
  const axis = { title: null, format: "$,~r", tickCount: width < 500 ? 3 : 6, domain: false, ticks: false } as const;
  const scale = { domain: [0, most > 0 ? 1.12 * most : 1], nice: false };
  const x = (field: string) => ({ field, type: "quantitative" as const, axis, scale });
  return {
    width,
    height: 46 * bills.length,
    data: { values: [...bills] },
    layer: [
      {
        mark: { type: "bar", height: 12, cornerRadius: 6, opacity: 0.35, color: "var(--likely)" },
        encoding: { y, x: x("p10"), x2: { field: "p90" } },
      },
      { mark: { type: "circle", size: 130, opacity: 1, color: "var(--likely)" }, encoding: { y, x: x("p50") } },
      {
        mark: { type: "text", dy: -15, fontWeight: 600 },
        encoding: { y, x: x("p50"), text: { field: "text" } },
      },
      ...(budget === null ? [] : [budgetLine(budget, x("budget"))]),
    ],
  };
}

function budgetLine(budget: number, x: { field: string; type: "quantitative" }): Layer {
  return {
    data: { values: [{ budget }] },
    mark: { type: "rule", strokeDash: [6, 4], strokeWidth: 2, color: "var(--bad)" },
    encoding: { x },
  };
}
