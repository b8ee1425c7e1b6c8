import { forward } from "../forward.ts";
import { type Gap, type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, notFound, page, type Reply, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";
import { filesOf, pullNow } from "./pull-view.ts";

const REACTIONS = "/repos/{owner}/{repo}/issues/comments/{id}/reactions";
const REMARKS = "/repos/{owner}/{repo}/pulls/{number}/comments";
const KINDS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

/** The conversation: reactions, remarks on lines, and pull requests as the issues they also are. */
export const talkGaps: readonly Gap[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/issues/{number}", answer: issueOfPull },
  {
    method: "GET",
    path: REACTIONS,
    needs: ["issues|pull_requests", "read"],
    answer: async (call, _, state) => page(state.reactions.get(call.path) ?? [], call, state.url),
  },
  { method: "POST", path: REACTIONS, needs: ["issues|pull_requests", "write"], answer: react },
  {
    method: "GET",
    path: REMARKS,
    needs: ["pull_requests", "read"],
    answer: async (call, place, state) => page(state.reviewComments.get(keyOf(place)) ?? [], call, state.url),
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/pulls/{number}/reviews",
    needs: ["pull_requests", "write"],
    answer: review,
  },
  { method: "POST", path: "/repos/{owner}/{repo}/issues/{number}/comments", answer: commentUnlessLocked },
  { method: "PATCH", path: "/repos/{owner}/{repo}/issues/comments/{id}", answer: limited },
];

const keyOf = (place: Place): string => `${repositoryOf(place)}#${place["number"]}`;

async function issueOfPull(call: Call, place: Place, state: State): Promise<Reply> {
  const answer = await forward(state, call);
  if (answer.status !== 200) return answer;
  const links = await pullLinks(state, repositoryOf(place), place["number"] ?? "");
  return reply(200, { ...(answer.body as Json), ...links }, answer.headers);
}

/** What makes an issue a pull request in payloads and answers. */
export async function pullLinks(state: State, repository: string, number: string): Promise<Json> {
  const pull = await state.upstream.ask(`/repos/${repository}/pulls/${number}`).catch(() => null);
  if (pull === null) return {};
  const { url, html_url, diff_url, patch_url, merged_at } = pull;
  return { pull_request: { url, html_url, diff_url, patch_url, merged_at } };
}

async function react(call: Call, _: Place, state: State): Promise<Reply> {
  const { content } = call.body as Json;
  if (!KINDS.includes(content)) return invalid("Validation Failed: content");
  const comment = await state.upstream.ask(call.path.replace(/\/reactions$/, "")).catch(() => null);
  if (comment === null) return notFound();
  const user = await actorOf(state, call.token);
  const known = state.reactions.get(call.path) ?? [];
  const same = known.find((reaction) => reaction.content === content && reaction.user.login === user.login);
  if (same !== undefined) return reply(200, same);
  const made = { id: state.nextId(), node_id: "R", user, content, created_at: new Date().toISOString() };
  state.reactions.set(call.path, [...known, made]);
  return reply(201, made);
}

/** A review whose remarks name lines, which the emulator takes only by position in the diff. */
async function review(call: Call, place: Place, state: State): Promise<Reply> {
  const { body = null, event, comments = [], commit_id: commit } = call.body as Json;
  const path = `/repos/${repositoryOf(place)}/pulls/${place["number"]}`;
  const pull = await state.upstream.ask(path).then(
    (raw) => pullNow(state, raw),
    () => null,
  );
  if (pull === null) return notFound();
  const shown = linesShown(await filesOf(state, pull));
  for (const remark of comments) {
    const lines = shown.get(remark.path);
    const ends = [remark.line, remark.start_line ?? remark.line];
    if (lines === undefined || ends.some((line) => !lines.has(line))) {
      return invalid(`Unprocessable Entity: pull_request_review_thread.line must be part of the diff (${remark.path})`);
    }
  }
  const user = await actorOf(state, call.token);
  const at = new Date().toISOString();
  const id = state.nextId();
  const url = `${state.url}${path}`;
  const made = (comments as Json[]).map((remark) => ({
    id: state.nextId(),
    node_id: "RC",
    pull_request_review_id: id,
    diff_hunk: "",
    path: remark.path,
    commit_id: commit ?? pull.head.sha,
    original_commit_id: commit ?? pull.head.sha,
    user,
    body: remark.body,
    created_at: at,
    updated_at: at,
    html_url: `${pull.html_url}#discussion`,
    pull_request_url: url,
    url: `${url}/comments`,
    author_association: "NONE",
    _links: { self: { href: url }, html: { href: url }, pull_request: { href: url } },
    line: remark.line,
    start_line: remark.start_line ?? null,
    side: "RIGHT",
  }));
  state.reviewComments.set(keyOf(place), [...(state.reviewComments.get(keyOf(place)) ?? []), ...made]);
  const links = { html: { href: url }, pull_request: { href: url } };
  const standing = { id, node_id: "PRR", user, body: body ?? "", state: event === "COMMENT" ? "COMMENTED" : "PENDING" };
  const rest = {
    html_url: url,
    pull_request_url: url,
    _links: links,
    submitted_at: at,
    commit_id: commit ?? pull.head.sha,
  };
  return reply(200, { ...standing, ...rest, author_association: "NONE" });
}

/** Lines of the head that stand in the diff, by path. */
function linesShown(files: readonly Json[]): Map<string, Set<number>> {
  return new Map(files.map((file) => [file.filename, new Set(headLines(file.patch ?? ""))]));
}

function headLines(patch: string): number[] {
  let at = 0;
  return patch.split("\n").flatMap((line) => {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk) at = Number(hunk[1]) - 1;
    if (hunk || line.startsWith("-") || line.startsWith("\\")) return [];
    at += 1;
    return [at];
  });
}

async function commentUnlessLocked(call: Call, place: Place, state: State): Promise<Reply | null> {
  if (state.locked.has(keyOf(place)))
    return reply(403, { message: "Unable to create comment because issue is locked." });
  return tooLong(call);
}

async function limited(call: Call): Promise<Reply | null> {
  return tooLong(call);
}

/** GitHub counts characters and refuses one too many. */
function tooLong(call: Call): Reply | null {
  const body = (call.body as Json)?.body;
  if (typeof body !== "string" || [...body].length <= 65_536) return null;
  return invalid("Validation Failed: body is too long (maximum is 65536 characters)");
}
