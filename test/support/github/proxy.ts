import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Faults } from "./faults.ts";
import { forward } from "./forward.ts";
import { type Gap, matchPath } from "./gap.ts";
import { branchGaps } from "./gaps/branches.ts";
import { checkGaps } from "./gaps/checks.ts";
import { commentGaps } from "./gaps/comments.ts";
import { archivedRefusal, installationGaps } from "./gaps/installations.ts";
import { pullGaps } from "./gaps/pulls.ts";
import { rolloutGaps } from "./gaps/rollouts.ts";
import { talkGaps } from "./gaps/talk.ts";
import { viewerGaps } from "./gaps/viewer.ts";
import { type Call, type Exchange, notFound, type Reply, reply } from "./message.ts";
import { may, type State } from "./state.ts";
import { passOn } from "./webhooks.ts";

/** Where the emulator sends its webhooks, to be completed and passed on. */
export const RELAY_PATH = "/__relay";

const GAPS = [
  ...pullGaps,
  ...branchGaps,
  ...talkGaps,
  ...commentGaps,
  ...checkGaps,
  ...rolloutGaps,
  ...installationGaps,
  ...viewerGaps,
];

export interface Proxy {
  readonly server: Server;
  readonly port: number;
  /** Set once the emulator is there. */
  serve(state: State, faults: Faults, exchanges: Exchange[]): void;
}

/** One server in front of the emulator: faults, then what the emulator lacks, then the emulator. Every exchange is kept. */
export async function openProxy(): Promise<Proxy> {
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async (_, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`double: ${request.method} ${request.url}: ${String(error)}\n`);
      response.writeHead(500).end(JSON.stringify({ message: String(error) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    server,
    port: (server.address() as AddressInfo).port,
    serve: (state, faults, exchanges) => {
      answer = (request, response) => handle({ state, faults, exchanges }, request, response);
    },
  };
}

interface Desk {
  readonly state: State;
  readonly faults: Faults;
  readonly exchanges: Exchange[];
}

async function handle(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await read(request);
  if (call.path === RELAY_PATH) {
    await passOn(desk.state, call.headers["x-github-event"] ?? "", call.body);
    response.writeHead(202).end();
    return;
  }
  const fault = desk.faults.take(call);
  const wasFelt = fault === null || fault.when === "after";
  const [by, answer] = wasFelt ? await decide(desk.state, call) : (["fault", reply(0, null)] as const);
  const shown = fault === null ? answer : fault.answer;
  if (shown === "hang up") {
    desk.exchanges.push({ call, reply: reply(0, null), by: "fault", at: Date.now() });
    request.socket.destroy();
    return;
  }
  desk.exchanges.push({ call, reply: shown, by: fault === null ? by : "fault", at: Date.now() });
  const text = typeof shown.body === "string" ? shown.body : shown.body === null ? "" : JSON.stringify(shown.body);
  response.writeHead(shown.status, { "content-type": "application/json; charset=utf-8", ...shown.headers }).end(text);
}

async function decide(state: State, call: Call): Promise<readonly [Exchange["by"], Reply]> {
  const refused = refusal(state, call);
  if (refused !== null) return ["gap", refused];
  for (const gap of GAPS) {
    const place = gap.method === call.method ? matchPath(gap.path, call.path) : null;
    if (place === null) continue;
    const lacks = lacking(state, call, gap);
    if (lacks !== null) return ["gap", lacks];
    const answer = await gap.answer(call, place, state);
    if (answer !== null) return ["gap", answer];
  }
  return ["emulator", await forward(state, call)];
}

/** The emulator takes an unknown token for its first user, writes included; GitHub takes it for nobody. */
function refusal(state: State, call: Call): Reply | null {
  const { token } = call;
  const isKnown = token === null || token.startsWith("eyJ") || state.people.has(token) || state.grants.has(token);
  if (!isKnown) return reply(401, { message: "Bad credentials" });
  const wrong = token?.startsWith("eyJ") ? wrongTime(token) : null;
  if (wrong !== null) return reply(401, { message: wrong });
  return archivedRefusal(call, state);
}

/** What GitHub says of an App's token whose times are not of its own clock. */
function wrongTime(token: string): string | null {
  const { iat, exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const now = Date.now() / 1000;
  if (iat > now)
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  if (exp > now + 600) return "'Expiration time' claim ('exp') is too far in the future";
  if (exp > now) return null;
  return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
}

function lacking(state: State, call: Call, gap: Gap): Reply | null {
  const found = /^\/repos\/([^/]+\/[^/]+)\//.exec(`${call.path}/`);
  const granted = state.grants.get(call.token ?? "")?.repositories ?? null;
  if (found !== null && granted !== null && !granted.includes(found[1] ?? "")) return notFound();
  if (gap.needs === undefined || may(state, call.token, gap.needs)) return null;
  return reply(403, { message: "Resource not accessible by integration" });
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(request.url ?? "/", "http://double");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const token = headers["authorization"]?.replace(/^(bearer|token)\s+/i, "").trim() ?? null;
  const path = url.pathname.replace(/^\/api\/v3(?=\/)/, "");
  return { method: request.method ?? "GET", path, query: url.searchParams, headers, body: parsed(text), text, token };
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
