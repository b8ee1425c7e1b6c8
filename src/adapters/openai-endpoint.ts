import { Agent, type IncomingMessage, request as send } from "node:http";
import { CALIBRATION } from "../mistakes/calibration.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { commandLineError, OutsideError } from "../ports/failure.ts";
import type { CompletionAnswer, CompletionRequest, InferenceEndpoint } from "../ports/inference.ts";
import { type StreamedTokens, TokenStream } from "./token-stream.ts";

/** An inference server on this machine, by the address of its OpenAI-compatible API. `silence`: seconds without a byte after which
 *  it counts as hung. Any other machine is refused: a probe is load, and load belongs to who runs the server. */
export function openAiEndpoint(address: string, silence: number): InferenceEndpoint {
  const base = loopback(address);
  const agent = new Agent({ keepAlive: true });
  return {
    address: base.origin,
    complete: (request) => complete(request, { base, agent, silence }),
    close: () => agent.destroy(),
  };
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

function loopback(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain = url?.protocol === "http:" && url.username === "" && url.password === "" && url.search === "";
  if (url === null || !isPlain || !LOOPBACK.test(url.hostname)) {
    throw commandLineError("--endpoint", CALIBRATION.otherMachine(address));
  }
  // The name could be made to mean something else; the number cannot.
  if (url.hostname === "localhost") url.hostname = "127.0.0.1";
  url.pathname = url.pathname.replace(/\/(v1\/?)?$/, "/v1/completions");
  return url;
}

interface Connection {
  readonly base: URL;
  readonly agent: Agent;
  readonly silence: number;
}

const LARGEST_REFUSAL = 4096;

async function complete(request: CompletionRequest, connection: Connection): Promise<CompletionAnswer> {
  const sent = performance.now();
  const response = await posted(bodyOf(request), connection);
  try {
    if (response.statusCode !== 200) return await refusalIn(response);
    const tokens = await new TokenStream(() => (performance.now() - sent) / 1000).read(response);
    return answerOf(tokens);
  } catch (error) {
    throw broken(connection, error);
  } finally {
    response.destroy();
  }
}

/** `ignore_eos` keeps answers as long as they were asked for: vLLM, SGLang and llama.cpp know it, others pass over it. */
const bodyOf = ({ model, prompt, outputTokens }: CompletionRequest): string =>
  JSON.stringify({
    ...{ model, prompt, max_tokens: outputTokens, ignore_eos: true, temperature: 1 },
    ...{ stream: true, stream_options: { include_usage: true } },
  });

function posted(body: string, connection: Connection): Promise<IncomingMessage> {
  const { base, agent, silence } = connection;
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = send(base, { method: "POST", agent, headers, timeout: silence * 1000 }, resolve);
    request.on("timeout", () => request.destroy(new Error(OUTSIDE.silent(silence))));
    request.on("error", (error) => reject(broken(connection, error)));
    request.end(body);
  });
}

async function refusalIn(response: IncomingMessage): Promise<CompletionAnswer> {
  let text = "";
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > LARGEST_REFUSAL) break;
  }
  return { kind: "refused", status: response.statusCode ?? 0, message: text.slice(0, 300) };
}

function answerOf({ first, last, ...counts }: StreamedTokens): CompletionAnswer {
  if (first === null || last === null) return { kind: "refused", status: 200, message: OUTSIDE.noTokens };
  return { kind: "answered", firstToken: first, lastToken: last, ...counts };
}

function broken({ base }: Connection, error: unknown): OutsideError {
  if (error instanceof OutsideError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const said = error instanceof Error ? error.message : String(error);
  const what = code === "ECONNREFUSED" ? OUTSIDE.nothingThere : code === "ECONNRESET" ? OUTSIDE.brokeOff : said;
  return new OutsideError(base.origin, what, true);
}
