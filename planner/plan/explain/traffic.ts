import type { DeploymentForecast, Explanation } from "../../domain/index.ts";
import { calculated, given } from "./node.ts";

type Traffic = NonNullable<DeploymentForecast["traffic"]>;

export function monthExplained(forecast: DeploymentForecast, traffic: Traffic): Explanation {
  const { p10, p50, p90 } = traffic.requestsPerMonth;
  return calculated(
    "requests a month",
    [p50, "per month"],
    [
      `forecast hour by hour over ${days(traffic.horizonSeconds)} days, as a month; P10 ${round(p10)}, P90 ${round(p90)}`,
      ...roots(forecast, traffic),
    ],
  );
}

export function peakExplained(forecast: DeploymentForecast, traffic: Traffic): Explanation {
  const { p10, p50, p90 } = traffic.peakRequestsPerSecond;
  return calculated(
    "busiest hour of the horizon",
    [p50, "per second"],
    [`the highest of the hourly forecasts; P10 ${round(p10)}, P90 ${round(p90)}`, ...roots(forecast, traffic)],
  );
}

const round = (value: number): number => Number(value.toPrecision(4));
const days = (seconds: number): number => Math.round(seconds / 8640) / 10;

function roots({ deployment, assumptions }: DeploymentForecast, { history }: Traffic): readonly Explanation[] {
  const { growthPerMonth = 0, events = [] } = deployment.traffic ?? {};
  const rate = history.requests / Math.max(1, history.seconds);
  const said = assumptions.filter(({ text }) => text.startsWith("traffic: "));
  return [
    given(
      `history of ${days(history.seconds)} days${history.end === null ? "" : ` up to ${history.end}`}, on average`,
      [rate, "per second"],
      `${history.requests} requests, read as ${history.format}`,
    ),
    given("growth a month", [growthPerMonth, "fraction"], "spec.traffic.growthPerMonth"),
    ...events.map(({ name, multiplier, start }) =>
      given(`event ${name} from ${start}`, [multiplier, "number"], "spec.traffic.events"),
    ),
    ...said.map(({ text, basis, source, date }) => ({
      ...{ name: "taken to hold", value: text.slice("traffic: ".length), unit: "text" as const, how: "", from: [] },
      says: { basis, source, date },
    })),
  ];
}
