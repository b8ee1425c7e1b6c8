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
    case "head":
      return `head:${work.repository}@${work.sha}`;
    case "sync":
      return `sync:${work.namespace}/${work.application}`;
    case "sweep":
      return "sweep";
  }
}

/** Who waits for an answer goes first: a command, then parts of a review that others wait for; the sweep last. */
export const PRIORITY: Readonly<Record<Work["kind"], number>> = {
  command: 5,
  forecast: 4,
  review: 3,
  head: 3,
  sync: 2,
  deploy: 2,
  advice: 1,
  sweep: 0,
};
