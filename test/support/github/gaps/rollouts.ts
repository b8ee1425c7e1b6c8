import { type Gap, type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, notFound, page, type Reply, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";

const DEPLOYMENTS = "/repos/{owner}/{repo}/deployments";
const STATES = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

/** Deployments and their statuses, which the emulator does not know. */
export const rolloutGaps: readonly Gap[] = [
  { method: "GET", path: DEPLOYMENTS, needs: ["deployments", "read"], answer: list },
  { method: "POST", path: DEPLOYMENTS, needs: ["deployments", "write"], answer: create },
  {
    method: "GET",
    path: `${DEPLOYMENTS}/{id}/statuses`,
    needs: ["deployments", "read"],
    answer: async (call, place, state) => page(state.statuses.get(Number(place["id"])) ?? [], call, state.url),
  },
  { method: "POST", path: `${DEPLOYMENTS}/{id}/statuses`, needs: ["deployments", "write"], answer: status },
];

async function list(call: Call, place: Place, state: State): Promise<Reply> {
  const wanted = ["sha", "ref", "environment", "task"].filter((name) => (call.query.get(name) ?? "none") !== "none");
  const all = state.deployments.get(repositoryOf(place)) ?? [];
  return page(
    all.filter((deployment) => wanted.every((name) => deployment[name] === call.query.get(name))),
    call,
    state.url,
  );
}

async function create(call: Call, place: Place, state: State): Promise<Reply> {
  const {
    ref,
    environment = "production",
    payload = {},
    description = null,
    task = "deploy",
    ...rest
  } = call.body as Json;
  const repository = repositoryOf(place);
  const commit = await state.upstream.ask(`/repos/${repository}/commits/${ref}`).catch(() => null);
  if (commit === null) return invalid(`No ref found for: ${ref}`);
  // GitHub merges the default branch into the ref unless told not to.
  if (rest.auto_merge !== false) return reply(202, { message: "Auto-merged main into the ref on deployment." });
  const id = state.nextId();
  const at = new Date().toISOString();
  const url = `${state.url}/repos/${repository}/deployments/${id}`;
  const creator = await actorOf(state, call.token);
  const head = { url, id, node_id: "D", sha: commit.sha, ref, task, payload, original_environment: environment };
  const more = { statuses_url: `${url}/statuses`, repository_url: `${state.url}/repos/${repository}`, creator };
  const production = rest.production_environment ?? environment === "production";
  const made = {
    ...head,
    ...more,
    environment,
    description,
    created_at: at,
    updated_at: at,
    production_environment: production,
  };
  state.deployments.set(repository, [made, ...(state.deployments.get(repository) ?? [])]);
  return reply(201, made);
}

async function status(call: Call, place: Place, state: State): Promise<Reply> {
  const id = Number(place["id"]);
  const known = (state.deployments.get(repositoryOf(place)) ?? []).find((deployment) => deployment.id === id);
  if (known === undefined) return notFound();
  const { state: wanted, description = "", log_url: logUrl = "", environment_url: address = "" } = call.body as Json;
  if (!STATES.includes(wanted)) return invalid("Validation Failed: state");
  if (description.length > 140)
    return invalid("Validation Failed: description is too long (maximum is 140 characters)");
  const at = new Date().toISOString();
  const url = `${known.url}/statuses/${state.nextId()}`;
  const creator = await actorOf(state, call.token);
  const head = {
    url,
    id: state.nextId(),
    node_id: "DS",
    state: wanted,
    creator,
    description,
    environment: known.environment,
  };
  const more = { target_url: logUrl, created_at: at, updated_at: at, deployment_url: known.url };
  const made = { ...head, ...more, repository_url: known.repository_url, environment_url: address, log_url: logUrl };
  state.statuses.set(id, [made, ...(state.statuses.get(id) ?? [])]);
  return reply(201, made);
}
