import { Agent, request } from "node:http";
import type { Listen } from "../../ports/http.ts";

/** About as large as GitHub's payloads of pull requests, which come in several pieces. */
const BYTES = 24_000;
const AT_ONCE = 10;
const MOST_BYTES = 2 ** 20;

/**
 * Whoever has just started compiles while it serves, and keeps the first callers waiting. So many requests are served first, behind
 * a door of their own that nobody else knows.
 */
export async function rehearse(listen: Listen, requests: number): Promise<void> {
  const server = await listen({
    ...{ host: "127.0.0.1", port: 0, rehearsals: 0 },
    answer: async ({ body }) => ({ status: (await body(MOST_BYTES)).kind === "whole" ? 202 : 400 }),
  }).catch(() => null);
  // Where there is no such address, the first callers wait a little.
  if (server === null) return;
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const body = Buffer.alloc(BYTES, "x");
  const post = (): Promise<void> =>
    new Promise((resolve) => {
      const sent = request({ host: "127.0.0.1", port: server.port, method: "POST", agent }, (answer) => {
        answer.resume().once("close", resolve);
      });
      // A rehearsal that fails has cost nothing but itself.
      sent.once("error", () => resolve());
      sent.end(body);
    });
  await Promise.all(Array.from({ length: requests }, post));
  agent.destroy();
  await server.close();
}
