import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { prometheus } from "../../../src/adapters/prometheus.ts";
import type { MetricsRange } from "../../../src/ports/metrics-server.ts";

const TOKEN = "do-not-show-me";
const RANGE: MetricsRange = { start: 0, end: 100, step: 10 };

interface AskedRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}
type Answer = (response: ServerResponse, asked: AskedRange, request: IncomingMessage) => void;

/** A server whose n-th answer is the n-th of these, and the last of them from then on. */
async function fake(...answers: readonly Answer[]) {
  const asked: AskedRange[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    const parameters = new URL(request.url ?? "", "http://x").searchParams;
    const [start = 0, end = 0, step = 0] = ["start", "end", "step"].map((name) => Number(parameters.get(name)));
    asked.push({ start, end, step });
    (answers[asked.length - 1] ?? answers.at(-1))?.(response, { start, end, step }, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const environment = {
    LOADLINE_PROMETHEUS_MAIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    LOADLINE_PROMETHEUS_MAIN_TOKEN: `${TOKEN}\n`,
  };
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const client = prometheus("main", environment, { wait, patienceMs: 300, mostBytes: 100_000 });
  return { asked, waits, range: (range = RANGE) => client.range("up", range) };
}

const series: Answer = (response, { start, end, step }) => {
  const values = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [start + i * step, "1"]);
  response.end(
    JSON.stringify({ status: "success", data: { resultType: "matrix", result: [{ metric: { a: "b" }, values }] } }),
  );
};
const status =
  (code: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end(text);
const reset: Answer = (response) => void response.destroy();
const problem = (error: string) => JSON.stringify({ status: "error", errorType: "bad_data", error });

/** What an answer becomes: the message of the error, checked to keep the secret. */
async function failure(of: Promise<unknown>): Promise<string> {
  try {
    await of;
  } catch (error) {
    const whole = error instanceof Error ? `${error.stack} ${JSON.stringify(error)}` : String(error);
    expect(whole).not.toContain(TOKEN);
    return (error as Error).message;
  }
  throw new Error("this was answered");
}

describe("a server that fails for a while", () => {
  it.each([
    ["500", status(500, "oh"), 1000],
    ["503", status(503, "starting up"), 1000],
    ["429 with a time to wait", status(429, "slowly", { "retry-after": "7" }), 7000],
    [
      "429 with a moment",
      status(429, "slowly", { date: "Wed, 25 Nov 2026 00:00:00 GMT", "retry-after": "Wed, 25 Nov 2026 00:00:09 GMT" }),
      9000,
    ],
    ["429 that would wait for an hour", status(429, "slowly", { "retry-after": "3600" }), 60_000],
    ["a connection that breaks", reset, 1000],
    ["JSON that breaks off", status(200, '{"status":"success","data":{"resultType":"ma'), 1000],
  ])("%s: asked again", async (_what, answer, waited) => {
    const { range, waits, asked } = await fake(answer, series);
    expect(await range()).toMatchObject({ kind: "series", series: [{ labels: { a: "b" } }] });
    expect([waits, asked.length]).toEqual([[waited], 2]);
  });

  it("and then for good: four times in all", async () => {
    const { range, waits, asked } = await fake(status(502, `bad gateway for ${TOKEN}`));
    expect(await failure(range())).toMatch(
      /^Prometheus main: answers 502: bad gateway for \(token\)\. Trying again may/,
    );
    expect([waits, asked.length]).toEqual([[1000, 2000, 4000], 4]);
  });
});

describe("a server that will not do better the next time", () => {
  it.each([
    [
      "401",
      status(401, `token ${TOKEN} is wrong`),
      /answers 401: token \(token\) is wrong\. Trying again will not help/,
    ],
    ["404", status(404, "not found"), /answers 404/],
    ["a redirect", status(302, "", { location: "http://127.0.0.1:1/" }), /redirects \(302\), which is not followed/],
    ["a page", status(200, `<!doctype html>\n<p>${TOKEN}`), /answers with no JSON \(it begins "<!doctype html> <p>/],
    ["another JSON", status(200, '{"status":"success","data":[]}'), /no answer of Prometheus \(at data\)/],
    ["silence", () => undefined, /does not answer within 0\.3 s\. Trying again may help/],
    ["control characters", status(403, "\u001b[31mred\u001b[0m\n\nalert"), /answers 403: \[31mred \[0m alert\./],
  ])("%s: asked once", async (_what, answer, says) => {
    const { range, waits, asked } = await fake(answer);
    expect(await failure(range())).toMatch(says);
    expect([waits, asked.length]).toEqual([[], 1]);
  });

  it("a query that it does not understand is an answer", async () => {
    const { range } = await fake(status(400, problem("parse error: unexpected end of input")));
    expect(await range()).toEqual({ kind: "refused", message: "parse error: unexpected end of input" });
  });
});

describe("ranges that are too large", () => {
  it("over 11,000 points: whole pieces, in order, no moment twice", async () => {
    const few: Answer = (response, { start, end }) =>
      void response.end(
        JSON.stringify({
          status: "success",
          data: {
            resultType: "matrix",
            result: [
              {
                metric: {},
                values: [
                  [start, "1"],
                  [end, "NaN"],
                ],
              },
            ],
          },
        }),
      );
    const { range, asked } = await fake(few);
    const answer = await range({ start: 600, end: 600 + 24_999 * 60, step: 60 });
    expect(asked.map(({ start, end }) => [(start - 600) / 60, (end - 600) / 60])).toEqual([
      [0, 10_999],
      [11_000, 21_999],
      [22_000, 24_999],
    ]);
    const samples = answer.kind === "series" ? answer.series[0]?.samples : [];
    expect(samples?.map(([time]) => (time - 600) / 60)).toEqual([0, 10_999, 11_000, 21_999, 22_000, 24_999]);
  });

  const picky =
    (most: number, refusal: Answer): Answer =>
    (response, of, request) =>
      (of.end - of.start) / of.step + 1 > most ? refusal(response, of, request) : series(response, of, request);

  it.each([
    ["samples in memory", status(422, problem("query processing would load too many samples into memory"))],
    ["a time-out of its own", status(503, problem("query timed out in expression evaluation"))],
    ["413", status(413, "no")],
    ["more bytes than are read", (response: ServerResponse) => void response.end("x".repeat(200_000))],
  ] as const)("%s: asked for less, until it can", async (_what, refusal) => {
    const { range, waits } = await fake(picky(3, refusal));
    const answer = await range();
    const samples = answer.kind === "series" ? answer.series[0]?.samples : [];
    expect(samples?.map(([time]) => time)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(waits).toEqual([]);
  });

  it("not even one moment: said, and not for ever", async () => {
    const { range, asked } = await fake(status(422, problem(`too many samples, ${TOKEN}`)));
    expect(await failure(range())).toMatch(
      /cannot answer this in one piece: too many samples, \(token\); ask for a sh/,
    );
    expect(asked.length).toBeLessThan(10);
  });
});

describe("addresses and tokens", () => {
  const wait = async () => undefined;
  it.each([
    ["no address", {}, /^environment {2}LOADLINE_PROMETHEUS_MY_TEAM\n {2}Found: the server my-team, and nothing in/],
    ["a password in it", { LOADLINE_PROMETHEUS_MY_TEAM: `http://me:${TOKEN}@127.0.0.1:1` }, /no plain http or https/],
    ["another protocol", { LOADLINE_PROMETHEUS_MY_TEAM: "file:///etc/passwd" }, /no plain http or https address/],
    [
      "a token over two lines",
      { LOADLINE_PROMETHEUS_MY_TEAM: "http://127.0.0.1:1", LOADLINE_PROMETHEUS_MY_TEAM_TOKEN: `${TOKEN}\nx: y` },
      /LOADLINE_PROMETHEUS_MY_TEAM_TOKEN\n {2}Found: characters that no header can carry/,
    ],
  ])("%s", async (_what, environment, says) => {
    expect(await failure((async () => prometheus("my-team", environment, { wait }))())).toMatch(says);
  });

  it("sends the token, without the line break of the file it was read from", async () => {
    const seen: (string | undefined)[] = [];
    const { range } = await fake((response, of, request) => {
      seen.push(request.headers.authorization);
      series(response, of, request);
    });
    await range();
    expect(seen).toEqual([`Bearer ${TOKEN}`]);
  });
});
