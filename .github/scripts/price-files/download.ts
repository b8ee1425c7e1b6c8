/** The other side could not be reached or did not answer with what was asked for: nothing to do but try later. */
export class Unreachable extends Error {}

/** The other side answered, but not in the format that is known here: this script must change. */
export class UnknownFormat extends Error {}

/** The answer's body; a network fault, a refusal or an empty answer is told apart from all else by its type. */
export async function download(url: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20 * 60_000) }).catch((error: unknown) => {
    throw new Unreachable(`${url} could not be reached: ${reasonOf(error)}`);
  });
  if (!response.ok || response.body === null) throw new Unreachable(`${url} answered ${response.status}`);
  return response.body;
}

/** Lines of a text of any length, one at a time: a region of EC2 is hundreds of megabytes. */
export async function* linesOf(url: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunksOf(url)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}

/** The answer as JSON. */
export async function jsonOf(url: string): Promise<unknown> {
  let text = "";
  for await (const line of linesOf(url)) text += `${line}\n`;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnknownFormat(`${url} did not answer with JSON`);
  }
}

async function* chunksOf(url: string): AsyncGenerator<Uint8Array> {
  const body = await download(url);
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
