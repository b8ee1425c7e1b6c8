import type { DeploymentForecast } from "../../../planner/index.ts";
import { money } from "../money.ts";
import { share } from "../quantities.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { panelFigure } from "./panels.ts";

/** The bill of the months ahead against the budget, where traffic grows or shrinks; else one bar says it all. */
export async function budgetFigure({ cost }: DeploymentForecast): Promise<Markup> {
  const { budget, budgetUsd } = cost;
  if (budget === null || budgetUsd === null || budget.growthPerMonth === 0 || budget.months.length < 2) return NOTHING;
  const points = budget.months.map(({ month, monthlyUsd: { p10, p50, p90 } }) => ({
    ...{ x: Date.parse(`${month}-01T00:00:00Z`), y: p50 },
    range: [p10, p90] as const,
  }));
  const last = budget.months.at(-1)?.monthlyUsd.p50 ?? 0;
  const growth = `traffic changes by ${share(Math.abs(budget.growthPerMonth))} a month${budget.growthPerMonth < 0 ? ", downwards" : ""}`;
  return panelFigure(
    [
      {
        ...{ title: "US dollars a month", points, isStep: false },
        limit: { value: budgetUsd, text: `budget ${money(budgetUsd)}` },
        label: `The bill by month: ${money(points[0]?.y ?? 0)} now, ${money(last)} in the last month shown; budget ${money(budgetUsd)}.`,
      },
    ],
    { kind: "months" },
    html`The bill by month while ${growth}, extrapolated: most likely (line) and P10 to P90 (band). Budget: ${money(budgetUsd)} (dashed line).`,
  );
}
