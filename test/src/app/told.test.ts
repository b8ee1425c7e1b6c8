import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { exampleTrafficCsv } from "../../../planner/index.ts";
import { type Member, startMember } from "../../support/app-fleet.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { freePort } from "../../support/free-port.ts";
import { findingsOfApp } from "../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import type { Json } from "../../support/github/message.ts";
import type { Person } from "../../support/github/people.ts";

const REPO = "acme/serving";
const TOKEN = "a-token-that-nobody-shall-see";
const folder = mkdtempSync(join(tmpdir(), "loadline-told-"));

let github: GitHubDouble;
let app: Member;
let dev: Person;
/** A Prometheus that knows nobody. */
let denying: Server;

beforeAll(async () => {
  denying = createServer((_, response) => response.writeHead(401).end(`who is ${TOKEN}?`));
  await new Promise<void>((resolve) => denying.listen(0, "127.0.0.1", resolve));
  github = await startGitHub({ members: ["dev"] });
  dev = github.as("dev");
  await dev.push(REPO, "main", {
    "loadline.yaml": `${SETTINGS}prometheus: { away: {}, denying: {} }\n`,
    "models/chat.yaml": MODEL,
    "traffic/chat.csv": exampleTrafficCsv({ seed: 1, days: 7, requestsPerDay: 300, start: 1_794_355_200 }),
  });
  const { port } = denying.address() as AddressInfo;
  const environment = {
    ...github.environment,
    LOADLINE_DATA_DIR: folder,
    LOADLINE_PROMETHEUS_AWAY: `http://127.0.0.1:${await freePort()}`,
    LOADLINE_PROMETHEUS_DENYING: `http://127.0.0.1:${port}`,
    LOADLINE_PROMETHEUS_DENYING_TOKEN: TOKEN,
  };
  app = await startMember("serve", environment, ["src/cli/main.ts"]);
  github.deliverTo(`http://127.0.0.1:${app.port}/api/github/webhooks`);
}, 60_000);

afterAll(async () => {
  app.child.kill("SIGTERM");
  await app.gone;
  await github.close();
  denying.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A change whose traffic one of the two has. */
async function measuredBy(server: string): Promise<{ readonly number: number; readonly sha: string }> {
  const traffic = `traffic: { prometheus: { server: ${server}, rate: "sum(x)", window: 14d } }`;
  const sha = await dev.push(REPO, server, { "models/chat.yaml": MODEL.replace(/traffic: \{.*\}/, traffic) });
  return { number: await dev.open(REPO, { branch: server }), sha };
}
const eventually = (ask: () => Promise<Json | null>): Promise<Json> =>
  vi.waitUntil(ask, { timeout: 60_000, interval: 200 });
const checkNamed = (sha: string, title: string): Promise<Json> =>
  eventually(async () => {
    const { check_runs: runs } = await dev.request("GET", `/repos/${REPO}/commits/${sha}/check-runs`);
    return runs.find(({ output }: Json) => output.title === title) ?? null;
  });
const commentOn = (number: number, start: string): Promise<Json> =>
  eventually(async () => {
    const all = await dev.request("GET", `/repos/${REPO}/issues/${number}/comments?per_page=100`);
    return all.find(({ body }: Json) => body.startsWith(start)) ?? null;
  });

it("a Prometheus that is away is waited for, in words on the check", async () => {
  const { sha } = await measuredBy("away");
  const check = await checkNamed(sha, "Waiting for Prometheus away");
  expect(check.status).toBe("in_progress");
  expect(check.output.summary).toMatch(/Prometheus away: cannot be reached[\s\S]*tried again at about \d\d:\d\d UTC/);
  expect(check.output.summary).not.toContain("127.0.0.1");
}, 90_000);

it("one that refuses is told of at once: in check, comment and answer, without its token, and in the log", async () => {
  const { number, sha } = await measuredBy("denying");
  const check = await checkNamed(sha, "no forecast could be made");
  expect(check.conclusion).toBe("action_required");
  const id = /the log under `([0-9a-f-]+)`/.exec(check.output.summary)?.[1] ?? "nowhere";
  await vi.waitUntil(() => app.said().includes(`"id":"${id}"`));
  const review = await commentOn(number, "<!-- loadline:review -->");
  const asked = await dev.comment(REPO, number, "/loadline what-if traffic=2x");
  const answer = await commentOn(number, `<!-- loadline:answer ${asked} -->`);
  for (const text of [check.output.summary, review.body, answer.body]) {
    expect(text).toContain("Prometheus denying: answers 401");
    expect(text).not.toContain(TOKEN);
  }
  expect(findingsOfApp(github)).toEqual([]);
}, 90_000);
