import type { Suggestion, Written } from "../../../ports/code-host.ts";
import { isOwn } from "./comments.ts";
import { at, type Desk } from "./desk.ts";
import type { RawComment } from "./raw.ts";

interface RawRemark extends RawComment {
  readonly path: string;
  readonly line: number | null;
  readonly start_line?: number | null;
}

const OF_PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";

/** One review with all remarks: one mail for people, one request for us. What stands there already is left out. */
export async function writeSuggestions(
  desk: Desk,
  { number, sha }: { readonly number: number; readonly sha: string },
  suggestions: readonly Suggestion[],
): Promise<Written> {
  const missing = async (): Promise<readonly Suggestion[]> => {
    const standing = await ownRemarks(desk, number);
    return suggestions.filter((suggestion) => !standing.some((remark) => isSame(remark, suggestion)));
  };
  const fresh = await missing();
  if (fresh.length === 0) return { kind: "written", id: null };
  const comments = fresh.map(({ path, line, startLine, body }) => {
    const range = startLine === line ? {} : { start_line: startLine, start_side: "RIGHT" };
    return { path, line, side: "RIGHT", body, ...range };
  });
  const body = { ...at(desk), pull_number: number, commit_id: sha, event: "COMMENT", comments };
  const find = async (): Promise<{ id: number } | null> => ((await missing()).length === 0 ? { id: 0 } : null);
  const sent = await desk.api.write<{ id: number }>(`POST ${OF_PULL}/reviews`, body, find);
  return sent.kind === "sent" ? { kind: "written", id: sent.body.id } : sent;
}

async function ownRemarks(desk: Desk, number: number): Promise<readonly RawRemark[]> {
  const remarks = await desk.api.all<RawRemark>(`GET ${OF_PULL}/comments`, { ...at(desk), pull_number: number });
  return remarks.filter((remark) => isOwn(desk, remark));
}

const isSame = (remark: RawRemark, { path, line, body }: Suggestion): boolean =>
  remark.path === path && remark.line === line && remark.body === body;
