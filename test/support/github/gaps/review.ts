import { type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, notFound, type Reply, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";
import { filesOf, pullNow } from "./pull-view.ts";

/** A review whose remarks name lines, which the emulator takes only by position in the diff. */
export async function review(call: Call, place: Place, state: State): Promise<Reply> {
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
  const made = (comments as Json[]).map((remark) =>
    remarkOf({ remark, pull, user, at, id: state.nextId(), review: id, commit }),
  );
  const key = `${repositoryOf(place)}#${place["number"]}`;
  state.reviewComments.set(key, [...(state.reviewComments.get(key) ?? []), ...made]);
  const url = `${state.url}${path}`;
  const links = { html: { href: url }, pull_request: { href: url } };
  const standing = { id, node_id: "PRR", user, body: body ?? "", state: event === "COMMENT" ? "COMMENTED" : "PENDING" };
  const rest = { html_url: url, pull_request_url: url, _links: links, submitted_at: at };
  return reply(200, { ...standing, ...rest, commit_id: commit ?? pull.head.sha, author_association: "NONE" });
}

function remarkOf({ remark, pull, user, at, id, review: of, commit }: Json): Json {
  const { url } = pull;
  const sha = commit ?? pull.head.sha;
  const head = { id, node_id: "RC", pull_request_review_id: of, diff_hunk: "", path: remark.path, commit_id: sha };
  const links = { self: { href: url }, html: { href: url }, pull_request: { href: url } };
  const text = { user, body: remark.body, created_at: at, updated_at: at, original_commit_id: sha };
  const where = { line: remark.line, start_line: remark.start_line ?? null, side: "RIGHT", author_association: "NONE" };
  const addresses = {
    html_url: `${pull.html_url}#discussion_r${id}`,
    pull_request_url: url,
    url: `${url}/comments/${id}`,
  };
  return { ...head, ...text, ...where, ...addresses, _links: links };
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
