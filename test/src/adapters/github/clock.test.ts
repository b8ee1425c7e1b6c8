import { afterAll, beforeAll, expect, it } from "vitest";
import { appAgainst } from "../../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../../support/github/double.ts";
import { reply } from "../../../support/github/message.ts";

let github: GitHubDouble;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(() => github.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What became of everything that was asked while this was done. */
async function answersTo(act: () => Promise<unknown>): Promise<readonly number[]> {
  const before = github.exchanges.length;
  await act();
  return github.exchanges.slice(before).map(({ reply: { status } }) => status);
}

it.each([5 * MINUTE, 3 * HOUR, -20 * MINUTE, -3 * HOUR])(
  "a clock that is %i ms ahead is corrected once",
  async (ms) => {
    const { app } = appAgainst(github, { aheadMs: ms });
    expect(await answersTo(() => app.check())).toEqual([401, 200, 200]);
    const host = await app.hosts.repository("acme/serving");
    // Tokens of the installation are kept as long as they are valid there.
    expect(await answersTo(async () => [await host?.defaultHead(), await host?.defaultHead()])).toEqual([
      ...[201, 200, 200, 200, 200],
    ]);
  },
);

it.each([0, 45_000, -4 * MINUTE])("a clock that is %i ms ahead asks for nothing twice", async (ms) => {
  expect(await answersTo(() => appAgainst(github, { aheadMs: ms }).app.check())).toEqual([200, 200]);
});

it("GitHub that refuses the corrected token too is asked no third time, and the clock is named", async () => {
  const message = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  const { app } = appAgainst(github);
  github.fail({ path: /^\/app$/, answer: reply(401, { message }), times: 2 });
  const before = github.exchanges.length;
  await expect(app.check()).rejects.toThrow(/clock of this machine and GitHub's differ/);
  expect(github.exchanges.length - before).toBe(2);
});

it("a token that is refused for another reason is not sent again", async () => {
  github.fail({ path: /^\/app$/, answer: reply(401, { message: "Bad credentials" }) });
  const before = github.exchanges.length;
  await expect(appAgainst(github).app.check()).rejects.toThrow(/Check APP_ID and PRIVATE_KEY/);
  expect(github.exchanges.length - before).toBe(1);
});
