import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Check, CodeHost, Comment, DeploymentStatus, Suggestion, Written } from "../../src/ports/code-host.ts";
import type { ConfigSource } from "../../src/ports/config-source.ts";
import { OutsideError } from "../../src/ports/failure.ts";
import type { Permission, PullRequest } from "../../src/ports/pull-request.ts";

export type Tree = Readonly<Record<string, string>>;

/** What stands in a tree where a symbolic link lies: its files are not read, and neither is the link. */
export const LINK = "\0a symbolic link";

/** Fails a call once: before anything was written, or after, when only the answer is lost. */
export interface Fault {
  readonly call: "writeComment" | "updateComment" | "writeCheck" | "react";
  readonly when: "before" | "after";
}

/** One repository at GitHub, in memory. */
export interface FakeCodeHost extends CodeHost {
  readonly commits: Map<string, Tree>;
  readonly pulls: Map<number, PullRequest>;
  readonly permissions: Map<string, Permission>;
  readonly conversation: Comment[];
  /** Comments that a list does not show yet. */
  readonly unlisted: Set<number>;
  readonly checks: Map<string, Check>;
  readonly suggestions: Suggestion[];
  readonly statuses: DeploymentStatus[];
  /** Every write that went through, by name, in order. */
  readonly writes: string[];
  readonly faults: Fault[];
  /** What GitHub says no to for good. */
  readonly refused: Set<string>;
  /** Called before each write: the place to come first. */
  beforeWrite: (call: string) => void;
  /** Somebody's comment; returns its id. */
  says(login: string, body: string, extra?: Partial<Comment>): number;
  close(): void;
}

export const REPOSITORY = "acme/serving";
const PERMISSIONS: readonly [string, Permission][] = [
  ["dev", "write"],
  ["alice", "write"],
  ["reader", "read"],
];
const WRITTEN: Written = { kind: "written", id: null };

export function pullRequest(changes: Partial<PullRequest> = {}): PullRequest {
  return {
    ...{ number: 1, state: "open", isDraft: false, isFork: false, title: "Change", files: [] },
    ...{ author: { login: "dev", isBot: false }, url: "https://github.com/acme/serving/pull/1" },
    ...{ base: { branch: "main", sha: sha("a") }, head: { branch: "change", sha: sha("b") } },
    ...{ mergeBase: sha("a"), mergeCommit: null, mergedBy: null, isArchived: false, isLocked: false },
    ...changes,
  };
}

/** A commit's name, from a letter. */
export const sha = (letter: string): string => letter.repeat(40);

/** Part of a host: its state, and how a write goes. */
interface State {
  readonly fake: Pick<FakeCodeHost, "conversation" | "checks" | "faults" | "refused" | "writes" | "suggestions">;
  readonly write: (call: string, act: () => number | null) => Promise<Written>;
}

export function fakeCodeHost(commits: Readonly<Record<string, Tree>> = {}): FakeCodeHost {
  const folder = mkdtempSync(join(tmpdir(), "loadline-host-"));
  const known = new Map(Object.entries(commits));
  const pulls = new Map([[1, pullRequest()]]);
  const permissions = new Map(PERMISSIONS);
  const lists = { conversation: [], checks: new Map(), faults: [], refused: new Set<string>(), writes: [] };
  const state = { ...lists, unlisted: new Set(), suggestions: [], statuses: [] } as unknown as FakeCodeHost;
  let next = 100;
  const id = () => next++;
  const write: State["write"] = async (call, act) => {
    fake.beforeWrite(call);
    if (state.refused.has(call)) return { kind: "permission", detail: `may not ${call}`, advice: "Grant it." };
    const at = state.faults.findIndex((fault) => fault.call === call);
    const [fault] = at < 0 ? [] : state.faults.splice(at, 1);
    if (fault?.when === "before") throw new OutsideError("github.com", "502", true);
    const written = act();
    state.writes.push(call);
    if (fault !== undefined) throw new OutsideError("github.com", "502", true);
    return { kind: "written", id: written };
  };
  const fake: FakeCodeHost = {
    ...state,
    ...{ repository: REPOSITORY, commits: known, pulls, permissions, beforeWrite: () => undefined },
    pullRequest: async (number) => pulls.get(number) ?? null,
    openPullRequests: async () => [...pulls.values()].filter((one) => one.state === "open"),
    pullRequestsOf: async (commit) =>
      [...pulls.values()]
        .filter(({ state: now, head }) => now === "open" && head.sha === commit)
        .map(({ number }) => number),
    source: async (commit) => sourceOf(join(folder, commit), known.get(commit) ?? {}, commit),
    contains: async (commit, ancestor) => commit === ancestor,
    permissionOf: async (login) => permissions.get(login) ?? "none",
    comments: async () => state.conversation.filter(({ id: one }) => !fake.unlisted.has(one)),
    comment: async (which) => state.conversation.find(({ id: one }) => one === which) ?? null,
    ...{ ...ONE_BRANCH, ...writesOf({ fake: state, write }, id) },
    deployment: async () => id(),
    writeDeploymentStatus: async (_, status) => {
      state.statuses.push(status);
      return WRITTEN;
    },
    says: (login, body, extra = {}) => {
      const comment = { ...ownComment(id(), body), author: { login, isBot: false }, isOwn: false, ...extra };
      state.conversation.push(comment);
      return comment.id;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  return fake;
}

/** All merges go into it, and each stands where its branch left. */
const ONE_BRANCH = {
  defaultBranch: async () => "main",
  beforeMerge: async () => null,
  mergedSince: async () => [],
};

/** A comment of this App. */
const ownComment = (id: number, body: string): Comment => ({
  ...{ id, body, author: { login: "loadline[bot]", isBot: true }, isOwn: true, isEdited: false },
  createdAt: "2026-11-25T00:00:00Z",
});

function writesOf({ fake, write }: State, id: () => number) {
  const { conversation, checks, suggestions } = fake;
  const own = (body: string): Comment => ownComment(id(), body);
  return {
    writeComment: (_: number, body: string) => write("writeComment", () => conversation.push(own(body))),
    updateComment: (which: number, body: string) =>
      write("updateComment", () => {
        const at = conversation.findIndex((one) => one.id === which);
        const old = conversation[at];
        if (old !== undefined) conversation[at] = { ...old, body, isEdited: true };
        return which;
      }),
    deleteComment: (which: number) =>
      write("deleteComment", () => {
        conversation.splice(
          conversation.findIndex((one) => one.id === which),
          1,
        );
        return which;
      }),
    react: (_: number, reaction: string) => write(`react ${reaction}`, () => null),
    check: async (commit: string) => {
      const found = checks.get(commit);
      return found === undefined || found.conclusion === "cancelled" ? undefined : found.conclusion;
    },
    writeCheck: (check: Check) =>
      write("writeCheck", () => {
        checks.set(check.sha, check);
        return 1;
      }),
    suggest: (_: number, __: string, wanted: readonly Suggestion[]) =>
      write("suggest", () => suggestions.push(...wanted)),
  };
}

function sourceOf(folder: string, files: Tree, commit: string): ConfigSource {
  const isFile = (path: string): boolean => Object.hasOwn(files, path) && files[path] !== LINK;
  return {
    description: commit,
    commit,
    list: async () => Object.keys(files).filter(isFile).sort(),
    links: async () => Object.keys(files).filter((path) => files[path] === LINK),
    read: async (path) => (isFile(path) ? Buffer.from(files[path] ?? "") : null),
    onDisk: async (path) => {
      if (!isFile(path)) return null;
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, files[path] ?? "");
      return place;
    },
    close: async () => undefined,
  };
}
