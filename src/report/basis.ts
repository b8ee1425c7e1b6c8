import { type DeploymentForecast, gpus, STALE_PRICE_DAYS } from "../../planner/index.ts";
import { count, decimal, share } from "./quantities.ts";
import { MONTHS } from "./time-text.ts";

/** What the numbers rest on and how old it is: traffic, engine on hardware with its coverage, prices. */
export function basisOf(forecast: DeploymentForecast): readonly string[] {
  return [trafficBasis(forecast), hardwareBasis(forecast), priceBasis(forecast)].filter((text) => text !== "");
}

/** What the numbers leave out, as a sentence; empty when nothing is said to be left out. */
export function leftOut({ cost }: DeploymentForecast): string {
  return cost.leavesOut.length === 0 ? "" : `Not in any of it: ${cost.leavesOut.join(", ")}.`;
}

/** `NVIDIA A10G` of the catalogue's id. */
export function gpuName(id: string): string {
  return Object.entries(gpus).find(([name]) => name === id)?.[1].name ?? id;
}

function trafficBasis({ traffic, deployment }: DeploymentForecast): string {
  if (traffic === null) return deployment.traffic === null ? "no traffic given" : "traffic not looked at";
  const { seconds, requests, end } = traffic.history;
  const growth = deployment.traffic?.growthPerMonth ?? 0;
  const grown = growth === 0 ? "" : `, ${growth > 0 ? "+" : "−"}${share(Math.abs(growth))} a month`;
  const until = end === null ? "" : ` to ${day(end)}`;
  const season = traffic.assumedSeasonality ? ", seasonality assumed" : "";
  return `${span(seconds)} of traffic${until} (${requests === 1 ? "1 request" : `${count(requests)} requests`})${grown}${season}`;
}

function hardwareBasis({ plan, coverage }: DeploymentForecast): string {
  if (plan === null) return "";
  const { engine, gpusPerReplica, gpu } = plan;
  return `${engine.name} ${engine.version} on ${gpusPerReplica} × ${gpuName(gpu)}: ${coverage.status}`;
}

function priceBasis({ cost, plan }: DeploymentForecast): string {
  if (plan === null) return "price not looked up";
  if (cost.priceSource === null) return "no price known";
  const age = cost.priceAgeDays ?? 0;
  return `prices of ${cost.priceSource.date}${age > STALE_PRICE_DAYS ? `, ${age} days old` : ""}`;
}

/** `28 days`, `5 hours`, `40 seconds`. */
export function span(seconds: number): string {
  if (seconds >= 172_800) return `${decimal(seconds / 86_400, 2)} days`;
  if (seconds >= 7200) return `${decimal(seconds / 3600, 2)} hours`;
  if (seconds >= 120) return `${decimal(seconds / 60, 2)} minutes`;
  return seconds === 1 ? "1 second" : `${decimal(seconds, 2)} seconds`;
}

/** `22 Nov 2026` of an RFC 3339 instant. */
export function day(instant: string): string {
  const [, year = "", month = "", date = ""] = /^(\d{4})-(\d\d)-(\d\d)/.exec(instant) ?? [];
  const name = MONTHS[Number(month) - 1];
  return name === undefined ? instant : `${Number(date)} ${name} ${year}`;
}
