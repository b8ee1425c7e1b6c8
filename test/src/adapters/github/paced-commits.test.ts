import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { octokitFor } from "../../../../src/adapters/github/commits/connect.ts";

it("commits of the App take their turn among all other requests, reading and writing with a token of its own kind", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization}`);
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const turns: string[] = [];
  const pace = {
    turn: <Answer>(kind: "read" | "write", ask: () => Promise<Answer>) => {
      turns.push(kind);
      return ask();
    },
    rest: async () => false,
  };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokens = { read: async () => "looks", write: async () => "writes" };
  const octokit = octokitFor({ baseUrl, userAgent: "loadline", pace }, tokens);
  await octokit.request("GET /user");
  await octokit.request("POST /user/repos", { name: "x" });
  server.close();
  expect(seen).toEqual(["GET Bearer looks", "POST Bearer writes"]);
  expect(turns).toEqual(["read", "write"]);
});
