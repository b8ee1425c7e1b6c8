import { expect, it } from "vitest";
import { rehearse } from "../../../../src/adapters/http/rehearse.ts";
import { listen } from "../../../../src/adapters/http/serve.ts";

it("a server that rehearses opens afterwards, and whoever answers for it hears nothing of that", async () => {
  const heard: string[] = [];
  const server = await listen({
    ...{ host: "127.0.0.1", port: 0, rehearsals: 20 },
    answer: async ({ path }) => {
      heard.push(path);
      return { status: 200 };
    },
  });
  const { status } = await fetch(`http://127.0.0.1:${server.port}/first`);
  await server.close();
  expect([status, heard]).toEqual([200, ["/first"]]);
});

it("is left out where it cannot be listened", async () => {
  await expect(rehearse(() => Promise.reject(new Error("no such address")), 3)).resolves.toBeUndefined();
});
