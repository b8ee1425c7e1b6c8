import { OUTSIDE } from "../mistakes/outside.ts";

/** When the tokens of an answer came, in seconds, and how many the server says there were. */
export interface StreamedTokens {
  readonly first: number | null;
  readonly last: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly events: number;
}

/** More on one line than any token takes. */
const LONGEST_LINE = 2 ** 20;

/** Reads server-sent events of an OpenAI-compatible completion. A piece of text counts even when it is empty: random tokens often
 *  are half a character. */
export class TokenStream {
  private readonly elapsed: () => number;
  private first: number | null = null;
  private last: number | null = null;
  private usage: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown } = {};
  private events = 0;

  constructor(elapsed: () => number) {
    this.elapsed = elapsed;
  }

  async read(chunks: AsyncIterable<unknown>): Promise<StreamedTokens> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of chunks) {
      rest += chunk instanceof Uint8Array ? decoder.decode(chunk, { stream: true }) : String(chunk);
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > LONGEST_LINE) throw new Error(OUTSIDE.noStream);
      for (const line of lines) if (line.startsWith("data:")) this.take(line.slice("data:".length).trim());
    }
    const { prompt_tokens: input, completion_tokens: output } = this.usage;
    const count = (value: unknown) => (typeof value === "number" && value > 0 ? value : null);
    const counts = { inputTokens: count(input), outputTokens: count(output), events: this.events };
    return { first: this.first, last: this.last, ...counts };
  }

  private take(data: string): void {
    if (data === "" || data === "[DONE]") return;
    const event = JSON.parse(data) as {
      choices?: readonly { text?: unknown }[];
      usage?: object | null;
      error?: unknown;
    };
    if (event.error !== undefined) throw new Error(OUTSIDE.brokeOffWith(JSON.stringify(event.error).slice(0, 200)));
    if (event.usage != null) this.usage = event.usage;
    if (typeof event.choices?.[0]?.text !== "string") return;
    this.events++;
    this.last = this.elapsed();
    this.first ??= this.last;
  }
}
