import type { Annotation } from "../../ports/code-host.ts";
import type { Problem } from "../../ports/failure.ts";
import { code, plain, visible } from "../../report/index.ts";

const MOST = 50;

/** Mistakes of a configuration as a list in a comment, each with its place. */
export function mistakeSentences(problems: readonly Problem[]): readonly string[] {
  const shown = problems.slice(0, MOST).map((problem) => {
    const { revision, path } = placeIn(problem);
    const place = [path, problem.line].filter((part) => part !== null).join(":");
    const where = revision === null ? "" : ` on the base ${code(revision, 100)}`;
    const at = problem.at === "" ? "" : ` ${code(problem.at, 200)}`;
    const said = `found ${plain(problem.found, 300)}; wanted ${plain(problem.wanted, 300)}. ${plain(problem.advice, 400)}`;
    return `${code(place, 200)}${where}${at}: ${said}`;
  });
  return problems.length > MOST ? [...shown, `…and ${problems.length - MOST} more.`] : shown;
}

/** A file that lies on the base is named `main:loadline.yaml`, as Git does; a path of the change has no colon. */
function placeIn({ file }: Problem): { readonly revision: string | null; readonly path: string } {
  const [, revision = null, path = file] = /^([^:]+):(.+)$/s.exec(file) ?? [];
  return { revision, path };
}

/** The same on the lines of the change's files; what lies on the base is on none of them. */
export const mistakeRemarks = (problems: readonly Problem[]): readonly Annotation[] => {
  const own = problems.filter((problem) => placeIn(problem).revision === null);
  return own.slice(0, MOST).map(({ file, line, at, found, wanted, advice }) => ({
    ...{ path: file, line: line ?? 1, level: "failure" as const },
    title: at === "" ? "unreadable" : visible(at, 200),
    message: `Found: ${visible(found, 1000)}\nWanted: ${visible(wanted, 1000)}\n${visible(advice, 1000)}`,
  }));
};
