import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBoss } from "../../../../src/adapters/store/boss.ts";
import { openStore } from "../../../../src/adapters/store/open-store.ts";
import type { AppStore, Outcome, WorkFailure } from "../../../../src/ports/app-store.ts";
import { OutsideError } from "../../../../src/ports/failure.ts";
import type { Work } from "../../../../src/ports/work-queue.ts";
import { againAfter, holding } from "../../../support/outcomes.ts";
import { type PostgresServer, startPostgres, withoutPostgres } from "../../../support/postgres-server.ts";
import { pause, until } from "../../../support/until.ts";

const review = (number: number): Work & { number: number } => ({ kind: "review", repository: "acme/serving", number });
const BACKENDS = [
  { name: "PGlite in a folder", skip: null },
  { name: "PostgreSQL", skip: withoutPostgres },
] as const;

describe.each(BACKENDS)("the store on $name", ({ name, skip }) => {
  let folder: string;
  let server: PostgresServer | null = null;
  let store: AppStore;
  const performed: Work[] = [];
  const failures: WorkFailure[] = [];
  /** What becomes of the work on a pull request; done where nothing is said. */
  const answers = new Map<number, (attempt: number) => Promise<Outcome>>();
  const attemptsOf = (number: number): number =>
    performed.filter((work) => "number" in work && work.number === number).length;

  beforeAll(async () => {
    if (skip !== null) return;
    folder = await mkdtemp(join(tmpdir(), "loadline-store-"));
    server = name === "PostgreSQL" ? await startPostgres() : null;
    store = await openStore({ url: server?.url ?? null, folder, warn: () => undefined });
    await store.work({
      concurrency: 4,
      perform: async (work) => {
        performed.push(work);
        const number = "number" in work ? work.number : -1;
        return (await answers.get(number)?.(attemptsOf(number))) ?? { kind: "done" };
      },
      failed: (failure) => void failures.push(failure),
    });
  }, 60_000);
  afterAll(async () => {
    if (skip !== null) return;
    await store.close(5);
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const on = (title: string, body: () => Promise<void>): void => it.skipIf(skip !== null)(title, body);

  on("does work soon after it was added", async () => {
    const begun = Date.now();
    await store.queue.add([review(1)]);
    await until(() => attemptsOf(1) === 1);
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  on("keeps one waiting while one runs, and that one sees what came last", async () => {
    const { held, release } = holding();
    answers.set(2, async (attempt) => (attempt === 1 ? held : { kind: "done" }));
    await store.queue.add([review(2)]);
    await until(() => attemptsOf(2) === 1);
    await Promise.all(Array.from({ length: 50 }, () => store.queue.add([review(2)])));
    await pause(500);
    expect(attemptsOf(2)).toBe(1);
    release();
    await until(() => attemptsOf(2) === 2);
    await pause(500);
    expect(attemptsOf(2)).toBe(2);
  });

  on("never runs two pieces of one pull request at once, and loses neither", async () => {
    let running = 0;
    let most = 0;
    answers.set(3, async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(100);
      running -= 1;
      return { kind: "done" };
    });
    const commands = Array.from({ length: 5 }, (_, comment) => ({
      kind: "command" as const,
      repository: "acme/serving" as const,
      number: 3,
      comment,
    }));
    await store.queue.add([review(3), ...commands]);
    await until(() => attemptsOf(3) === 6, 30);
    expect(most).toBe(1);
  });

  on("runs the parts of one review side by side", async () => {
    const parts = [0, 1, 2].map((part) => ({ kind: "forecast", repository: "acme/serving", number: 9, part }) as const);
    const { held, release } = holding();
    answers.set(9, () => held);
    await store.queue.add(parts);
    await until(() => attemptsOf(9) === 3);
    release();
  });

  on("answers a command while a search for the same pull request runs", async () => {
    const { held, release } = holding();
    answers.set(10, async (attempt) => (attempt === 1 ? held : { kind: "done" }));
    await store.queue.add([{ kind: "advice", repository: "acme/serving", number: 10 }]);
    await until(() => attemptsOf(10) === 1);
    await store.queue.add([{ kind: "command", repository: "acme/serving", number: 10, comment: 1 }]);
    await until(() => attemptsOf(10) === 2);
    release();
  });

  on("never lets searches take every hand", async () => {
    const { held, release } = holding();
    const searches = [11, 12, 13, 14, 15].map(
      (number) => ({ kind: "advice", repository: "acme/serving", number }) as const,
    );
    for (const { number } of searches) answers.set(number, () => held);
    await store.queue.add(searches);
    await until(() => searches.some(({ number }) => attemptsOf(number) === 1));
    await store.queue.add([review(16)]);
    await until(() => attemptsOf(16) === 1);
    release();
    await until(() => searches.every(({ number }) => attemptsOf(number) === 1));
  });

  on("tries again what may be tried again", async () => {
    answers.set(4, async (attempt) => {
      if (attempt < 2) throw new OutsideError("GitHub", "answers 502", true);
      return { kind: "done" };
    });
    await store.queue.add([review(4)]);
    await until(() => attemptsOf(4) === 2, 20);
    expect(failures.filter(({ work }) => "number" in work && work.number === 4)).toMatchObject([{ triesAgain: true }]);
  });

  on("gives up at once what will not help, shows it, and lets its delivery come again", async () => {
    answers.set(5, async () => {
      throw new OutsideError("GitHub", "refuses <b>this</b>", false);
    });
    const arrival = { id: "delivery-5", event: "pull_request", work: [review(5)] };
    expect(await store.arrive(arrival)).toBe(true);
    await until(async () => (await store.dead(10)).some(({ work }) => "number" in work && work.number === 5));
    expect(attemptsOf(5)).toBe(1);
    const [dead] = await store.dead(1);
    expect(dead?.error).toContain("refuses <b>this</b>");
    expect((await store.figures()).dead).toBeGreaterThanOrEqual(1);
    answers.delete(5);
    await until(() => store.arrive(arrival));
    await until(() => attemptsOf(5) === 2);
  });

  on("takes a delivery once, of many that come at once too", async () => {
    const arrival = { id: "delivery-6", event: "pull_request", work: [review(6)] };
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.arrive(arrival)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await until(() => attemptsOf(6) === 1);
    expect(await store.arrive(arrival)).toBe(false);
    await pause(300);
    expect(attemptsOf(6)).toBe(1);
  });

  on("queues everything that comes while it is writing down and handing on", async () => {
    const stream = Array.from({ length: 150 }, (_, number) => review(1_000 + number));
    const [before, arriving]: [number, Promise<boolean>[]] = [performed.length, []];
    for (const work of stream) {
      arriving.push(store.arrive({ id: `stream-${work.number}`, event: "pull_request", work: [work] }));
      await pause(2);
    }
    await Promise.all(arriving);
    // What got lost would be found again, but only after fifteen seconds.
    await until(() => performed.length - before === stream.length, 12);
  });

  on("does what a process wrote down that died before it handed it on", async () => {
    const lost = await mkdtemp(join(tmpdir(), "loadline-store-"));
    const place = { url: server?.url ?? null, folder: lost, warn: () => undefined };
    const dead = await openBoss(place);
    // So it lies there: acknowledged, not queued.
    await dead.database.query(
      `insert into loadline.delivery (id, event, keys, work, state, arrived_at)
       values ('lost', 'pull_request', '{}', $1::jsonb, 'arriving', now() - interval '1 minute')`,
      [JSON.stringify([review(20)])],
    );
    await dead.boss.stop({ graceful: false });
    await dead.close();
    const heir = await openStore(place);
    let done = 0;
    const perform = async (): Promise<Outcome> => {
      done += 1;
      return { kind: "done" };
    };
    await heir.work({ concurrency: 1, perform, failed: () => undefined });
    await until(() => done + attemptsOf(20) === 1);
    expect(await heir.arrive({ id: "lost", event: "pull_request", work: [review(20)] })).toBe(false);
    await heir.close(1);
    await rm(lost, { recursive: true, force: true });
  });

  on("looks again after a while, and at once where something new comes", async () => {
    answers.set(7, againAfter(3_600));
    await store.queue.add([review(7)]);
    await until(async () => (await store.figures()).later > 0);
    expect(attemptsOf(7)).toBe(1);
    await store.queue.add([review(7)]);
    await until(() => attemptsOf(7) === 2);
    answers.set(8, againAfter(1));
    await store.queue.add([review(8)]);
    await until(() => attemptsOf(8) === 2);
  });

  on("remembers, and lets only one of several change what all of them saw", async () => {
    const { memory } = store;
    expect(await memory.read("a/1")).toBeNull();
    await memory.write("a/1", { head: "x", list: [1, null, "'; drop table loadline.memory"] });
    expect(await memory.read("a/1")).toEqual({ head: "x", list: [1, null, "'; drop table loadline.memory"] });
    const won = await Promise.all([1, 2, 3, 4].map((to) => memory.replace("counter", null, { to })));
    expect(won.filter(Boolean)).toHaveLength(1);
    const now = await memory.read("counter");
    const again = await Promise.all([5, 6].map((to) => memory.replace("counter", now, { to })));
    expect(again.filter(Boolean)).toHaveLength(1);
    await memory.write("a_2", "a string");
    expect(await memory.read("a_2")).toBe("a string");
    expect(await memory.keys("a/")).toEqual(["a/1"]);
    expect(await memory.keys("a_")).toEqual(["a_2"]);
    expect(await memory.readAll(["a_2", "a/none", "counter"])).toEqual(
      new Map<string, unknown>([
        ["a_2", "a string"],
        ["counter", await memory.read("counter")],
      ]),
    );
    expect((await memory.readAll([])).size).toBe(0);
    await memory.remove("a/1");
    expect(await memory.keys("a/")).toEqual([]);
  });

  on("shows a report under an address of 128 random bits", async () => {
    const id = await store.reports.put("<h1>é</h1>");
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await store.reports.get(id)).toBe("<h1>é</h1>");
    expect(await store.reports.get("0".repeat(32))).toBeNull();
    expect(await store.reports.get("%")).toBeNull();
  });
});
