import type { CodeHost, DeploymentState } from "../../ports/code-host.ts";
import type { Proposal } from "../../ports/gitops.ts";
import { code, plain, short } from "../../report/index.ts";
import type { Leaving } from "./rollout.ts";
import type { Told } from "./rollout-memory.ts";

const MARKER = "<!-- loadline:rollout -->";

const SIGN: Readonly<Record<DeploymentState, string>> = {
  queued: "⏳",
  in_progress: "⏳",
  success: "✅",
  failure: "❌",
  error: "❌",
  inactive: "⚪",
};

/** One comment for all that a merge brings to clusters, changed as it goes on. Without anything to say none is written. */
export async function writeRolloutComment(
  host: CodeHost,
  number: number,
  { rollouts, refused, removed, leaving }: Told,
): Promise<void> {
  const lines = rollouts.map(
    ({ state, deployment, description, commit, gitops, proposal }) =>
      `${SIGN[state]} ${code(deployment, 160)}: ${plain(description, 300)} · ${code(gitops)} ${linkOf(commit, proposal ?? null)}`,
  );
  const parts = [
    section("### Deployment", lines),
    section("### Taken away", [...removed, ...leaving.map(leavingLine)]),
    section("### ❌ Not deployed", refused),
  ].filter((part) => part !== "");
  if (parts.length > 0) await writeMarked(host, number, `${MARKER}\n${parts.join("\n")}`);
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`;

/** The commit, or the pull request that waits in its place; the address comes from GitHub itself. */
export const linkOf = (commit: string, proposal: Proposal | null): string =>
  proposal === null ? short(commit) : `[pull request ${proposal.number}](${proposal.url})`;

export const leavingLine = ({ deployment, gitops, proposal }: Leaving): string =>
  `${code(deployment, 160)} · ${code(gitops)} ${linkOf("", proposal)}`;

/** The one comment of ours that begins with the same line: written, changed, or left as it stands. */
export async function writeMarked(host: CodeHost, number: number, body: string): Promise<void> {
  const [marker = ""] = body.split("\n", 1);
  const own = (await host.comments(number)).find(({ isOwn, body: old }) => isOwn && old.startsWith(marker));
  if (own === undefined) await host.writeComment(number, body);
  else if (own.body !== body) await host.updateComment(own.id, body);
}
