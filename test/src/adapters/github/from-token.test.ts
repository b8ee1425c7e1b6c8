import { afterAll, beforeAll, expect, it } from "vitest";
import { hostFromToken } from "../../../../src/adapters/github/from-token.ts";
import { processTurns } from "../../../../src/adapters/store/in-process.ts";
import type { CodeHost } from "../../../../src/ports/code-host.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import { reply } from "../../../support/github/message.ts";

const REPO = "acme/serving";
let github: GitHubDouble;
let number: number;
let sha: string;
beforeAll(async () => {
  github = await startGitHub({ app: { id: 4, slug: "somebodys-app" } });
  sha = await github.as("dev").push(REPO, "change", { "a.txt": "a\n" });
  number = await github.as("dev").open(REPO, { branch: "change" });
});
afterAll(() => github.close());

const opened = (token: string, address = `${github.url}/api/v3`): Promise<CodeHost> => {
  const environment = { GITHUB_TOKEN: token, GITHUB_REPOSITORY: REPO, GITHUB_API_URL: address };
  const pace = { now: Date.now, wait: async () => undefined, turns: processTurns(Date.now) };
  return hostFromToken(environment, { ...pace, version: "0.0.0" });
};
const mint = (): Promise<string> =>
  github.mint({ checks: "write", contents: "read", pull_requests: "write", metadata: "read" });
const silent = (): void => github.fail({ path: /graphql$/, answer: reply(404, { message: "Not Found" }) });
/** Bodies of comments that a host takes for its own. */
const ownOn = async (host: CodeHost): Promise<readonly string[]> =>
  (await host.comments(number)).filter(({ isOwn }) => isOwn).map(({ body }) => body);
const check = { title: "t", summary: "s", annotations: [], detailsUrl: null };

it("an App knows what it wrote in an earlier run, and nobody else's", async () => {
  const host = await opened(await mint());
  await host.writeComment(number, "of the App");
  await host.writeCheck({ ...check, sha, conclusion: "neutral" });
  const later = await opened(await mint(), github.url);
  expect([await ownOn(later), await later.check(sha)]).toEqual([["of the App"], "neutral"]);
  const person = await opened(github.tokenOf("alice"));
  expect([await ownOn(person), await person.check(sha)]).toEqual([[], undefined]);
});

it("so does a person, also where GraphQL may not be asked", async () => {
  silent();
  const host = await opened(github.tokenOf("alice"));
  await host.writeComment(number, "of alice");
  expect(await ownOn(await opened(github.tokenOf("alice")))).toEqual(["of alice"]);
});

it("an App that nobody tells who it is learns that from what it writes", async () => {
  silent();
  const host = await opened(await mint());
  expect(await ownOn(host)).toEqual([]);
  await host.writeComment(number, "again of the App");
  expect(await ownOn(host)).toEqual(["of the App", "again of the App"]);
  silent();
  const checking = await opened(await mint());
  await checking.writeCheck({ ...check, sha, conclusion: "success" });
  expect([await checking.check(sha), (await ownOn(checking)).length]).toEqual(["success", 2]);
});
