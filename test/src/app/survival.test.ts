import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { startFleet, startMember } from "../../support/app-fleet.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import { hail } from "../../support/hail.ts";
import { startPostgres, withoutPostgres } from "../../support/postgres-server.ts";

const REPO = "acme/serving";
/** Few enough heads that nobody has to wait for the next minute's writes: that is `turns.test.ts`. */
const SMALL = { repository: REPO, pulls: 6, deliveries: 90, pushes: 10, strikes: 2 };
/** The whole hail takes minutes: LOADLINE_LONG_TESTS=1. */
const WHOLE = { repository: REPO, pulls: 100, deliveries: 1_000, pushes: 200, strikes: 12 };
const SETTINGS = process.env["LOADLINE_LONG_TESTS"] ? WHOLE : SMALL;
const LIMIT = process.env["LOADLINE_LONG_TESTS"] ? 900_000 : 150_000;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}, 60_000);

async function begin(): Promise<{ github: GitHubDouble; folder: string }> {
  const github = await startGitHub();
  const folder = await mkdtemp(join(tmpdir(), "loadline-survival-"));
  cleanups.push(
    () => github.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
  return { github, folder };
}

/** Chance of a fixed course: a failure can be looked at again. */
function course(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe("under a hail of webhooks, while processes are killed", () => {
  it(
    "one process on a folder loses nothing and writes nothing twice",
    async () => {
      const { github, folder } = await begin();
      const fleet = await startFleet(["serve"], { ...github.environment, LOADLINE_DATA_DIR: folder }, course(1));
      cleanups.push(() => fleet.stop());
      const { wrong } = await hail(github, fleet, { ...SETTINGS, random: course(2) });
      expect(wrong).toEqual([]);
    },
    LIMIT,
  );

  it.skipIf(withoutPostgres !== null)(
    "three servers and three workers on PostgreSQL neither",
    async () => {
      const { github } = await begin();
      const server = await startPostgres();
      cleanups.push(() => server.close());
      const roles = ["serve", "serve", "serve", "worker", "worker", "worker"] as const;
      const fleet = await startFleet(roles, { ...github.environment, DATABASE_URL: server.url }, course(3));
      cleanups.push(() => fleet.stop());
      const { wrong } = await hail(github, fleet, { ...SETTINGS, random: course(4) });
      expect(wrong).toEqual([]);
    },
    LIMIT,
  );
});

describe("a process", () => {
  it("keeps a second one out of its folder, and leaves it on SIGTERM with 0", async () => {
    const { github, folder } = await begin();
    const environment = { ...github.environment, LOADLINE_DATA_DIR: folder };
    const first = await startMember("serve", environment);
    const second = startMember("serve", environment, ["src/cli/main.ts"]);
    await expect(second).rejects.toThrow(`ended with 2: environment  LOADLINE_DATA_DIR`);
    await expect(second).rejects.toThrow(`process ${first.child.pid} on`);
    first.child.kill("SIGTERM");
    expect(await first.gone).toBe(0);
    const third = await startMember("serve", environment);
    third.child.kill("SIGTERM");
    expect(await third.gone).toBe(0);
  }, 120_000);

  it.each([
    ["serve", { WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET"],
    ["worker", {}, "DATABASE_URL"],
  ] as const)(
    "%s with %j ends with 2 and says what is wrong",
    async (role, change, name) => {
      const { github } = await begin();
      const started = startMember(role, { ...github.environment, ...change }, ["src/cli/main.ts"]);
      await expect(started).rejects.toThrow(`ended with 2: environment  ${name}`);
      await expect(started).rejects.not.toThrow(github.secret);
    },
    60_000,
  );
});
