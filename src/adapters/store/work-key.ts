import type { Work } from "../../ports/work-queue.ts";

/** What must not run twice at once: the same pull request, head, application. */
export function keyOf(work: Work): string {
  switch (work.kind) {
    case "review":
    case "advice":
    case "deploy":
      return `${work.kind}:${work.repository}#${work.number}`;
    case "command":
      return `command:${work.repository}#${work.number}/${work.comment}`;
    case "forecast":
      return `forecast:${work.repository}#${work.number}/${work.part}`;
    case "observe":
      return `observe:${work.repository}#${work.number}/${work.days}`;
    case "head":
      return `head:${work.repository}@${work.sha}`;
    case "named":
      return `named:${work.repository}/${work.before ?? ""}${work.isRepeat ? "/repeat" : ""}`;
    case "sync":
      return `sync:${work.namespace}/${work.application}`;
    case "sweep":
      return "sweep";
  }
}

/**
 * What writes on one pull request goes one after the other, on all machines. Null: it may run beside anything. The parts of a
 * review only compute, and a search takes so long that nobody should have to wait for it.
 */
export function groupOf(work: Work): string | null {
  const isAlone =
    work.kind === "review" || work.kind === "command" || work.kind === "deploy" || work.kind === "observe";
  return isAlone ? `${work.repository}#${work.number}` : null;
}

/** Work of this priority takes a minute and more: it must not come to occupy every hand. */
export const SEARCH = 0;

/** What is remembered follows a new name before anybody looks there. Then who waits for an answer: a command, then parts of a review that others wait for; a search last. */
export const PRIORITY: Readonly<Record<Work["kind"], number>> = {
  named: 6,
  command: 5,
  forecast: 4,
  review: 3,
  head: 3,
  sync: 2,
  deploy: 2,
  sweep: 1,
  observe: 1,
  advice: SEARCH,
};
