import { GITOPS } from "../../mistakes/gitops.ts";
import type { GitOpsRepository, PastCommit } from "../../ports/gitops.ts";
import { inventoryPath, readInventory, sha256 } from "./inventory.ts";
import { type Provenance, provenanceIn, trailersIn } from "./message.ts";

/** What loadline once wrote into a folder. */
export interface PastState {
  readonly commit: string;
  readonly files: ReadonlyMap<string, string>;
  readonly provenance: Provenance;
}

export interface Search {
  readonly branch: string;
  readonly folder: string;
  /** Files beside the folder that go with it, where the commit has them. */
  readonly beside: readonly string[];
  /** The first letters of a commit's id; null: the state before the present one. */
  readonly to: string | null;
}

/** Commits that are looked through. */
const MOST = 100;

/** The state to go back to, or one sentence why there is none. */
export async function findPastState(repository: GitOpsRepository, search: Search): Promise<PastState | string> {
  const { branch, folder, to } = search;
  const commits = await repository.history(branch, folder, MOST);
  const ours = commits.filter(({ message }) => trailersIn(message) !== null);
  if (to !== null) {
    const named = ours.filter(({ commit }) => commit.startsWith(to.toLowerCase()));
    if (named.length === 1 && named[0] !== undefined) return stateAt(repository, search, named[0]);
    return GITOPS.whichCommit(named.length, to, choice(ours));
  }
  const present = ours[0] === undefined ? null : await inventoryAt(repository, search, ours[0]);
  for (const past of ours.slice(presentOf(ours) + 1)) {
    const inventory = await inventoryAt(repository, search, past);
    if (inventory !== null && inventory !== present) return stateAt(repository, search, past);
  }
  return GITOPS.nothingBefore(MOST);
}

/** Going back twice means further back: what a rollback restored is where the search begins. */
function presentOf(ours: readonly PastCommit[]): number {
  let index = 0;
  for (let hops = 0; hops < ours.length; hops++) {
    const restored = provenanceIn(trailersIn(ours[index]?.message ?? "") ?? new Map()).restored;
    const found = restored === null ? -1 : ours.findIndex(({ commit }) => commit === restored);
    if (found <= index) break;
    index = found;
  }
  return index;
}

async function inventoryAt(repository: GitOpsRepository, { folder }: Search, past: PastCommit): Promise<string | null> {
  const view = await repository.at(past.commit, [folder]);
  const content = (await view.read([inventoryPath(folder)])).get(inventoryPath(folder));
  return content === undefined ? null : new TextDecoder().decode(content);
}

/** Only files that read as loadline wrote them: a person's edit of that day is not ours to bring back. */
async function stateAt(
  repository: GitOpsRepository,
  { folder, beside }: Search,
  { commit, message }: PastCommit,
): Promise<PastState | string> {
  const view = await repository.at(commit, [folder, ...beside]);
  const inventory = (await view.read([inventoryPath(folder)])).get(inventoryPath(folder));
  const listed = inventory === undefined ? null : readInventory(folder, inventory);
  if (listed === null) return GITOPS.noListThen(commit.slice(0, 10));
  const contents = await view.read([...listed.keys(), ...beside]);
  for (const [path, hash] of listed) {
    const content = contents.get(path);
    if (content === undefined || sha256(content) !== hash) {
      return GITOPS.changedThen(commit.slice(0, 10), path);
    }
  }
  const files = [...contents].map(([path, content]) => [path, new TextDecoder().decode(content)] as const);
  return { commit, files: new Map(files), provenance: provenanceIn(trailersIn(message) ?? new Map()) };
}

function choice(ours: readonly PastCommit[]): readonly string[] {
  return ours.slice(0, 5).map(({ commit, message }) => {
    const { forecast } = provenanceIn(trailersIn(message) ?? new Map());
    return `${commit.slice(0, 10)} (${forecast ?? message.split("\n")[0]})`;
  });
}
