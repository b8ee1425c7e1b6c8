import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../../../src/adapters/store/open-store.ts";
import type { Attempt, WorkFailure } from "../../../../src/ports/app-store.ts";
import { OutsideError } from "../../../../src/ports/failure.ts";
import { pause, until } from "../../../support/until.ts";

it("work that is wanted again while it waits for its next attempt is not given up for that", async () => {
  const folder = await mkdtemp(join(tmpdir(), "loadline-retries-"));
  const store = await openStore({ url: null, folder, warn: () => undefined });
  onTestFinished(async () => {
    await store.close(1);
    await rm(folder, { recursive: true, force: true });
  });
  const attempts: Attempt[] = [];
  const perform = async (_: unknown, attempt: Attempt): Promise<never> => {
    attempts.push(attempt);
    throw new OutsideError("Prometheus", "is away", true);
  };
  const failures: WorkFailure[] = [];
  await store.work({ concurrency: 1, perform, failed: (failure) => void failures.push(failure) });
  const review = { kind: "review", repository: "acme/serving", number: 1 } as const;
  await store.queue.add([review]);
  await until(() => attempts.length === 1);
  await pause(500);
  await store.queue.add([review]);
  await until(() => attempts.length === 2);
  await pause(500);
  expect(await store.figures()).toMatchObject({ dead: 0 });
  await until(() => attempts.length === 3, 20);
  expect(attempts.map(({ number }) => number)).toEqual([1, 1, 2]);
  expect(attempts.map(({ againInSeconds }) => againInSeconds)).toEqual([4, 4, 8]);
  expect(attempts[2]?.id).toBe(attempts[0]?.id);
  expect(failures.map(({ id }) => id)).toEqual(attempts.map(({ id }) => id));
}, 60_000);
