import type { CodeHost, DeploymentState } from "../../ports/code-host.ts";
import { code, plain, short } from "../../report/index.ts";
import type { Rollout } from "./rollout.ts";

const MARKER = "<!-- loadline:rollout -->";

const SIGN: Readonly<Record<DeploymentState, string>> = {
  queued: "⏳",
  in_progress: "⏳",
  success: "✅",
  failure: "❌",
  error: "❌",
  inactive: "⚪",
};

/** What became of a merge: what goes to clusters, and why something of it does not. */
interface Told {
  readonly rollouts: readonly Rollout[];
  readonly refused: readonly string[];
}

/** One comment for all that a merge brings to clusters, changed as it goes on. Without anything to say none is written. */
export async function writeRolloutComment(host: CodeHost, number: number, { rollouts, refused }: Told): Promise<void> {
  const lines = rollouts.map(
    ({ state, deployment, description, commit, gitops, proposal }) =>
      `${SIGN[state]} ${code(deployment, 160)}: ${plain(description, 300)} · ${code(gitops)} ${where(commit, proposal)}`,
  );
  const parts = [section("### Deployment", lines), section("### ❌ Not deployed", refused)].filter(
    (part) => part !== "",
  );
  if (parts.length > 0) await writeMarked(host, number, `${MARKER}\n${parts.join("\n")}`);
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}\n`;

/** A link to the pull request that waits there; its address comes from GitHub itself. */
const where = (commit: string, proposal: Rollout["proposal"]): string =>
  proposal === undefined ? short(commit) : `[pull request ${proposal.number}](${proposal.url})`;

/** The one comment of ours that begins with the same line: written, changed, or left as it stands. */
export async function writeMarked(host: CodeHost, number: number, body: string): Promise<void> {
  const [marker = ""] = body.split("\n", 1);
  const own = (await host.comments(number)).find(({ isOwn, body: old }) => isOwn && old.startsWith(marker));
  if (own === undefined) await host.writeComment(number, body);
  else if (own.body !== body) await host.updateComment(own.id, body);
}
