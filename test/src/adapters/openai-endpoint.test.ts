import { describe, expect, it } from "vitest";
import { openAiEndpoint } from "../../../src/adapters/openai-endpoint.ts";
import { TokenStream } from "../../../src/adapters/token-stream.ts";
import { InputError } from "../../../src/ports/failure.ts";

describe("the address of a server", () => {
  it.each([
    "http://10.0.0.1:8000",
    "http://example.com",
    "http://127.0.0.1.example.com:80",
    "http://user:word@127.0.0.1:80",
    "http://localhost.example.com",
    "https://127.0.0.1",
    "http://[::2]:80",
    "http://0.0.0.0:80",
    "http://2130706434.example.com",
    "ftp://127.0.0.1",
    "127.0.0.1:8000",
    "",
  ])("may not be %s", (address) => {
    expect(() => openAiEndpoint(address, 1)).toThrow(InputError);
  });

  it.each([
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["http://127.0.0.1:8000/v1", "http://127.0.0.1:8000"],
    ["http://localhost:8000/", "http://127.0.0.1:8000"],
    ["http://[::1]:8000", "http://[::1]:8000"],
  ])("may be %s", (address, origin) => {
    const endpoint = openAiEndpoint(address, 1);
    endpoint.close();
    expect(endpoint.address).toBe(origin);
  });
});

describe("a stream of tokens", () => {
  const event = (text: string) => `data: ${JSON.stringify({ choices: [{ text }] })}\n\n`;
  const usage = 'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":7}}\n\ndata: [DONE]\n\n';

  async function read(...chunks: readonly (string | Uint8Array)[]) {
    let seconds = 0;
    async function* arriving() {
      for (const chunk of chunks) {
        seconds++;
        yield chunk;
      }
    }
    return new TokenStream(() => seconds).read(arriving());
  }

  it("knows when the first and the last token came, and the server's own counts", async () => {
    expect(await read(event("a"), event(""), `${event("c")}${usage}`)).toEqual({
      ...{ first: 1, last: 3, events: 3, inputTokens: 9, outputTokens: 7 },
    });
  });

  it("may be cut anywhere, within an event and within a character", async () => {
    const bytes = new TextEncoder().encode(`: comment\n\n${event("é")}${event("b")}`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const found = await read(bytes.slice(0, cut), bytes.slice(cut));
      expect([found.events, found.outputTokens, found.last]).toEqual([2, null, expect.any(Number)]);
    }
  });

  it("is no stream where an event says error, or one line never ends", async () => {
    await expect(read(event("a"), 'data: {"error":{"message":"out of memory"}}\n')).rejects.toThrow("out of memory");
    await expect(read("x".repeat(2 ** 20 + 1))).rejects.toThrow("something else");
  });
});
