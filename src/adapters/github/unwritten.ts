import type { Check, CodeHost, Comment, Written } from "../../ports/code-host.ts";
import { unlessRefused } from "./answers.ts";

/** What a token was not allowed to write. */
export interface Unwritten {
  readonly check: Check | null;
  readonly comment: string | null;
}

export interface Keeping {
  readonly host: CodeHost;
  unwritten(): Unwritten;
}

/** No comment of GitHub has this number. */
const KEPT_ID = 0;
const KEPT: Written = { kind: "written", id: KEPT_ID };

/** A host that keeps what GitHub refuses to take from this token, as if it had been written: whoever asked can say it elsewhere. */
export function keepingUnwritten(host: CodeHost): Keeping {
  let check: Check | null = null;
  let comment: string | null = null;
  /** Own comments that nobody can find are not written again and again. */
  let isHidden = false;
  const keepComment = (body: string): Written => {
    comment = body;
    return KEPT;
  };
  const standing = async (number: number): Promise<readonly Comment[]> => {
    const found = await unlessRefused(() => host.comments(number));
    isHidden = found === undefined;
    return found ?? [];
  };
  const kept = (): readonly Comment[] => (comment === null ? [] : [keptComment(comment)]);
  return {
    unwritten: () => ({ check, comment }),
    host: {
      ...host,
      check: async (sha) => (check?.sha === sha ? check.conclusion : unlessRefused(() => host.check(sha))),
      writeCheck: async (wanted) => {
        // A write looks at what stands there first, which may be refused as well.
        const written = check === null ? await unlessRefused(() => host.writeCheck(wanted)) : undefined;
        if (written !== undefined && !isRefused(written)) return written;
        check = wanted;
        return KEPT;
      },
      comments: async (number) => [...(await standing(number)), ...kept()],
      writeComment: async (number, body) => {
        const written = isHidden || comment !== null ? null : await host.writeComment(number, body);
        return written === null || isRefused(written) ? keepComment(body) : written;
      },
      updateComment: async (id, body) => {
        const written = id === KEPT_ID ? null : await host.updateComment(id, body);
        return written === null || isRefused(written) ? keepComment(body) : written;
      },
      deleteComment: async (id) => {
        if (id !== KEPT_ID) return host.deleteComment(id);
        comment = null;
        return KEPT;
      },
      // What they suggest stands in the comment as well.
      suggest: async (number, sha, suggestions) => {
        const written = await unlessRefused(() => host.suggest(number, sha, suggestions));
        return written === undefined || isRefused(written) ? KEPT : written;
      },
    },
  };
}

/** GitHub says 403 or 404 to a token that may see a thing and not change it. */
const isRefused = ({ kind }: Written): boolean => kind === "permission" || kind === "gone";

const keptComment = (body: string): Comment => ({
  ...{ id: KEPT_ID, body, author: { login: "", isBot: true }, isOwn: true, isEdited: false },
  createdAt: "1970-01-01T00:00:00Z",
});
