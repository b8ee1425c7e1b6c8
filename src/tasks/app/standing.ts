import type { DeploymentForecast } from "../../../planner/index.ts";
import type { Memory } from "../../ports/work-queue.ts";
import type { ObservationEntry } from "../../report/index.ts";
import type { ObservationHistory } from "../observe-history.ts";
import { REFUSED_COMMANDS, type RefusedCommand } from "./audit.ts";
import { FORECASTS } from "./cached-forecasts.ts";
import { REFUSED_WRITES } from "./refusal.ts";
import type { Rollout } from "./rollout.ts";
import { OBSERVATIONS, ROLLOUTS } from "./rollout-memory.ts";

/** What the App remembers, for whoever runs it. */
export interface Standing {
  /** Of the newest day: what was forecast for pull requests and for what they would change. */
  readonly forecasts: readonly DeploymentForecast[];
  /** The last way to the cluster of each deployment. */
  readonly rollouts: readonly Rollout[];
  /** What was observed of each deployment last. */
  readonly observed: readonly Observed[];
  /** The newest first. */
  readonly refused: readonly (RefusedCommand & { readonly where: string })[];
  /** Pull requests, `owner/name#1`, on which the App may not write. */
  readonly unwritten: readonly string[];
}

/** The last observation of the deployment whose files lie in a folder, which ends with its `namespace/name`. */
export interface Observed {
  readonly folder: string;
  readonly last: ObservationEntry;
}

/** So many of each are read; the page is for looking, not for counting. */
const MOST = 100;

export async function standingOf(memory: Memory): Promise<Standing> {
  const [forecasts, rollouts, histories, refused, unwritten] = await Promise.all([
    newest(memory),
    valuesBelow<readonly Rollout[]>(memory, ROLLOUTS),
    valuesBelow<ObservationHistory>(memory, OBSERVATIONS),
    valuesBelow<RefusedCommand>(memory, REFUSED_COMMANDS),
    memory.keys(REFUSED_WRITES),
  ]);
  return {
    forecasts: forecasts.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    rollouts: lastOfEach(rollouts.flatMap(({ value }) => value)),
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

/** `namespace/name`, as rollouts name it. */
export const nameOf = ({ deployment }: DeploymentForecast): string => `${deployment.namespace}/${deployment.name}`;

/** Forecasts of the day that was forecast last: older ones are of traffic that is over. */
async function newest(memory: Memory): Promise<readonly DeploymentForecast[]> {
  const keys = await memory.keys(FORECASTS);
  const dayOf = (key: string): number => Number(key.slice(FORECASTS.length).split("/", 1)[0]);
  const last = Math.max(...keys.map(dayOf));
  const values = await Promise.all(
    keys
      .filter((key) => dayOf(key) === last)
      .slice(0, MOST)
      .map((key) => memory.read<DeploymentForecast>(key)),
  );
  return values.filter((value) => value !== null);
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
  const values = await Promise.all(keys.map(async (key) => ({ key, value: await memory.read<Value>(key) })));
  return values.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
}

function lastOfEach(rollouts: readonly Rollout[]): readonly Rollout[] {
  const last = new Map<string, Rollout>();
  for (const rollout of rollouts.toSorted((a, b) => a.begun - b.begun)) {
    last.set(`${rollout.repository} ${rollout.folder}`, rollout);
  }
  return [...last.values()].toReversed().slice(0, MOST);
}
