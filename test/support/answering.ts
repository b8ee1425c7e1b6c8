import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a server makes of every request. */
export type Answering = (response: ServerResponse) => void;

/** One status and text for whatever is asked. */
export const saying =
  (status: number, body: object | string, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
  };

/** The address of a server on 127.0.0.1 that answers all alike until the test ends. */
export async function answering(answer: Answering): Promise<string> {
  const server = createServer((_request, response) => answer(response));
  const address = await listening(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return address;
}

/** The address of a server that has gone. */
export async function abandoned(): Promise<string> {
  const server = createServer();
  const address = await listening(server);
  await new Promise((done) => server.close(done));
  return address;
}

/** The address of a server that listens from now on. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
