import type { DeploymentForecast } from "../../../planner/index.ts";
import type { Memory } from "../../ports/work-queue.ts";
import type { ObservationEntry } from "../../report/index.ts";
import type { ObservationHistory } from "../observe-history.ts";
import { REFUSED_COMMANDS, type RefusedCommand } from "./audit.ts";
import { FORECASTS } from "./cached-forecasts.ts";
import { REFUSED_WRITES } from "./refusal.ts";
import type { Rollout } from "./rollout.ts";
import { BROUGHT, type Brought, broughtBy, broughtKey, OBSERVATIONS, ROLLOUTS } from "./rollout-memory.ts";

/** What the App remembers, for whoever runs it. */
export interface Standing {
  /** What the App brought to clusters, as it was forecast then. */
  readonly deployed: readonly Deployed[];
  /** Of the newest day on which something was reviewed: what stood, where it was not deployed so, and what was proposed. */
  readonly reviewed: readonly DeploymentForecast[];
  /** The last way to the cluster of each deployment. */
  readonly rollouts: readonly Rollout[];
  /** What was observed of each deployment last. */
  readonly observed: readonly Observed[];
  /** The newest first. */
  readonly refused: readonly (RefusedCommand & { readonly where: string })[];
  /** Pull requests, `owner/name#1`, on which the App may not write. */
  readonly unwritten: readonly string[];
}

/** What a merge brought, and its way to the cluster. */
export interface Deployed {
  readonly forecast: Brought;
  readonly rollout: Rollout;
}

/** The last observation of the deployment whose files lie in a folder, which ends with its `namespace/name`. */
export interface Observed {
  readonly folder: string;
  readonly last: ObservationEntry;
}

/** So many of each are read; the page is for looking, not for counting. */
const MOST = 100;

export async function standingOf(memory: Memory): Promise<Standing> {
  const [brought, forecasts, told, histories, refused, unwritten] = await Promise.all([
    valuesBelow<Brought>(memory, BROUGHT),
    newest(memory),
    valuesBelow<readonly Rollout[]>(memory, ROLLOUTS),
    valuesBelow<ObservationHistory>(memory, OBSERVATIONS),
    valuesBelow<RefusedCommand>(memory, REFUSED_COMMANDS),
    memory.keys(REFUSED_WRITES),
  ]);
  const rollouts = told.flatMap(({ value }) => value);
  const deployed = standingNow(new Map(brought.map(({ key, value }) => [key, value])), rollouts);
  return {
    deployed,
    reviewed: without(forecasts, deployed).toSorted(byName),
    rollouts: lastOfEach(rollouts),
    observed: histories.flatMap(({ key, value }) => {
      const last = value.observations.at(-1);
      return last === undefined ? [] : [{ folder: key.slice(OBSERVATIONS.length), last }];
    }),
    refused: refused
      .map(({ key, value }) => ({ ...value, where: key.slice(REFUSED_COMMANDS.length).replace(/\/[^/]*$/, "") }))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, MOST),
    unwritten: unwritten.map((key) => key.slice(REFUSED_WRITES.length)),
  };
}

/** Where a deployment's files lie, among all repositories; what was observed of it is kept by this too. */
export const placeOf = ({ repository, folder }: Rollout): string => `${repository}/${folder}`;

/** `namespace/name`, as rollouts name it. */
export const nameOf = ({ deployment }: Brought): string => `${deployment.namespace}/${deployment.name}`;

const byName = (a: Brought, b: Brought): number => (nameOf(a) < nameOf(b) ? -1 : 1);

/** Of each place what the last merge brought that is in the branch: a proposal stands nowhere yet. */
function standingNow(brought: ReadonlyMap<string, Brought>, rollouts: readonly Rollout[]): readonly Deployed[] {
  const landed = rollouts.filter((one) => one.proposal === undefined && brought.has(broughtKey(one)));
  return lastOfEach(landed)
    .flatMap((rollout) => {
      const forecast = brought.get(broughtKey(rollout));
      return forecast === undefined ? [] : [{ forecast, rollout }];
    })
    .toSorted((a, b) => byName(a.forecast, b.forecast));
}

/** What was deployed as it was reviewed stands among the deployments already. */
function without(
  forecasts: readonly DeploymentForecast[],
  deployed: readonly Deployed[],
): readonly DeploymentForecast[] {
  const known = new Set(deployed.map(({ forecast }) => JSON.stringify(broughtBy(forecast))));
  return forecasts.filter((one) => !known.has(JSON.stringify(broughtBy(one))));
}

/** Forecasts of the day that was forecast last: older ones are of traffic that is over. */
async function newest(memory: Memory): Promise<readonly DeploymentForecast[]> {
  const keys = await memory.keys(FORECASTS);
  const dayOf = (key: string): number => Number(key.slice(FORECASTS.length).split("/", 1)[0]);
  const last = Math.max(...keys.map(dayOf));
  const newestKeys = keys.filter((key) => dayOf(key) === last).slice(0, MOST);
  return [...(await memory.readAll<DeploymentForecast>(newestKeys)).values()];
}

/** As people count: pull request 1000 is newer than 999, and so is a comment. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });

/** The newest of each repository. */
async function valuesBelow<Value>(
  memory: Memory,
  prefix: string,
): Promise<readonly { readonly key: string; readonly value: Value }[]> {
  const ofEach = Map.groupBy(await memory.keys(prefix), (key) => key.split("#", 1)[0] ?? "");
  const keys = [...ofEach.values()].flatMap((own) => own.toSorted(byNumber).slice(-2 * MOST));
  const values = await memory.readAll<Value>(keys);
  // In the order of the keys, whatever order they were read in.
  return keys.flatMap((key) => (values.has(key) ? [{ key, value: values.get(key) as Value }] : []));
}

function lastOfEach(rollouts: readonly Rollout[]): readonly Rollout[] {
  const last = new Map<string, Rollout>();
  for (const rollout of rollouts.toSorted((a, b) => a.begun - b.begun)) {
    last.set(placeOf(rollout), rollout);
  }
  return [...last.values()].toReversed().slice(0, MOST);
}
