import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ENVIRONMENT } from "../../mistakes/environment.ts";
import { environmentError } from "../../ports/environment.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { HttpAnswer, HttpBody, HttpRequest, HttpServer, Listening } from "../../ports/http.ts";
import { rehearse } from "./rehearse.ts";

/** Whoever takes longer to send the head, or the whole request, is cut off. */
const HEAD_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than proxies keep theirs (60 s): one that closes first loses the request that is just on its way. */
const IDLE_MS = 75_000;
const PATIENCE_MS = 5_000;
const MOST_HEAD_BYTES = 16 * 2 ** 10;

/** A server of this process. Reads no body that nobody asked for. */
export async function listen({ host, port, rehearsals, answer }: Listening): Promise<HttpServer> {
  if (rehearsals > 0) await rehearse(listen, rehearsals);
  const limits = { headersTimeout: HEAD_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS };
  const server = createServer({ ...limits, maxHeaderSize: MOST_HEAD_BYTES, connectionsCheckingInterval: 2_000 });
  server.on("request", (request, response) => void respond(request, response, answer));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(notListening(error, host, port)));
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Listening["answer"]): Promise<void> {
  const given = await answer(requestOf(request)).catch((): HttpAnswer => ({ status: 500 }));
  // What was not read would otherwise be taken for the next request of the connection.
  const isUnread = !request.complete;
  const headers = { ...given.headers, ...(isUnread ? { connection: "close" } : {}) };
  response.writeHead(given.status, headers);
  response.end(given.text ?? "", () => {
    if (isUnread) request.socket.destroySoon();
  });
}

function requestOf(request: IncomingMessage): HttpRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  return { method: request.method ?? "GET", path, headers, body: (most) => readBody(request, most) };
}

function readBody(request: IncomingMessage, mostBytes: number): Promise<HttpBody> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return Promise.resolve({ kind: "tooLarge" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > mostBytes) {
        request.pause();
        request.removeAllListeners("data");
        resolve({ kind: "tooLarge" });
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve({ kind: "whole", bytes: new Uint8Array(Buffer.concat(chunks)) }));
    request.on("error", () => resolve({ kind: "brokenOff" }));
    request.on("close", () => resolve({ kind: "brokenOff" }));
  });
}

/** Requests under way may end; who keeps a connection open beyond that is cut off. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function notListening(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const isTaken = error.code === "EADDRINUSE" || error.code === "EACCES" || error.code === "EADDRNOTAVAIL";
  if (!isTaken) return new OutsideError("network", error.message, false);
  return environmentError("PORT", ENVIRONMENT.portTaken(`${host}:${port}`, error.code ?? ""));
}
