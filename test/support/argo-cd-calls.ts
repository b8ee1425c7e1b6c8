import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listening } from "./answering.ts";

/** One callback of Argo CD's notifications, as it came. */
export interface Call {
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

/** Hears what Argo CD's notifications call. */
export async function hearCalls(): Promise<{
  readonly url: string;
  readonly calls: readonly Call[];
  readonly stop: () => void;
}> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const { url = "", headers } = request;
    calls.push({ path: url, authorization: headers.authorization ?? "", body: await json(request) });
    response.writeHead(202).end();
  });
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: await listening(server), calls, stop };
}
