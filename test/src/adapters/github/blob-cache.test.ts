import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blobCache } from "../../../../src/adapters/github/blob-cache.ts";

describe("contents by their id", () => {
  it("are asked for once while there is room, and are what was asked for, whatever came between", async () => {
    const reads = fc.array(fc.nat(12), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(reads, fc.integer({ min: 1, max: 400 }), async (order, room) => {
        const cache = blobCache(room);
        for (const id of order) {
          const content = await cache.read(String(id), async () => new Uint8Array(id * 3).fill(id));
          expect([...content]).toEqual(Array.from({ length: id * 3 }, () => id));
        }
      }),
    );
    let asked = 0;
    const ask = async () => new Uint8Array(100 + asked++);
    const cache = blobCache(4000);
    for (let time = 0; time < 5; time += 1) await cache.read("a", ask);
    expect(asked).toBe(1);
  });

  it("leave, the longest unused first, and what is too large to keep is passed on", async () => {
    const asked: string[] = [];
    const cache = blobCache(400);
    const read = (id: string, size: number) =>
      cache.read(id, async () => {
        asked.push(id);
        return new Uint8Array(size);
      });
    for (const id of ["a", "b", "c", "d"]) await read(id, 100);
    await read("a", 100);
    await read("e", 100);
    await read("a", 100);
    await read("b", 100);
    await read("large", 101);
    await read("large", 101);
    expect(asked).toEqual(["a", "b", "c", "d", "e", "b", "large", "large"]);
  });
});
