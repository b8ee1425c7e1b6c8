import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMember } from "../support/app-fleet.ts";
import { type GitHubDouble, startGitHub } from "../support/github/double.ts";
import { startPostgres, withoutPostgres } from "../support/postgres-server.ts";
import { memoryOf } from "./resident-memory.ts";
import type { Measured } from "./table.ts";
import { acknowledgements } from "./webhook-load.ts";

const REPO = "acme/serving";
const RATE = 200;
const SECONDS = 20;
const COLD_SECONDS = 3;
const PULLS = 100;

/** The App's transport: how fast it starts, acknowledges, and gets from an opened pull request to its comment. */
export async function measureApp(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "loadline-bench-"));
  const github = await startGitHub();
  try {
    const embedded = await measureOn("PGlite", github, { LOADLINE_DATA_DIR: join(folder, "data") });
    return [...embedded, ...(await measureServer(github))];
  } finally {
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureServer(github: GitHubDouble): Promise<readonly Measured[]> {
  if (withoutPostgres !== null) {
    return [{ what: "webhooks on PostgreSQL", measured: `SKIPPED: ${withoutPostgres}`, mark: "" }];
  }
  const server = await startPostgres();
  try {
    return await measureOn("PostgreSQL", github, { DATABASE_URL: server.url });
  } finally {
    await server.close();
  }
}

async function measureOn(
  name: string,
  github: GitHubDouble,
  place: Readonly<Record<string, string>>,
): Promise<readonly Measured[]> {
  const environment = { ...github.environment, ...place };
  const [first, firstSeconds] = await timed(() => startMember("serve", environment));
  first.child.kill("SIGTERM");
  await first.gone;
  const [member, seconds] = await timed(() => startMember("serve", environment));
  try {
    const url = `http://127.0.0.1:${member.port}/api/github/webhooks`;
    // Whoever has just started compiles while it hears.
    const cold = await acknowledged(url, github.secret, COLD_SECONDS);
    const answered = await acknowledged(url, github.secret, SECONDS);
    await untilIdle(url, github);
    const opened = await openedToComment(url, github, name);
    const mebibytes = await memoryOf(member);
    const rest = mebibytes === null ? "unknown" : `${Math.round(mebibytes)} MiB`;
    return [
      {
        what: `serve on ${name}: start with a new database, then again`,
        measured: `${firstSeconds} s, ${seconds} s`,
        mark: "",
      },
      { what: `… webhooks acknowledged at ${RATE}/s, p50 / p99`, measured: answered, mark: "p99 200 ms" },
      { what: `… in the first ${COLD_SECONDS} seconds after the start`, measured: cold, mark: "" },
      { what: "… opened → comment of a review by hand, median of 20", measured: opened, mark: "5 s" },
      { what: "… resident memory afterwards", measured: rest, mark: "" },
    ];
  } finally {
    member.child.kill("SIGTERM");
    await member.gone;
  }
}

async function timed<Value>(run: () => Promise<Value>): Promise<readonly [Value, string]> {
  const begun = performance.now();
  const value = await run();
  return [value, ((performance.now() - begun) / 1000).toFixed(1)];
}

async function acknowledged(url: string, secret: string, seconds: number): Promise<string> {
  const load = { url, secret, repository: REPO, perSecond: RATE, seconds, pulls: PULLS };
  const took = await acknowledgements(load);
  const at = (share: number): string => `${Math.round(took[Math.floor(share * (took.length - 1))] ?? 0)} ms`;
  return `${at(0.5)} / ${at(0.99)}`;
}

async function untilIdle(url: string, github: GitHubDouble): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const before = github.exchanges.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const text = await (await fetch(new URL("/metrics", url))).text();
    const isIdle = /jobs\{state="waiting"\} 0\n/.test(text) && github.exchanges.length === before;
    quiet = isIdle ? quiet + 1 : 0;
  }
}

async function openedToComment(url: string, github: GitHubDouble, name: string): Promise<string> {
  github.deliverTo(url);
  const dev = github.as("dev");
  const took: number[] = [];
  for (let index = 0; index < 20; index++) {
    const branch = `${name}-${index}`;
    await dev.push(REPO, branch, { "models/chat.yaml": `a: ${index}\n` });
    const begun = performance.now();
    const number = await dev.open(REPO, { branch });
    while ((await dev.request("GET", `/repos/${REPO}/issues/${number}/comments`)).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    took.push(performance.now() - begun);
  }
  github.deliverTo(null);
  took.sort((a, b) => a - b);
  return `${Math.round(took[10] ?? 0)} ms`;
}
