import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { openLog } from "../../../src/app/log.ts";
import type { CodeHosts } from "../../../src/ports/code-host.ts";
import { appOutside, oneRepository } from "../../../src/world.ts";
import { temporaryFolder } from "../../support/command.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";

const REPO = "acme/serving";
const SECRET = "s3cr3t-of-the-operator";
let github: GitHubDouble;
let number: number;
let sha: string;
beforeAll(async () => {
  github = await startGitHub();
  sha = await github.as("dev").push(REPO, "change", { "a.txt": "a\n" });
  number = await github.as("dev").open(REPO, { branch: "change" });
});
afterAll(() => github.close());

/** Everything that was sent to GitHub meanwhile, after each kind of text was written with a secret in it. */
async function sentThrough(hosts: CodeHosts, whose: string): Promise<string> {
  const before = github.exchanges.length;
  const host = await hosts.repository(REPO);
  const written = await host?.writeComment(number, `token ${SECRET}`);
  if (written?.kind === "written") await host?.updateComment(written.id ?? 0, `again ${SECRET}`);
  const check = { sha, conclusion: "success", title: SECRET, summary: SECRET, detailsUrl: null } as const;
  await host?.writeCheck({
    ...check,
    annotations: [{ path: "a.txt", line: 1, level: "notice", title: SECRET, message: SECRET }],
  });
  await host?.suggest(number, sha, [{ path: "a.txt", startLine: 1, line: 1, body: `${whose} ${SECRET}` }]);
  const sent = github.exchanges
    .slice(before)
    .filter(({ call }) => call.method !== "GET" && /\/repos\//.test(call.path));
  return sent.map(({ call }) => call.text).join("\n");
}

it("no secret of the environment leaves through the App, as serve and workers open it", async () => {
  const place = { databaseUrl: null, dataFolder: temporaryFolder(), version: "0.0.0", accounts: null };
  const environment = { ...github.environment, LOADLINE_PROMETHEUS_MAIN_TOKEN: SECRET };
  const {
    github: app,
    store,
    close,
  } = await appOutside(
    environment,
    place,
    openLog([], () => undefined),
  );
  onTestFinished(async () => void (await Promise.all([store.close(1), close()])));
  const sent = await sentThrough(app.hosts, "App");
  expect(sent.match(/\*\*\*/g)).toHaveLength(7);
  expect(sent).not.toContain(SECRET);
}, 60_000);

it("nor through the Action", async () => {
  const token = await github.mint({ checks: "write", contents: "read", pull_requests: "write", metadata: "read" });
  const environment = { GITHUB_TOKEN: token, GITHUB_REPOSITORY: REPO, GITHUB_API_URL: github.url, X_TOKEN: SECRET };
  const { app, close } = await oneRepository(environment);
  onTestFinished(close);
  const sent = await sentThrough(app.hosts, "Action");
  expect(sent.match(/\*\*\*/g)).toHaveLength(7);
  expect(sent).not.toContain(SECRET);
}, 60_000);
