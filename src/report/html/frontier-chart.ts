import type { Advice } from "../../../planner/index.ts";
import { money } from "../money.ts";
import { duration } from "../quantities.ts";
import type { Chart } from "./chart.ts";
import { html } from "./markup.ts";

interface Dot {
  readonly cost: number;
  readonly seconds: number;
  readonly kind: string;
}

/** Plans by cost and p95 time to first token: the recommended one, those that hold and those that do not, by shape as well as
 *  colour. Null with fewer than two. */
export function frontierChart(advice: Advice): Chart | null {
  const dots = dotsOf(advice);
  if (dots.length < 2) return null;
  const spoken = dots
    .map(({ cost, seconds, kind }) => `${kind}: ${money(cost)}, ${duration(1000 * seconds)}`)
    .join("; ");
  return {
    draw: (width) => spec(dots, width),
    label: `Plans by cost a month and p95 time to first token. ${spoken}.`,
    caption: html`Each mark is a plan that was simulated: cost a month against p95 time to first token.`,
  };
}

function dotsOf({ frontier, recommendation, runnersUp }: Advice): readonly Dot[] {
  const proposed = [...(recommendation === null ? [] : [recommendation]), ...runnersUp].flatMap((plan, index) => {
    const cost = plan.forecast.cost.monthlyUsd?.p50 ?? null;
    const latency = plan.forecast.latency.ttftMs.p95;
    const kind = index === 0 && recommendation !== null ? "recommended" : "holds";
    return cost === null || latency === null ? [] : [{ cost, seconds: latency / 1000, kind, text: plan.text }];
  });
  const known = new Set(proposed.map(({ text }) => text));
  const others = frontier.flatMap(({ text, monthlyUsd, ttftP95Ms, holds }) =>
    known.has(text) || ttftP95Ms === null
      ? []
      : [{ cost: monthlyUsd, seconds: ttftP95Ms / 1000, kind: holds ? "holds" : "does not hold" }],
  );
  return [...proposed.map(({ text: _, ...dot }) => dot), ...others];
}

/** By shape as well as colour. */
const LOOKS: Readonly<Record<string, { readonly shape: string; readonly color: string }>> = {
  recommended: { shape: "diamond", color: "var(--good)" },
  holds: { shape: "circle", color: "var(--likely)" },
  "does not hold": { shape: "cross", color: "var(--bad)" },
};

function spec(dots: readonly Dot[], width: number): ReturnType<Chart["draw"]> {
  const isNarrow = width < 500;
  const kinds = Object.keys(LOOKS).filter((kind) => dots.some((dot) => dot.kind === kind));
  const looks = kinds.map((kind) => LOOKS[kind]);
  const columns = isNarrow ? 1 : 3;
  const legend = { orient: "bottom", title: null, columns, labelColor: "var(--ink)", labelFontSize: 12 } as const;
  return {
    width,
    height: isNarrow ? 220 : 280,
    // The recommended one is drawn last: another of the same cost and speed does not hide it.
    data: { values: dots.toReversed() },
    mark: { type: "point", filled: true, size: 110, opacity: 1 },
    encoding: {
      x: { field: "cost", type: "quantitative", title: "US dollars a month", axis: { format: "$,~r", tickCount: 5 } },
      y: { field: "seconds", type: "quantitative", title: "p95 time to first token, seconds", axis: { tickCount: 5 } },
      shape: {
        field: "kind",
        type: "nominal",
        scale: { domain: kinds, range: looks.map((look) => look?.shape ?? "circle") },
        legend,
      },
      color: {
        field: "kind",
        type: "nominal",
        scale: { domain: kinds, range: looks.map((look) => look?.color ?? "var(--likely)") },
        legend,
      },
    },
  };
}
