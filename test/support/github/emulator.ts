import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulator } from "emulate";
import type { Json, Reply } from "./message.ts";

/** The tokens with which the double itself looks into the emulator, in turn: each may ask 5,000 times an hour. Nobody else may use them. */
export const INSIDE = Array.from({ length: 40 }, (_, index) => `token-of-the-double-${index}`);

/** Emulates GitHub: App tokens, permissions, webhooks and Git objects are its own, not ours. */
export interface Upstream {
  send(method: string, path: string, options?: SendOptions): Promise<Reply>;
  /** As the double itself; throws on anything but 2xx. */
  readonly ask: Ask;
  /** As whoever holds this token. */
  as(token: string): Ask;
  close(): Promise<void>;
}

export type Ask = (path: string, method?: string, body?: unknown) => Promise<Json>;

export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

export async function startEmulator(seed: Record<string, unknown>, publicUrl: string): Promise<Upstream> {
  const port = await freePort();
  const emulator = await createEmulator({ service: "github", port, baseUrl: publicUrl, seed });
  const base = `http://127.0.0.1:${port}`;
  const send = async (method: string, path: string, { headers = {}, text }: SendOptions = {}): Promise<Reply> => {
    const body = text === undefined || text === "" ? {} : { body: text };
    const response = await fetch(`${base}${path}`, { method, headers, redirect: "manual", ...body });
    const answer = await response.text();
    return { status: response.status, headers: kept(response.headers), body: parsed(answer) };
  };
  const as =
    (token: string): Ask =>
    async (path, method = "GET", body) => {
      const headers = { authorization: `token ${token}`, "content-type": "application/json" };
      const text = body === undefined ? {} : { text: JSON.stringify(body) };
      const answer = await send(method, path, { headers, ...text });
      if (answer.status < 300) return answer.body;
      throw new Error(
        `the double asked its emulator ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    };
  const inside = INSIDE.map(as);
  let asked = 0;
  const ask: Ask = (path, method, body) => {
    const next = inside[asked++ % inside.length] ?? as("");
    return next(path, method, body);
  };
  return {
    send,
    as,
    ask,
    close: () => emulator.close(),
  };
}

const LEFT_OUT = new Set([
  "connection",
  "content-length",
  "content-encoding",
  "date",
  "keep-alive",
  "transfer-encoding",
]);

const kept = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !LEFT_OUT.has(name)));

function parsed(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

/** The emulator does not say which port it took, so it is told one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
