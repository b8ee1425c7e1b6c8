import type { DeploymentForecast, WorstHour } from "../../../planner/index.ts";
import { rate } from "../quantities.ts";
import { html, type Markup, NOTHING } from "./markup.ts";
import { type Panel, panelFigure } from "./panels.ts";

/** The worst hour minute by minute: load, queue, replicas. Nothing where nothing was simulated. */
export async function worstHourFigure({ worstHour }: DeploymentForecast): Promise<Markup> {
  if (worstHour === null || worstHour.slices.length < 2) return NOTHING;
  const minutes = (worstHour.sliceSeconds * worstHour.slices.length) / 60;
  const span = minutes >= 59 ? "" : `, of which the first ${Math.round(minutes)} minutes were simulated`;
  return panelFigure(
    panelsOf(worstHour),
    { kind: "minutes" },
    html`The ${worstHour.label} as forecast${span}: means of ${Math.round(worstHour.sliceSeconds)} s each.
Replicas: those that take requests (line), and those that are paid for (band).`,
  );
}

type Slice = WorstHour["slices"][number];

function panelsOf({ slices, sliceSeconds }: WorstHour): readonly Panel[] {
  const minuteOf = (index: number) => (index * sliceSeconds) / 60;
  const panel = (title: string, value: (slice: Slice) => number, show: (value: number) => string): Panel => {
    const points = slices.map((slice, index) => ({ x: minuteOf(index), y: value(slice) }));
    const [least, most] = [Math.min(...slices.map(value)), Math.max(...slices.map(value))];
    const label = `${title} in the worst hour: ${show(least)} to ${show(most)}.`;
    return { title, points, limit: null, isStep: true, label };
  };
  const whole = (value: number) => value.toFixed(1);
  return [
    panel("Requests a second", ({ requestsPerSecond }) => requestsPerSecond, rate),
    panel("Requests waiting", ({ waiting }) => waiting, whole),
    panel("Requests being answered", ({ running }) => running, whole),
    {
      ...panel("Replicas that take requests", ({ ready }) => ready, whole),
      points: slices.map(({ ready, replicas }, index) => ({ x: minuteOf(index), y: ready, range: [ready, replicas] })),
    },
  ];
}
