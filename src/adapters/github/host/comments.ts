import type { Comment, Written } from "../../../ports/code-host.ts";
import { at, type Desk } from "./desk.ts";
import type { RawComment } from "./raw.ts";

const OF_PULL = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const OF_ONE = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export async function readComments(desk: Desk, number: number): Promise<readonly Comment[]> {
  const raw = await desk.api.all<RawComment>(`GET ${OF_PULL}`, { ...at(desk), issue_number: number });
  return raw.map((comment) => commentOf(desk, comment));
}

export async function readComment(desk: Desk, id: number): Promise<Comment | null> {
  const raw = await desk.api.get<RawComment>(`GET ${OF_ONE}`, { ...at(desk), comment_id: id });
  return raw && commentOf(desk, raw);
}

export function commentOf(desk: Desk, raw: RawComment): Comment {
  return {
    id: raw.id,
    body: raw.body ?? "",
    author: { login: raw.user?.login ?? "ghost", isBot: raw.user?.type === "Bot" },
    isOwn: isOwn(desk, raw),
    isEdited: raw.updated_at !== raw.created_at,
    createdAt: raw.created_at,
  };
}

/** People cannot have brackets in their login, so the bot's name is proof; older servers do not name the App. */
export function isOwn(
  { author }: Pick<Desk, "author">,
  { user, performed_via_github_app: via }: Pick<RawComment, "user" | "performed_via_github_app">,
): boolean {
  if (author.appId === null) return user?.login.toLowerCase() === author.login.toLowerCase();
  if (via) return via.id === author.appId && user?.type === "Bot";
  return user?.type === "Bot" && user.login === author.login;
}

export async function writeComment(desk: Desk, number: number, body: string): Promise<Written> {
  // An own comment with this very text that was not there before: the attempt whose answer was lost.
  const before = new Set((await ownWith(desk, number, body)).map(({ id }) => id));
  const find = async (): Promise<{ id: number } | null> =>
    (await ownWith(desk, number, body)).find(({ id }) => !before.has(id)) ?? null;
  const sent = await desk.api.write<{ id: number; user?: RawComment["user"] }>(
    `POST ${OF_PULL}`,
    { ...at(desk), issue_number: number, body },
    find,
  );
  if (sent.kind !== "sent") return sent;
  if (sent.body.user) desk.author.heard?.(sent.body.user.login);
  return { kind: "written", id: sent.body.id };
}

async function ownWith(desk: Desk, number: number, body: string): Promise<readonly Comment[]> {
  return (await readComments(desk, number)).filter((comment) => comment.isOwn && comment.body === body);
}

export async function updateComment(desk: Desk, id: number, body: string): Promise<Written> {
  const sent = await desk.api.write<{ id: number }>(`PATCH ${OF_ONE}`, { ...at(desk), comment_id: id, body });
  return sent.kind === "sent" ? { kind: "written", id } : sent;
}

/** One that is gone already is as good as deleted. */
export async function deleteComment(desk: Desk, id: number): Promise<Written> {
  const sent = await desk.api.write(`DELETE ${OF_ONE}`, { ...at(desk), comment_id: id });
  return sent.kind === "sent" || sent.kind === "gone" ? { kind: "written", id } : sent;
}

/** GitHub gives one reaction of a kind for each user, so asking twice does no harm. */
export async function react(desk: Desk, comment: number, content: string): Promise<Written> {
  const sent = await desk.api.write<{ id: number }>(`POST ${OF_ONE}/reactions`, {
    ...at(desk),
    comment_id: comment,
    content,
  });
  return sent.kind === "sent" ? { kind: "written", id: sent.body.id } : sent;
}
