import { OUTSIDE } from "../mistakes/outside.ts";
import type { MetricsRange } from "../ports/metrics-server.ts";

/** Whom to ask, and how patiently. */
export interface Asking {
  readonly url: URL;
  readonly token: string | null;
  /** A server that says nothing for so long, from the request to the last byte, is not waited for. */
  readonly patienceMs: number;
  readonly mostBytes: number;
}

/** How one request went. */
export type HttpAnswer =
  /** Some JSON. */
  | { readonly kind: "answered"; readonly body: unknown }
  /** The query is wrong. */
  | { readonly kind: "refused"; readonly message: string }
  /** The query may be right, but not over so long a range. */
  | { readonly kind: "tooLarge"; readonly message: string }
  /** Nothing in time. Asking again at once would only keep it busier. */
  | { readonly kind: "silent" }
  /** `passes`: asking again may help, after `afterMs` where the server says when. */
  | { readonly kind: "failed"; readonly what: string; readonly passes: boolean; readonly afterMs: number | null };

/** A `Retry-After` beyond this is not waited for in full. */
const LONGEST_WAIT_MS = 60_000;

/** Asks once. Follows no redirect, reads no more than it may, and says nothing of the token whatever the server answers. */
export async function send(query: string, range: MetricsRange, asking: Asking): Promise<HttpAnswer> {
  const { start, end, step } = range;
  const parameters = { query, start: String(start), end: String(end), step: String(step) };
  const asked = new URL(`?${new URLSearchParams(parameters)}`, asking.url);
  const headers: Record<string, string> = asking.token === null ? {} : { authorization: `Bearer ${asking.token}` };
  try {
    const signal = AbortSignal.timeout(asking.patienceMs);
    const response = await fetch(asked, { headers, redirect: "manual", signal });
    const text = await textOf(response, asking.mostBytes);
    if (text === null) return { kind: "tooLarge", message: `it has more than ${asking.mostBytes / 2 ** 20} MiB` };
    return response.ok ? answered(text, asking) : notAnswered(response, text, asking);
  } catch (error) {
    return unreachable(error, asking);
  }
}

/** Null where there is more of it than may be read. */
async function textOf(response: Response, most: number): Promise<string | null> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes > most) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const failed = (what: string, passes: boolean, afterMs: number | null = null): HttpAnswer => {
  return { kind: "failed", what, passes, afterMs };
};

function answered(text: string, asking: Asking): HttpAnswer {
  try {
    return { kind: "answered", body: JSON.parse(text) as unknown };
  } catch {
    // What begins as JSON was cut off on its way; anything else is another server's page.
    if (text.startsWith("{")) return failed(OUTSIDE.jsonBroken, true);
    return failed(OUTSIDE.noJson(JSON.stringify(said(text, asking, 40))), false);
  }
}

/** What Prometheus, Thanos, Mimir and VictoriaMetrics say of a range that is too long for them, time-outs of the server among it. */
const TOO_LARGE =
  /exceeded maximum resolution|too many (samples|points|chunks|series|bytes)|too (large|long)|exceeds? the (limit|max)|limit exceeded|timed out/i;

function notAnswered({ status, headers }: Response, text: string, asking: Asking): HttpAnswer {
  const message = said(errorIn(text), asking, 200);
  if (status >= 300 && status < 400) return failed(OUTSIDE.redirects(status), false);
  if ([400, 413, 422, 503].includes(status) && TOO_LARGE.test(message)) return { kind: "tooLarge", message };
  if (status === 413) return { kind: "tooLarge", message: `it answers 413: ${message}` };
  if ((status === 400 || status === 422) && /^\s*\{/.test(text)) return { kind: "refused", message };
  const passes = status >= 500 || status === 429;
  return failed(OUTSIDE.prometheusAnswers(status, message), passes, passes ? waitAsked(headers) : null);
}

/** Seconds, or a moment, which the server's own clock measures. */
function waitAsked(headers: Headers): number | null {
  const asked = headers.get("retry-after") ?? "";
  const until = Date.parse(asked) - Date.parse(headers.get("date") ?? "");
  const wait = /^\d+$/.test(asked) ? 1000 * Number(asked) : until;
  return Number.isFinite(wait) ? Math.min(LONGEST_WAIT_MS, Math.max(0, wait)) : null;
}

/** The `error` of an answer of Prometheus, else all of it. */
function errorIn(text: string): string {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === "object" && body !== null && "error" in body ? String(body.error) : text;
  } catch {
    return text;
  }
}

/** Part of what a server says, in one line, without the token that it may repeat. */
function said(text: string, { token }: Asking, most: number): string {
  const hushed = token === null ? text : text.replaceAll(token, "(token)");
  return hushed
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, most)
    .trim();
}

function unreachable(error: unknown, asking: Asking): HttpAnswer {
  if (error instanceof Error && error.name === "TimeoutError") return { kind: "silent" };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = cause instanceof Error ? cause.message || cause.name : String(cause);
  return failed(OUTSIDE.prometheusUnreachable(said(message, asking, 200)), true);
}
