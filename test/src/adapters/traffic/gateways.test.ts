import { describe, expect, it } from "vitest";
import { trafficFiles } from "../../../../src/adapters/traffic/read-traffic.ts";
import { InputError } from "../../../../src/ports/failure.ts";
import { written } from "../../../support/written-file.ts";

/** In every log, and in nothing that is read of it. */
const PROMPT = "Tell nobody about this prompt";

const lines = (...records: readonly object[]): string => records.map((record) => JSON.stringify(record)).join("\n");
const read = (text: string) => trafficFiles.readTraffic(written("log.jsonl", text), { shown: "log.jsonl" });
const at = (second: number): string => `2026-10-26T00:00:0${second}.25Z`;

const pair = (key: string, value: object) => ({ key, value });
const span = (second: number, ...attributes: readonly object[]) => ({
  name: "chat",
  startTimeUnixNano: `${BigInt(Date.parse(at(second))) * 1_000_000n}`,
  attributes: [pair("gen_ai.prompt", { stringValue: PROMPT }), ...attributes],
});
const usage = (input: object, output: object) => [
  pair("gen_ai.usage.output_tokens", output),
  pair("gen_ai.usage.input_tokens", input),
];
const batch = (...spans: readonly object[]) => ({
  resourceSpans: [{ resource: { attributes: [pair("service.name", { stringValue: "x" })] }, scopeSpans: [{ spans }] }],
});

const LOGS: Readonly<Record<string, { readonly format: string; readonly text: string; readonly leftOut: string }>> = {
  "OpenTelemetry's file exporter": {
    format: "otel",
    text: lines(
      batch(
        span(0, ...usage({ intValue: "10" }, { intValue: 3 })),
        span(1, pair("http.method", { stringValue: "GET" })),
      ),
      batch(span(2, ...usage({ doubleValue: 20 }, { stringValue: "6" }))),
    ),
    leftOut: "1 left out: spans without token usage.",
  },
  "spans with attributes flat and nested": {
    format: "otel",
    text: lines(
      { name: "tool", start_time: at(1), attributes: { "gen_ai.tool.name": "x" } },
      {
        start_time: at(0),
        attributes: { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 3, p: PROMPT },
      },
      { start_time: at(2), attributes: { gen_ai: { prompt: PROMPT, usage: { input_tokens: 20, output_tokens: 6 } } } },
    ),
    leftOut: "1 left out: spans without token usage.",
  },
  "LiteLLM, Unix seconds and dates, usage flat and nested": {
    format: "litellm",
    text: lines(
      { startTime: Date.parse(at(0)) / 1000, prompt_tokens: 10, completion_tokens: 3, messages: [{ content: PROMPT }] },
      { startTime: at(1), prompt_tokens: 0, completion_tokens: 0, error: PROMPT },
      { startTime: at(2), usage: { prompt_tokens: 20, completion_tokens: 6 } },
    ),
    leftOut: "1 left out: calls without token usage (failures, other routes).",
  },
  "Envoy, health checks first": {
    format: "envoy",
    text: lines(
      ...Array.from({ length: 60 }, () => ({ start_time: at(0), path: "/healthz" })),
      { start_time: at(0), "gen_ai.usage.input_tokens": "10", "gen_ai.usage.output_tokens": "3", path: PROMPT },
      { start_time: at(1), "gen_ai.usage.input_tokens": "-", "gen_ai.usage.output_tokens": "-" },
      { start_time: at(2), "gen_ai.usage.input_tokens": 20, "gen_ai.usage.output_tokens": 6 },
    ),
    leftOut: "61 left out: lines without token usage (health checks, other routes, failures).",
  },
  "Envoy, dynamic metadata by their own names": {
    format: "envoy",
    text: lines(
      { start_time: at(0), llm_input_token: 10, llm_output_token: 3 },
      { start_time: at(1), llm_input_token: null, llm_output_token: null },
      { start_time: at(2), llm_input_token: 20, llm_output_token: 6 },
    ),
    leftOut: "1 left out: lines without token usage (health checks, other routes, failures).",
  },
};

describe.each(Object.entries(LOGS))("%s", (_name, { format, text, leftOut }) => {
  it("gives its requests, says what is none, and keeps no prompt", async () => {
    const history = await read(text);
    expect(history.format).toBe(format);
    expect(history.epoch).toBeCloseTo(Date.parse(at(0)) / 1000, 6);
    expect([...history.workload.arrivals]).toEqual([0, 2]);
    expect(history.workload.inputTokens).toEqual(Int32Array.of(10, 20));
    expect(history.workload.outputTokens).toEqual(Int32Array.of(3, 6));
    expect(history.notes).toContain(leftOut);
    expect(history.rows.bad).toBe(0);
    expect(JSON.stringify(history)).not.toContain(PROMPT);
  });

  it("gives simulate the same, without those that are none", async () => {
    const { workload } = await trafficFiles.readRequests(written("log.jsonl", text));
    expect(workload.arrivals).toEqual(Float64Array.of(0, 2));
    expect(workload.inputTokens).toEqual(Int32Array.of(10, 20));
  });
});

describe("a gateway's log", () => {
  it("of embeddings alone, or of failures alone, is refused with their number", async () => {
    const embeddings = { startTime: 1_770_000_000, prompt_tokens: 5, completion_tokens: 0 };
    const failed = { ...embeddings, prompt_tokens: 0 };
    await expect(read(lines(embeddings, embeddings, failed))).rejects.toMatchObject({
      problems: [
        { found: expect.stringMatching(/^no requests, 1 left out: calls .*, 2 left out: calls without completion/) },
      ],
    });
  });

  it("names a bad row by its line, also where a line holds several", async () => {
    const good = span(0, ...usage({ intValue: "10" }, { intValue: 3 }));
    const bad = span(0, ...usage({ intValue: "ten" }, { intValue: 3 }));
    const text = `${lines(batch(good, good, good), batch(good, bad), batch(good))}\n{"resourceSpans": [\n`;
    const error: unknown = await trafficFiles.readRequests(written("a.jsonl", text)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).problems.map(({ line, found }) => [line, found])).toEqual([
      [2, '"ten"'],
      [4, "no such key, or no JSON object"],
    ]);
  });

  it("that is cut or mixed with other text counts those lines as bad, not as left out", async () => {
    const good = { startTime: 1_770_000_000, prompt_tokens: 5, completion_tokens: 1 };
    const text = [...Array.from({ length: 30 }, () => lines(good)), '{"startTime": 17700'].join("\n");
    expect((await read(text)).rows).toEqual({ read: 31, bad: 1 });
  });
});
