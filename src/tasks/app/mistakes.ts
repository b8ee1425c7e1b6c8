import type { Annotation } from "../../ports/code-host.ts";
import type { Problem } from "../../ports/failure.ts";
import { code, plain, visible } from "../../report/index.ts";

const MOST = 50;

/** Mistakes of a configuration as a list in a comment, each with its place. */
export function mistakeSentences(problems: readonly Problem[]): readonly string[] {
  const shown = problems.slice(0, MOST).map((problem) => {
    const place = [problem.file, problem.line].filter((part) => part !== null).join(":");
    const at = problem.at === "" ? "" : ` ${code(problem.at, 200)}`;
    const said = `found ${plain(problem.found, 300)}; wanted ${plain(problem.wanted, 300)}. ${plain(problem.advice, 400)}`;
    return `${code(place, 200)}${at}: ${said}`;
  });
  return problems.length > MOST ? [...shown, `…and ${problems.length - MOST} more.`] : shown;
}

/** The same on the lines of the files. */
export const mistakeRemarks = (problems: readonly Problem[]): readonly Annotation[] =>
  problems.slice(0, MOST).map(({ file, line, at, found, wanted, advice }) => ({
    ...{ path: file, line: line ?? 1, level: "failure" as const },
    title: at === "" ? "unreadable" : visible(at, 200),
    message: `Found: ${visible(found, 1000)}\nWanted: ${visible(wanted, 1000)}\n${visible(advice, 1000)}`,
  }));
