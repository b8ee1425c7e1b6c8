import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { processTurns } from "../../../../src/adapters/store/in-process.ts";
import { openStore } from "../../../../src/adapters/store/open-store.ts";
import type { AppStore } from "../../../../src/ports/app-store.ts";
import { LimitedError } from "../../../../src/ports/failure.ts";
import { WRITES_A_MINUTE } from "../../../../src/ports/turns.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { startPostgres, withoutPostgres } from "../../../support/postgres-server.ts";
import { pause, until } from "../../../support/until.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function postgres(): Promise<string> {
  const server = await startPostgres();
  cleanups.push(server.close);
  return server.url;
}

async function storeAt(url: string | null, folder = ""): Promise<AppStore> {
  const store = await openStore({ url, folder, warn: () => undefined });
  cleanups.push(() => store.close(1));
  return store;
}

async function embedded(): Promise<AppStore> {
  const folder = await mkdtemp(join(tmpdir(), "loadline-turns-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return storeAt(null, folder);
}

describe.each([
  { name: "of one process", skip: null, open: async () => processTurns(Date.now) },
  { name: "on PGlite", skip: null, open: async () => (await embedded()).turns },
  { name: "on PostgreSQL", skip: withoutPostgres, open: async () => (await storeAt(await postgres())).turns },
])("turns $name", ({ skip, open }) => {
  it.skipIf(skip !== null)("are a minute's worth at once, then one for each that is a minute old", async () => {
    const turns = await open();
    const first = await Promise.all(Array.from({ length: WRITES_A_MINUTE }, () => turns.book("a")));
    expect(Math.max(...first.map(({ waitMs }) => waitMs))).toBe(0);
    const more = [await turns.book("a"), await turns.book("a")].map(({ waitMs }) => waitMs);
    for (const waitMs of more) {
      expect(waitMs).toBeGreaterThan(40_000);
      expect(waitMs).toBeLessThanOrEqual(60_000);
    }
    expect(await turns.book("b")).toEqual({ waitMs: 0, pausedMs: 0 });
  });

  it.skipIf(skip !== null)("know the longest pause of each account", async () => {
    const turns = await open();
    expect(await turns.pausedMs("a")).toBe(0);
    await turns.pause("a", 30_000);
    await turns.pause("a", 5_000);
    const [{ waitMs, pausedMs }, seen] = [await turns.book("a"), await turns.pausedMs("a")];
    for (const left of [pausedMs, seen]) {
      expect(left).toBeGreaterThan(15_000);
      expect(left).toBeLessThanOrEqual(30_000);
    }
    expect(waitMs).toBe(0);
    expect(await turns.pausedMs("b")).toBe(0);
  });
});

it("work that GitHub wants to hear nothing of is no attempt; it waits, and comes forward where something new comes", async () => {
  const store = await embedded();
  const work: Work = { kind: "review", repository: "acme/serving", number: 1 };
  const told: boolean[] = [];
  let attempts = 0;
  await store.work({
    concurrency: 1,
    perform: async () => {
      attempts += 1;
      if (attempts === 1) throw new LimitedError("GitHub", "limits requests", 3_600);
      return { kind: "done" };
    },
    failed: ({ triesAgain }) => void told.push(triesAgain),
  });
  await store.queue.add([work]);
  await until(() => attempts === 1);
  // A failed attempt is repeated after two seconds.
  await pause(3_500);
  expect([attempts, told, (await store.figures()).later]).toEqual([1, [true], 1]);
  await store.queue.add([work]);
  await until(() => attempts === 2);
});

interface Asked {
  readonly by: string;
  readonly at: number;
}

/** A GitHub that notes who asked when, and limits the next request when told to. */
async function limiting() {
  const asked: Asked[] = [];
  let limit: string | null = null;
  const server: Server = createServer((request, response) => {
    asked.push({ by: request.url?.slice(1) ?? "", at: performance.now() });
    response.setHeader("content-type", "application/json");
    if (limit === null) return response.end("{}");
    response.writeHead(429, { "retry-after": limit }).end('{"message":"secondary rate limit"}');
    limit = null;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close().closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, limitNext: (seconds: number) => (limit = String(seconds)) };
}

const PROGRAM = fileURLToPath(new URL("../../../support/paced-asker.ts", import.meta.url));

function asker(...words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  cleanups.push(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe.skipIf(withoutPostgres !== null)("two processes on PostgreSQL", () => {
  it("write no faster than one, and neither does who comes after one that was killed", async () => {
    const [database, github] = [await postgres(), await limiting()];
    const [one] = ["one", "two"].map((name) => asker(name, database, github.url, "write"));
    await until(() => github.asked.length >= WRITES_A_MINUTE, 25);
    if (one !== undefined) await kill(one);
    asker("three", database, github.url, "write");
    const first = github.asked[0]?.at ?? 0;
    await pause(5_000);
    // The first of them is a minute old only later, whatever the machine was busy with.
    expect(performance.now() - first).toBeLessThan(60_000);
    expect(github.asked).toHaveLength(WRITES_A_MINUTE);
    expect(new Set(github.asked.map(({ by }) => by)).size).toBeGreaterThan(1);
  }, 60_000);

  it("both fall silent when one is told to, and go on afterwards", async () => {
    const [database, github] = [await postgres(), await limiting()];
    for (const name of ["one", "two"]) asker(name, database, github.url, "read");
    const since = (at: number): number => new Set(github.asked.filter((one) => one.at > at).map(({ by }) => by)).size;
    await until(() => since(0) === 2, 25);
    github.limitNext(5);
    const told = performance.now();
    await pause(4_500);
    // A second until the other one looks, and some until it is answered.
    expect(github.asked.filter(({ at }) => at > told + 2_500)).toEqual([]);
    await until(() => since(told + 4_500) === 2);
  }, 60_000);
});
