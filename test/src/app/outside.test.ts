import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { readSettings } from "../../../src/app/environment.ts";
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

/** What serve and workers stand on in this environment. */
async function outside(more: Readonly<Record<string, string>>) {
  const environment = { ...github.environment, ...more, LOADLINE_DATA_DIR: temporaryFolder() };
  const settings = { ...readSettings(environment), version: "0.0.0" };
  const {
    github: app,
    store,
    close,
  } = await appOutside(
    environment,
    settings,
    openLog([], () => undefined),
  );
  onTestFinished(async () => {
    await Promise.all([store.close(1), close()]);
  });
  return app;
}

it("serve and workers look at nobody's repositories but whose the operator names", async () => {
  const some = await outside({ LOADLINE_ACCOUNTS: "somebody-else" });
  expect([await some.hosts.repositories(), await some.hosts.repository(REPO)]).toEqual([[], null]);
  const ours = await outside({ LOADLINE_ACCOUNTS: "Acme, somebody-else" });
  expect(await ours.hosts.repositories()).toContain(REPO);
}, 60_000);

it("no secret of the environment leaves through the App, as serve and workers open it", async () => {
  const app = await outside({ LOADLINE_PROMETHEUS_MAIN_TOKEN: SECRET });
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
