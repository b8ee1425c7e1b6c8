import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed, vi } from "vitest";
import { exampleTrafficCsv } from "../../../planner/index.ts";
import { type Member, startMember } from "../../support/app-fleet.ts";
import { MODEL, SETTINGS } from "../../support/config-repository.ts";
import { findingsOfApp } from "../../support/github/app-under-test.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import type { Json } from "../../support/github/message.ts";
import type { Person } from "../../support/github/people.ts";
import { signed } from "../../support/github/relay.ts";

const REPO = "acme/serving";
const DAY = 86_400;
/** Two weeks that end yesterday: the App plans from today. */
const START = (Math.floor(Date.now() / 1000 / DAY) - 14) * DAY;
const TRAFFIC = exampleTrafficCsv({ seed: 1, days: 14, requestsPerDay: 2000, start: START });
const MODEL_NOW = MODEL.replace("2026-11-11T00:00:00Z", new Date(START * 1000).toISOString());
const SETTINGS_NOW = `${SETTINGS.replace("example/gitops", "acme/gitops")}approvers: [alice]\n`;

let github: GitHubDouble;
let app: Member;
let url: string;
/** The process, by nothing but its environment; again after its end. */
let start: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), "loadline-life-"));
let dev: Person;
let alice: Person;

beforeAll(async () => {
  github = await startGitHub({ members: ["dev", "alice"], strangers: ["mallory"] });
  dev = github.as("dev");
  alice = github.as("alice");
  await dev.push(REPO, "main", {
    "loadline.yaml": SETTINGS_NOW,
    "models/chat.yaml": MODEL_NOW,
    "traffic/chat.csv": TRAFFIC,
  });
  const environment = {
    ...github.environment,
    LOADLINE_ARGOCD_TOKEN: "argo",
    LOADLINE_PUBLIC_URL: "http://127.0.0.1:1",
    LOADLINE_DATA_DIR: folder,
  };
  start = async () => {
    app = await startMember("serve", environment, ["src/cli/main.ts"]);
    url = `http://127.0.0.1:${app.port}`;
    github.deliverTo(`${url}/api/github/webhooks`);
  };
  await start();
}, 60_000);

afterAll(async () => {
  app.child.kill("SIGTERM");
  await app.gone;
  await github.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  onTestFailed(() => {
    const came = github.deliveries.map(({ event, at, status }) => `${at} ${event} ${status}`);
    process.stderr.write(`Deliveries:\n${came.join("\n")}\nThe App:\n${app.said()}\n`);
  });
});

/** Asks until there is an answer. */
const eventually = (ask: () => Promise<Json | null>): Promise<Json> =>
  vi.waitUntil(ask, { timeout: 60_000, interval: 100 });

const commentsOn = async (number: number): Promise<readonly Json[]> =>
  dev.request("GET", `/repos/${REPO}/issues/${number}/comments?per_page=100`);
const reviewOf = async (number: number): Promise<Json | null> =>
  (await commentsOn(number)).find(
    ({ body }: Json) => body.startsWith("<!-- loadline:review -->") && !body.includes("⏳"),
  ) ?? null;
const checkOf = async (sha: string): Promise<Json | null> => {
  const { check_runs: runs } = await dev.request("GET", `/repos/${REPO}/commits/${sha}/check-runs`);
  return runs.find(({ name, status }: Json) => name === "loadline" && status === "completed") ?? null;
};
const answerOn = (number: number, comment: number): Promise<Json> =>
  eventually(
    async () =>
      (await commentsOn(number)).find(({ body }: Json) => body.startsWith(`<!-- loadline:answer ${comment} -->`)) ??
      null,
  );

async function change(branch: string, edit: (model: string) => string): Promise<{ number: number; sha: string }> {
  const sha = await dev.push(REPO, branch, { "models/chat.yaml": edit(MODEL_NOW) });
  return { number: await dev.open(REPO, { branch }), sha };
}

describe("a pull request", () => {
  let number = 0;

  it("gets one comment and a check, an answer to what-if, and an approval", async () => {
    const made = await change("one-replica", (model) =>
      model
        .replace(
          "mode: keda, minReplicas: 2, maxReplicas: 6, target: { metric: requests-running, value: 12 }",
          "mode: fixed, replicas: 1",
        )
        .replace("ttft: { p95: 2.5s }", "ttft: { p95: 300ms }"),
    );
    const { sha } = made;
    number = made.number;
    const check = await eventually(() => checkOf(sha));
    expect(check.conclusion).toBe("failure");
    const review = await eventually(() => reviewOf(number));
    expect(review.body).toContain("p95 time to first token");
    expect(review.body).toContain(`<!-- loadline:head ${sha} -->`);
    const asked = await dev.comment(REPO, number, "/loadline what-if traffic=2x replicas=4");
    expect((await answerOn(number, asked)).body).toContain("What if: traffic=2x replicas=4");
    const wrong = await alice.comment(REPO, number, "/loadline approve 0000000");
    expect((await answerOn(number, wrong)).body).toContain("is not the head any more");
    const approved = await alice.comment(REPO, number, `/loadline approve ${sha.slice(0, 7)}`);
    expect((await answerOn(number, approved)).body).toContain("Approved");
    const after = await eventually(async () => {
      const found = await checkOf(sha);
      return found?.conclusion === "neutral" ? found : null;
    });
    expect(after.output.title).toContain("approved by alice");
    expect(
      (await commentsOn(number)).filter(({ body }: Json) => body.startsWith("<!-- loadline:review -->")),
    ).toHaveLength(1);
  }, 240_000);

  it("is committed when it is merged, and followed to the cluster", async () => {
    await dev.merge(REPO, number);
    const rollout = await eventually(() => rolloutOn(number));
    expect(rollout.body).toContain("⏳ `ai-models/chat`");
    const tip = (await dev.request("GET", "/repos/acme/gitops/git/ref/heads/main")).object.sha;
    const written = await dev.request("GET", `/repos/acme/gitops/git/trees/${tip}?recursive=1`);
    const paths = written.tree.map(({ path }: Json) => path);
    expect(paths).toContain("clusters/prod/ai-models/chat/deployment.yaml");
    const { message } = await dev.request("GET", `/repos/acme/gitops/git/commits/${tip}`);
    expect(message).toContain(`Loadline-Pull-Request: ${REPO}#${number}`);

    for (const phase of ["Running", "Succeeded"]) expect(await argoCdSays(phase, tip)).toBe(202);
    const done = await eventually(async () => {
      const found = await rolloutOn(number);
      return found?.body.includes("✅") ? found : null;
    });
    expect(done.body).toContain("synced and healthy");
    const [deployment] = await dev.request("GET", `/repos/${REPO}/deployments`);
    const statuses = await dev.request("GET", `/repos/${REPO}/deployments/${deployment.id}/statuses`);
    expect(statuses.map(({ state }: Json) => state)).toContain("success");

    const back = await dev.comment(REPO, number, "/loadline rollback");
    expect((await answerOn(number, back)).body).toContain("loadline wrote nothing else there before");
    expect(findingsOfApp(github)).toEqual([]);
  }, 240_000);
});

describe("200 deliveries about one pull request", () => {
  it("while its head moves and the process is killed: one review of the last head, and its check", async () => {
    const replicas = (count: number) => (model: string) => model.replace("minReplicas: 2", `minReplicas: ${count}`);
    const { number } = await change("storm", replicas(3));
    const opened = github.deliveries.findLast(({ payload }) => payload.number === number);
    const deliver = async (index: number): Promise<boolean> => {
      const body = JSON.stringify({ ...opened?.payload, action: "synchronize" });
      const headers = {
        ...{ "content-type": "application/json", "x-github-event": "pull_request" },
        ...{ "x-github-delivery": `storm-${index}`, "x-hub-signature-256": signed(github.secret, body) },
      };
      const answer = await fetch(`${url}/api/github/webhooks`, { method: "POST", headers, body }).catch(() => null);
      return answer?.status === 202;
    };
    const storm = Array.from({ length: 200 }, (_, index) => deliver(index));
    await dev.push(REPO, "storm", { "models/chat.yaml": replicas(4)(MODEL_NOW) });
    await Promise.all(storm);
    app.child.kill("SIGKILL");
    await app.gone;
    const last = await dev.push(REPO, "storm", { "models/chat.yaml": replicas(5)(MODEL_NOW) });
    await start();
    expect(await eventually(() => checkOf(last))).toMatchObject({
      conclusion: expect.stringMatching(/success|neutral/),
    });
    await eventually(async () => ((await reviewOf(number))?.body.includes(last) ? true : null));
    const reviews = (await commentsOn(number)).filter(({ body }: Json) => body.includes("<!-- loadline:review -->"));
    expect(reviews).toHaveLength(1);
    expect(await Promise.all(storm)).toEqual(Array.from({ length: 200 }, () => true));
  }, 240_000);
});

const rolloutOn = async (number: number): Promise<Json | null> =>
  (await commentsOn(number)).find(({ body }: Json) => body.startsWith("<!-- loadline:rollout -->")) ?? null;

/** What Argo CD's notifications would send. */
async function argoCdSays(phase: string, revision: string): Promise<number> {
  const event = {
    ...{ v: 1, app: "ai-models.chat", namespace: "argocd", uid: "1", annotations: {} },
    sync: { status: phase === "Running" ? "OutOfSync" : "Synced", revision },
    health: { status: phase === "Running" ? "Progressing" : "Healthy" },
    operation: { phase, syncResult: { revision } },
  };
  const headers = { authorization: "Bearer argo", "content-type": "application/json" };
  const body = JSON.stringify(event);
  return (await fetch(`${url}/api/argocd/events`, { method: "POST", headers, body })).status;
}
