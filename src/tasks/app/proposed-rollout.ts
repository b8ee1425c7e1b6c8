import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { ProposalState } from "../../ports/gitops.ts";
import type { Rollout } from "./rollout.ts";

/** A rollout whose manifests wait in a pull request of the GitOps repository. */
export const isProposed = ({ proposal }: Rollout): boolean => proposal !== undefined;

/** The next state of one that waits to be merged. A person decides when, so no patience ends; it begins with the merge. */
export function afterProposal(rollout: Rollout, state: ProposalState | null, now: number): Rollout {
  const { proposal, ...rest } = rollout;
  if (proposal === undefined || state?.kind === "open") return rollout;
  const name = `${rollout.gitops}#${proposal.number}`;
  if (state === null) return { ...rollout, state: "error", description: `${name} is not there any more` };
  if (state.kind === "closed") {
    return { ...rollout, state: "inactive", description: `${name} was closed and not merged, so nothing was deployed` };
  }
  const description = `${name} is merged; Argo CD has not said anything yet`;
  return { ...rest, commit: state.commit, begun: now, description };
}

/** What became of the pull request; open where nobody can say. */
export async function proposalOf(
  app: Pick<AppWorld, "gitops">,
  rollout: Pick<Rollout, "gitops" | "proposal">,
): Promise<ProposalState | null> {
  const proposals = (await app.gitops(rollout.gitops))?.proposals ?? null;
  if (proposals === null || rollout.proposal === undefined) return { kind: "open", isStuck: false };
  return proposals.state(rollout.proposal.number);
}

/** Null: it cannot be reached, and has said nothing. A rollout waits on, and its patience ends all the same. */
export async function reached<Answer>(ask: () => Promise<Answer | null>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}
