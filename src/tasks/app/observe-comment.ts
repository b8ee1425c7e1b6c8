import type { CodeHost } from "../../ports/code-host.ts";
import { COMMENT_LIMIT, code } from "../../report/index.ts";
import { writeMarked } from "./rollout-comment.ts";

const MARKER = "<!-- loadline:observation -->";
const NOTE = 300;

/** What is said about one deployment, in Markdown. */
export interface ObservedPart {
  readonly deployment: string;
  readonly text: string;
}

/** One comment for all that a merge deployed; a week later it says what the week brought. Parts are left out as a whole. */
export async function writeObservationComment(
  host: CodeHost,
  { number, days, parts }: { readonly number: number; readonly days: number; readonly parts: readonly ObservedPart[] },
): Promise<void> {
  const head = `${MARKER}\n## ${days === 1 ? "A day" : days === 7 ? "A week" : `${days} days`} after the deployment\n\n`;
  let room = COMMENT_LIMIT - NOTE - head.length;
  const fits = parts.filter(({ text }) => {
    if (text.length > room) return false;
    room -= text.length + 1;
    return true;
  });
  const left = parts.filter((part) => !fits.includes(part));
  const names = left.slice(0, 3).map(({ deployment }) => code(deployment, 60));
  const more = left.length > names.length ? [`${left.length - names.length} more`] : [];
  const note =
    left.length === 0
      ? ""
      : `\n<sub>Left out for length: ${[...names, ...more].join(", ")}; \`loadline observe\` shows them.</sub>\n`;
  await writeMarked(host, number, `${head}${fits.map(({ text }) => text).join("\n")}${note}`);
}
