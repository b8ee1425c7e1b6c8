import type { AppWorld } from "../../ports/app-world.ts";
import type { ProposalState } from "../../ports/gitops.ts";
import type { Leaving } from "./rollout.ts";
import { leavingLine } from "./rollout-comment.ts";
import { forgetBrought } from "./rollout-memory.ts";

/** What became of a deployment that is to be taken away, in words; null while its pull request is open. */
export async function afterLeaving(
  { memory }: Pick<AppWorld, "memory">,
  leaving: Leaving,
  state: ProposalState | null,
): Promise<string | null> {
  if (state?.kind === "open") return null;
  if (state?.kind !== "merged") return `${leavingLine(leaving)}, which was closed and not merged, so it stays.`;
  await forgetBrought(memory, leaving, leaving.begun);
  return leavingLine(leaving);
}
