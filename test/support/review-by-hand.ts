import type { Perform } from "../../src/app/perform.ts";
import type { AppStore } from "../../src/ports/app-store.ts";
import type { GitHubApp } from "../../src/ports/github-app.ts";

const MARKER = "<!-- by hand -->";

/**
 * The least that a review does to GitHub: one comment of its own that names the head, kept up to date. Small enough that
 * what goes wrong under a hail of webhooks and kills is the transport's doing.
 */
export function reviewByHand({ github }: { readonly github: GitHubApp; readonly store: AppStore }): Perform {
  return async (work) => {
    if (work.kind === "sweep") return sweep(github);
    if (work.kind !== "review") return { kind: "done" };
    const host = await github.hosts.repository(work.repository);
    const pull = await host?.pullRequest(work.number);
    if (!host || !pull) return { kind: "done" };
    const body = `${MARKER}\nhead ${pull.head.sha}`;
    const own = (await host.comments(work.number)).filter(
      (comment) => comment.isOwn && comment.body.startsWith(MARKER),
    );
    const [first, ...more] = own;
    if (first === undefined) await host.writeComment(work.number, body);
    else if (first.body !== body) await host.updateComment(first.id, body);
    for (const twin of more) await host.deleteComment(twin.id);
    if ((await host.check(pull.head.sha)) === "success") return { kind: "done" };
    await host.writeCheck({
      sha: pull.head.sha,
      conclusion: "success",
      title: "t",
      summary: "s",
      annotations: [],
      detailsUrl: null,
    });
    return { kind: "done" };
  };
}

async function sweep(github: GitHubApp): ReturnType<Perform> {
  await github.hosts.repositories();
  return { kind: "done" };
}

/** The head that the one comment of a pull request names. */
export const headIn = (body: string): string => /head ([0-9a-f]{40})/.exec(body)?.[1] ?? "";
