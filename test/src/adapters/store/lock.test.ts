import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { lockFolder } from "../../../../src/adapters/store/lock.ts";

const between = vi.hoisted(() => ({ readings: 0, atReading: async (_reading: number): Promise<void> => {} }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const watched = async (path: string, options: "utf8") => {
    if (!path.endsWith("loadline.lock")) return real.readFile(path, options);
    await between.atReading(++between.readings);
    return real.readFile(path, options).finally(() => between.atReading(-between.readings));
  };
  return { ...real, readFile: watched };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "loadline-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const path = (): string => join(folder, "loadline.lock");

describe("the lock of a data folder", () => {
  it("keeps a second holder out and says who holds it", async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ name: "InputError" });
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
    await unlock();
    await (await lockFolder(folder))();
  });

  it("of a process that died is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    await writeFile(path(), JSON.stringify({ pid: child.pid, host: hostname(), began: "1" }));
    const unlock = await lockFolder(folder);
    expect(JSON.parse(await readFile(path(), "utf8"))).toMatchObject({ pid: process.pid });
    await unlock();
  });

  it("of a process whose number was given to another one is taken over", async () => {
    await writeFile(path(), JSON.stringify({ pid: process.pid, host: hostname(), began: "1" }));
    await (await lockFolder(folder))();
  });

  it("of another machine is respected", async () => {
    await writeFile(path(), JSON.stringify({ pid: 1, host: "elsewhere.example", began: null }));
    await expect(lockFolder(folder)).rejects.toThrow("process 1 on elsewhere.example");
  });

  it("that cannot be read is respected while it may still be being written, and not afterwards", async () => {
    await writeFile(path(), "");
    await expect(lockFolder(folder)).rejects.toThrow("another process");
    const minuteAgo = new Date(Date.now() - 60_000);
    await utimes(path(), minuteAgo, minuteAgo);
    await (await lockFolder(folder))();
  });

  it("is not taken from who got it after another had cleared it", async () => {
    const stale = { pid: process.pid, host: hostname(), began: "1" };
    const other = { pid: 1, host: "elsewhere.example", began: null };
    await writeFile(path(), JSON.stringify(stale));
    between.readings = 0;
    between.atReading = async (reading) => {
      if (reading === 2) await rm(path());
      if (reading === -2) await writeFile(path(), JSON.stringify(other));
    };
    await expect(lockFolder(folder)).rejects.toThrow("process 1 on elsewhere.example");
    between.atReading = async () => {};
    await rm(path());
  });

  it("is given to one of several who come at once, whoever held it before", async () => {
    for (let round = 0; round < 100; round++) {
      await writeFile(path(), JSON.stringify({ pid: process.pid, host: hostname(), began: "1" }));
      const won = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      const holders = won.filter(({ status }) => status === "fulfilled");
      expect(holders).toHaveLength(1);
      for (const holder of holders) if (holder.status === "fulfilled") await holder.value();
      expect(await readdir(folder)).toEqual([]);
    }
  });
});
