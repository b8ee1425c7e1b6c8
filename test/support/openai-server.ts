import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a client asks for. */
export interface Asked {
  readonly model: string;
  readonly prompt: readonly number[] | string;
  readonly max_tokens: number;
}

/** Makes tokens one by one; gives up when the client has gone. Returns the prompt's length in tokens. */
export type Generate = (asked: Asked, token: (text: string) => void, gone: AbortSignal) => Promise<number>;

export interface ServerOptions {
  /** Whether the last event counts the tokens. */
  readonly countsTokens?: boolean;
  /** Refuses a request with a status and a text. */
  readonly refuse?: (asked: Asked) => { readonly status: number; readonly text: string } | null;
}

/** An OpenAI-compatible completions server on 127.0.0.1, for tests. */
export async function openAiServer(generate: Generate, options: ServerOptions = {}) {
  const asked: Asked[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    open++;
    response.on("close", () => open--);
    answer(request, response).catch((error) => response.destroy(error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Asked;
    asked.push(body);
    const refusal = options.refuse?.(body) ?? null;
    if (refusal !== null) return void response.writeHead(refusal.status).end(refusal.text);
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    response.writeHead(200, { "content-type": "text/event-stream" });
    let count = 0;
    const send = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    const input = await generate(
      body,
      (text) => {
        count++;
        send({ choices: [{ index: 0, text, finish_reason: null }] });
      },
      gone.signal,
    );
    if (options.countsTokens !== false)
      send({ choices: [], usage: { prompt_tokens: input, completion_tokens: count } });
    response.end("data: [DONE]\n\n");
  }

  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every request so far. */
    asked,
    /** Requests under way. */
    open: () => open,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}
