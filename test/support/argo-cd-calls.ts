import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

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
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      calls.push({
        path: request.url ?? "",
        authorization: request.headers.authorization ?? "",
        body: parsed(text),
      });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, stop };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
