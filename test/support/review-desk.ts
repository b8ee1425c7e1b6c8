import { exampleTrafficCsv } from "../../planner/index.ts";
import { REVIEW_MARKER } from "../../src/report/index.ts";
import { type FakeApp, fakeApp } from "../fakes/app-world.ts";
import { type FakeCodeHost, fakeCodeHost, pullRequest, REPOSITORY, sha, type Tree } from "../fakes/code-host.ts";
import { MODEL, SETTINGS } from "./config-repository.ts";

export const traffic = (seed: number, requestsPerDay: number): string =>
  exampleTrafficCsv({ seed, days: 7, requestsPerDay, start: 1_794_355_200 });

export const MODEL_FIXED = MODEL.replace(/mode: keda.*\}/, "mode: fixed, replicas: 2 }");
/** Two replicas; changes make them one or three. Little traffic, so that a forecast takes a moment. */
export const BASE: Tree = {
  "loadline.yaml": SETTINGS,
  "models/chat.yaml": MODEL_FIXED,
  "traffic/chat.csv": traffic(1, 300),
};
export const withModel = (from: string, to: string): Tree => ({
  ...BASE,
  "models/chat.yaml": MODEL_FIXED.replace(from, to),
});
export const ONE = withModel("replicas: 2", "replicas: 1");
export const THREE = withModel("replicas: 2", "replicas: 3");
export const withSettings = (tree: Tree, text: string): Tree => ({ ...tree, "loadline.yaml": `${SETTINGS}${text}\n` });

export const REVIEW = { kind: "review", repository: REPOSITORY, number: 1 } as const;

/** A repository with one pull request, and the App that looks at it. */
export interface ReviewDesk {
  readonly host: FakeCodeHost;
  readonly app: FakeApp;
}

export function reviewDesk(): ReviewDesk {
  const host = fakeCodeHost({ [sha("a")]: BASE, [sha("b")]: ONE, [sha("c")]: THREE });
  return { host, app: fakeApp(host) };
}

/** The App's own comments about reviews. */
export const reviewsOn = (host: FakeCodeHost) =>
  host.conversation.filter(({ isOwn, body }) => isOwn && body.startsWith(REVIEW_MARKER));

/** The pull request moves on to a commit. */
export function pushTo(host: FakeCodeHost, letter: string, tree?: Tree): void {
  if (tree !== undefined) host.commits.set(sha(letter), tree);
  host.pulls.set(1, pullRequest({ head: { branch: "change", sha: sha(letter) } }));
}
