import type { Ahead, Proposal, Proposals, ProposalText } from "../../src/ports/gitops.ts";

export interface FakePull extends ProposalText {
  state: "open" | "closed" | "merged";
  isStuck?: boolean;
  commit: string | null;
}

/** Pull requests in memory, numbered from 1; at most one is open from one branch into another. */
export function fakeProposals(pulls: FakePull[]): Proposals {
  const openAt = (branch: string, into: string): number =>
    pulls.findIndex((one) => one.state === "open" && one.branch === branch && one.into === into);
  const at = (index: number): Proposal => ({ number: index + 1, url: `https://github.test/fake/pull/${index + 1}` });
  return {
    write: async (text) => {
      const open = openAt(text.branch, text.into);
      if (open === -1) return at(pulls.push({ ...text, state: "open", commit: null }) - 1);
      Object.assign(pulls[open] ?? {}, text);
      return at(open);
    },
    withdraw: async (branch, into) => {
      const open = openAt(branch, into);
      if (open === -1) return null;
      Object.assign(pulls[open] ?? {}, { state: "closed" });
      return at(open);
    },
    close: async (number) => {
      const pull = pulls[number - 1];
      if (pull?.state === "open") pull.state = "closed";
    },
    state: async (number) => {
      const pull = pulls[number - 1];
      if (pull === undefined) return null;
      if (pull.state === "merged") return { kind: "merged", commit: pull.commit ?? "" };
      return pull.state === "open" ? { kind: "open", isStuck: pull.isStuck ?? false } : { kind: "closed" };
    },
  };
}

/** Commits, numbered in the order they were made. */
export interface FakeHistory {
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly messages: ReadonlyMap<string, string>;
}

export function aheadIn({ parents, messages }: FakeHistory, commit: string, of: string): Ahead {
  const [own, known] = [reachable(parents, commit), reachable(parents, of)];
  const commits = [...own].filter((id) => !known.has(id)).sort((a, b) => Number(b) - Number(a));
  const isMerge = (id: string): boolean => (parents.get(id) ?? []).length > 1;
  return {
    commits: commits.map((id) => ({ commit: id, message: messages.get(id) ?? "", isMerge: isMerge(id) })),
    isBehind: [...known].some((id) => !own.has(id)),
  };
}

function reachable(parents: FakeHistory["parents"], from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(parents.get(next) ?? []));
  }
  return found;
}
