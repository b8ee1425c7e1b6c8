import type { DeploymentStatus, HostRefusal, Written } from "../../../ports/code-host.ts";
import { at, type Desk } from "./desk.ts";

const DEPLOYMENTS = "/repos/{owner}/{repo}/deployments";
/** Beyond this GitHub refuses the status. */
const LONGEST_DESCRIPTION = 140;

interface RawDeployment {
  readonly id: number;
  readonly environment: string;
  readonly creator?: { readonly login: string } | null;
}

export interface DeploymentWish {
  readonly sha: string;
  readonly environment: string;
  readonly payload: Readonly<Record<string, string>>;
}

/** The deployment of a commit to an environment; an earlier attempt's where there is one. */
export async function writeDeployment(desk: Desk, wish: DeploymentWish): Promise<number | HostRefusal> {
  const { sha, environment, payload } = wish;
  const find = async (): Promise<RawDeployment | null> => {
    const known = await desk.api.all<RawDeployment>(`GET ${DEPLOYMENTS}`, {
      ...at(desk),
      sha,
      environment,
      task: "deploy",
    });
    return known.find(({ creator }) => !creator || creator.login === desk.author.login) ?? null;
  };
  const standing = await find();
  if (standing !== null) return standing.id;
  // GitHub would merge the default branch into the ref, and wait for checks, unless told not to.
  const how = { auto_merge: false, required_contexts: [], production_environment: true, description: "loadline" };
  const body = { ...at(desk), ref: sha, environment, payload, ...how };
  const sent = await desk.api.write<RawDeployment>(`POST ${DEPLOYMENTS}`, body, find);
  return sent.kind === "sent" ? sent.body.id : sent;
}

export async function writeStatus(desk: Desk, deployment: number, status: DeploymentStatus): Promise<Written> {
  const { state, description, logUrl } = status;
  const cut = cutTo(description, LONGEST_DESCRIPTION);
  const log = logUrl === null ? {} : { log_url: logUrl };
  const route = `POST ${DEPLOYMENTS}/{deployment_id}/statuses`;
  const body = { ...at(desk), deployment_id: deployment, state, description: cut, auto_inactive: true, ...log };
  const find = async (): Promise<{ id: number } | null> => {
    const statuses = `GET ${DEPLOYMENTS}/{deployment_id}/statuses`;
    const known = await desk.api.all<{ id: number; state: string; description: string }>(statuses, {
      ...at(desk),
      deployment_id: deployment,
    });
    const newest = known[0];
    return newest?.state === state && newest.description === cut ? newest : null;
  };
  const sent = await desk.api.write<{ id: number }>(route, body, find);
  return sent.kind === "sent" ? { kind: "written", id: sent.body.id } : sent;
}

/** Cuts between characters, counted as the server may count them at worst: in UTF-16 units. */
function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  const isHalf = /[\uD800-\uDBFF]/.test(text[most - 1] ?? "");
  return text.slice(0, isHalf ? most - 1 : most);
}
