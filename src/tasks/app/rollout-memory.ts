import type { DeploymentForecast } from "../../../planner/index.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory } from "../../ports/work-queue.ts";
import type { Rollout } from "./rollout.ts";

/** Everything that one merge brings to clusters. */
export const ROLLOUTS = "rollout/";

export const rolloutKey = (repository: RepositoryName, number: number): string => `${ROLLOUTS}${repository}#${number}`;

/** Which merge an Application is waiting for. */
export const applicationKey = (namespace: string, name: string): string => `application/${namespace}/${name}`;

/** What a merge was forecast to bring, by where its files lie in the GitOps repository. */
export const BROUGHT = "brought/";

export const broughtKey = ({ repository, number, folder }: Pick<Rollout, "repository" | "number" | "folder">): string =>
  `${BROUGHT}${repository}#${number}/${folder}`;

/** As much of a forecast as is told of what stands. */
export type Brought = Pick<DeploymentForecast, "deployment" | "verdict" | "plan" | "replicas" | "cost">;

export const broughtBy = ({ deployment, verdict, plan, replicas, cost }: Brought): Brought => ({
  ...{ deployment, verdict, plan, replicas, cost },
});

/** Nothing that merges brought to this place stands there any more. */
export async function forgetBrought(memory: Memory, repository: RepositoryName, folder: string): Promise<void> {
  for (const key of await memory.keys(`${BROUGHT}${repository}#`)) {
    if (key.endsWith(`/${folder}`)) await memory.remove(key);
  }
}

/** What was observed of deployments, by repository and by where their files lie in the GitOps repository. */
export const OBSERVATIONS = "observations/";

export const observationsKey = (repository: RepositoryName, folder: string): string =>
  `${OBSERVATIONS}${repository}/${folder}`;

const besideKey = (repository: RepositoryName, number: number): string => `beside-rollout/${repository}#${number}`;

/** What became of a merge, in words where there is nothing to follow. */
export interface Told {
  readonly rollouts: readonly Rollout[];
  /** Why something of it does not go to clusters. */
  readonly refused: readonly string[];
  /** What it takes away from clusters. */
  readonly removed: readonly string[];
}

export const NOTHING_TOLD: Told = { rollouts: [], refused: [], removed: [] };

interface Merged {
  readonly repository: RepositoryName;
  readonly number: number;
}

export async function readTold(memory: Memory, { repository, number }: Merged): Promise<Told> {
  const rollouts = (await memory.read<Told["rollouts"]>(rolloutKey(repository, number))) ?? [];
  const beside = await memory.read<Omit<Told, "rollouts">>(besideKey(repository, number));
  return { rollouts, refused: beside?.refused ?? [], removed: beside?.removed ?? [] };
}

/** The rollouts last: they are what is followed. */
export async function writeTold(
  memory: Memory,
  { repository, number }: Merged,
  { rollouts, refused, removed }: Told,
): Promise<void> {
  await memory.write(besideKey(repository, number), { refused, removed });
  await memory.write(rolloutKey(repository, number), rollouts);
}
