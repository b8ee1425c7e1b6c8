import type { DeploymentForecast } from "../../../planner/index.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory } from "../../ports/work-queue.ts";
import type { Leaving, Rollout } from "./rollout.ts";

/** Everything that one merge brings to clusters. */
export const ROLLOUTS = "rollout/";

export const rolloutKey = (repository: RepositoryName, number: number): string => `${ROLLOUTS}${repository}#${number}`;

/** Which merge an Application is waiting for. */
export const applicationKey = (namespace: string, name: string): string => `application/${namespace}/${name}`;

/** Which repository a place in a GitOps repository was last filled from. */
export const PLACES = "place/";

export const placeKey = (gitops: string, folder: string): string => `${PLACES}${gitops}/${folder}`;

/** What a merge was forecast to bring, by where its files lie in the GitOps repository. */
export const BROUGHT = "brought/";

export const broughtKey = ({ repository, number, folder }: Pick<Rollout, "repository" | "number" | "folder">): string =>
  `${BROUGHT}${repository}#${number}/${folder}`;

/** As much of a forecast as is told of what stands. */
export type Brought = Pick<DeploymentForecast, "deployment" | "verdict" | "plan" | "replicas" | "cost">;

export const broughtBy = ({ deployment, verdict, plan, replicas, cost }: Brought): Brought => ({
  ...{ deployment, verdict, plan, replicas, cost },
});

type Place = Pick<Rollout, "repository" | "folder">;

/** Nothing that merges brought to this place until then stands there any more. */
export async function forgetBrought(memory: Memory, { repository, folder }: Place, until: number): Promise<void> {
  for (const key of await memory.keys(`${BROUGHT}${repository}#`)) {
    if (!key.endsWith(`/${folder}`)) continue;
    const number = Number(key.slice(`${BROUGHT}${repository}#`.length).split("/", 1)[0]);
    const rollouts = (await memory.read<readonly Rollout[]>(rolloutKey(repository, number))) ?? [];
    const isLater = ({ folder: own, proposal, begun }: Rollout): boolean =>
      own === folder && (proposal !== undefined || begun > until);
    if (!rollouts.some(isLater)) await memory.remove(key);
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
  /** What it takes away from clusters, or was to take away. */
  readonly removed: readonly string[];
  /** What it will take away. */
  readonly leaving: readonly Leaving[];
}

export const NOTHING_TOLD: Told = { rollouts: [], refused: [], removed: [], leaving: [] };

/** Kept only while there is something to wait for. */
export const LEAVING = "leaving/";

const leavingKey = (repository: RepositoryName, number: number): string => `${LEAVING}${repository}#${number}`;

interface Merged {
  readonly repository: RepositoryName;
  readonly number: number;
}

export async function readTold(memory: Memory, { repository, number }: Merged): Promise<Told> {
  const rollouts = (await memory.read<Told["rollouts"]>(rolloutKey(repository, number))) ?? [];
  const beside = await memory.read<Pick<Told, "refused" | "removed">>(besideKey(repository, number));
  const leaving = (await memory.read<Told["leaving"]>(leavingKey(repository, number))) ?? [];
  return { rollouts, refused: beside?.refused ?? [], removed: beside?.removed ?? [], leaving };
}

/** Whether all that is to be said of a merge was written down. */
export const isTold = async (memory: Memory, { repository, number }: Merged): Promise<boolean> =>
  (await memory.read(rolloutKey(repository, number))) !== null;

/** What is followed comes last. */
export async function writeTold(
  memory: Memory,
  { repository, number }: Merged,
  { rollouts, refused, removed, leaving }: Told,
): Promise<void> {
  await memory.write(besideKey(repository, number), { refused, removed });
  if (leaving.length > 0) await memory.write(leavingKey(repository, number), leaving);
  else await memory.remove(leavingKey(repository, number));
  await memory.write(rolloutKey(repository, number), rollouts);
}
