import { mkdir } from "node:fs/promises";
import type { Origin } from "../../ports/origin.ts";
import { ask, type GitSettings, gitIn } from "./command.ts";

/** Makes a folder an empty Git repository whose first commit will be on `branch`. */
export async function createRepository(path: string, branch: string, settings: GitSettings): Promise<void> {
  await mkdir(path, { recursive: true });
  await ask(gitIn(path, settings), ["init", "--quiet", `--initial-branch=${branch}`]);
}

/** Remote address and commit of the repository a folder stands in; null where Git knows none. A folder whose files differ
 *  from the commit has none: what is read there is in no commit. Ignored files, such as large logs, are not looked at. */
export async function provenanceOf(folder: string, settings: GitSettings): Promise<Origin> {
  const git = gitIn(folder, settings);
  const say = async (args: readonly string[]): Promise<string | null> => {
    const answer = await git(args);
    const text = answer.stdout.toString("utf8").trim();
    return answer.code === 0 && text !== "" ? text : null;
  };
  const status = await git(["status", "--porcelain", "--untracked-files=all", "--", "."]);
  const isClean = status.code === 0 && status.stdout.byteLength === 0;
  const shown = isClean ? await say(["show", "--no-patch", `--format=${FORMAT}`, "HEAD"]) : null;
  const [revision = null, author = "", date = "", subject = "", body = ""] = shown?.split("\0") ?? [];
  return {
    repository: await say(["config", "--get", "remote.origin.url"]),
    revision,
    commit: revision === null ? null : { author, date, subject, body: body.trim() },
  };
}

/** Id, author, date, subject and body, parted by NUL. */
const FORMAT = "%H%x00%an <%ae>%x00%aI%x00%s%x00%b";
