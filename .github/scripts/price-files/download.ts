import { setTimeout } from "node:timers/promises";

/** The other side could not be reached or did not answer with what was asked for: nothing to do but try later. */
export class Unreachable extends Error {}

/** The other side answered, but not in the format that is known here: this script must change. */
export class UnknownFormat extends Error {}

/** How long a download may take in all, and how often and after what pause one is asked again that was put off (429, 503). */
export interface Patience {
  readonly milliseconds: number;
  readonly pauses: readonly number[];
}

/** A region of EC2 is hundreds of megabytes; Azure asks for a minute's pause after too many questions. */
export const PATIENT: Patience = { milliseconds: 20 * 60_000, pauses: [5000, 30_000, 60_000] };

/** Where prices are asked for. */
export interface PriceServer {
  readonly base: string;
  readonly patience: Patience;
}

const PUT_OFF: ReadonlySet<number> = new Set([429, 503]);

/** The answer's body; a network fault, a refusal or an empty answer is told apart from all else by its type. */
export async function download(url: string, { milliseconds, pauses }: Patience): Promise<ReadableStream<Uint8Array>> {
  const [pause, ...rest] = pauses;
  const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) }).catch((error: unknown) => {
    throw new Unreachable(`${url} could not be reached: ${reasonOf(error)}`);
  });
  if (PUT_OFF.has(response.status) && pause !== undefined) {
    await response.body?.cancel();
    await setTimeout(pause);
    return await download(url, { milliseconds, pauses: rest });
  }
  if (!response.ok || response.body === null) throw new Unreachable(`${url} answered ${response.status}`);
  return response.body;
}

/** Lines of a text of any length, one at a time: a region of EC2 is hundreds of megabytes. */
export async function* linesOf(url: string, patience: Patience): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunksOf(url, patience)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}

/** The answer as JSON. */
export async function jsonOf(url: string, patience: Patience): Promise<unknown> {
  let text = "";
  for await (const line of linesOf(url, patience)) text += `${line}\n`;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnknownFormat(`${url} did not answer with JSON`);
  }
}

async function* chunksOf(url: string, patience: Patience): AsyncGenerator<Uint8Array> {
  const body = await download(url, patience);
  try {
    for await (const chunk of body) yield chunk;
  } catch (error) {
    throw new Unreachable(`${url} broke off: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
