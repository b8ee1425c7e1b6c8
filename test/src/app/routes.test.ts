import { createConnection } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Work } from "../../../src/ports/work-queue.ts";
import { type GitHubDouble, startGitHub } from "../../support/github/double.ts";
import { badGateway } from "../../support/github/faults.ts";
import { type RunningApp, runApp, TOKENS } from "../../support/running-app.ts";

let github: GitHubDouble;
let app: RunningApp;
let performed: Work[] = [];

beforeAll(async () => {
  github = await startGitHub();
  app = await runApp(github, async (work) => {
    if (work.kind !== "sweep") performed.push(work);
    return { kind: "done" };
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await github.close();
});
beforeEach(() => {
  performed = [];
});

const EVENT = {
  v: 1,
  app: "chat",
  namespace: "argocd",
  uid: "u-1",
  sync: {},
  health: {},
  operation: null,
  annotations: {},
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const argo = (body: unknown, headers = bearer(TOKENS.LOADLINE_ARGOCD_TOKEN)): Promise<Response> =>
  fetch(`${app.url}/api/argocd/events`, { method: "POST", headers, body: JSON.stringify(body) });

/** Every address of CONTRACT section 8: its method, who may, and what others are told. */
const ROUTES = [
  { method: "POST", path: "/api/github/webhooks", anybody: 401 },
  { method: "POST", path: "/api/argocd/events", anybody: 401 },
  { method: "GET", path: "/healthz", anybody: 200 },
  { method: "GET", path: "/readyz", anybody: 200 },
  { method: "GET", path: "/metrics", anybody: 200 },
  { method: "GET", path: `/reports/${"0".repeat(32)}`, anybody: 404 },
  { method: "GET", path: "/", anybody: 401 },
] as const;

describe.each(ROUTES)("$method $path", ({ method, path, anybody }) => {
  it(`answers ${anybody} to anybody`, async () => {
    const answer = await fetch(`${app.url}${path}`, { method });
    expect(answer.status).toBe(anybody);
    if (anybody >= 400) expect(await answer.text()).toBe("");
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((other) => other !== method))(
    "answers 405 to %s",
    async (other) => {
      const answer = await fetch(`${app.url}${path}`, { method: other });
      expect([answer.status, await answer.text()]).toEqual([405, ""]);
      expect(answer.headers.get("allow")).toBe(method);
    },
  );

  it.each(["Bearer wrong", "Bearer ", "Basic d3Jvbmc6d3Jvbmc=", "wrong", "Bearer the token of reports "])(
    "lets nobody in with the authorization %j",
    async (authorization) => {
      const answer = await fetch(`${app.url}${path}`, { method, headers: { authorization } });
      if (anybody === 401 && !authorization.endsWith("reports ")) expect(answer.status).toBe(401);
      else expect(answer.status).toBeLessThan(500);
    },
  );
});

it.each([
  "/nope",
  "/reports/",
  "/reports/a/b",
  "/reports/../metrics/",
  "/api/github/webhooks/",
  "//",
  "/%2e%2e/etc/passwd",
])("%s is not there", async (path) => {
  expect((await fetch(`${app.url}${path}`)).status).toBe(404);
});

describe("pages", () => {
  it("shows the overview to whoever has the token, as a bearer's or as a browser's password", async () => {
    for (const authorization of [
      `Bearer ${TOKENS.LOADLINE_REPORTS_TOKEN}`,
      `Basic ${Buffer.from(`anyone:${TOKENS.LOADLINE_REPORTS_TOKEN}`).toString("base64")}`,
    ]) {
      const answer = await fetch(app.url, { headers: { authorization } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("<h2>Given up</h2>");
    }
  });

  it("shows a report as a page in which nothing runs", async () => {
    const id = await app.store.reports.put("<script>alert(1)</script>");
    const answer = await fetch(`${app.url}/reports/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'.*sandbox/);
    expect(answer.headers.get("content-security-policy")).not.toContain("script");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("counts what came and what was done", async () => {
    await app.webhook("ping", { zen: "x" });
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toMatch(/loadline_webhooks_total\{event="other",outcome="ignored"\} \d/);
    expect(text).toMatch(/loadline_queue_jobs\{state="dead"\} 0/);
  });

  it("is not ready while GitHub does not answer", async () => {
    github.fail({ path: /^\/app$/, answer: badGateway(), times: 4 });
    const answer = await fetch(`${app.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([503, "github\n"]);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });
});

describe("Argo CD's callback", () => {
  it("is queued as a hint, its content kept", async () => {
    expect((await argo(EVENT)).status).toBe(202);
    await expect
      .poll(() => performed, { timeout: 10_000 })
      .toEqual([{ kind: "sync", application: "chat", namespace: "argocd" }]);
    expect(await app.store.memory.read("argocd-event/argocd/chat")).toEqual(EVENT);
  });

  it.each([
    ["another version", { ...EVENT, v: 2 }],
    ["no name", { ...EVENT, app: "" }],
    ["annotations that are no texts", { ...EVENT, annotations: { a: 1 } }],
    ["a list", [EVENT]],
  ])("with %s is refused", async (_, body) => {
    expect((await argo(body)).status).toBe(400);
    expect(performed).toEqual([]);
  });

  it("may lack what an Application has not said yet, and say more than is read", async () => {
    const { operation: _operation, sync: _sync, health: _health, annotations: _annotations, ...least } = EVENT;
    expect((await argo({ ...least, extra: { a: 1 } })).status).toBe(202);
    await expect.poll(() => performed, { timeout: 10_000 }).toHaveLength(1);
    expect(await app.store.memory.read("argocd-event/argocd/chat")).toEqual({
      ...{ ...least, operation: null, sync: null, health: null, annotations: null },
    });
  });

  it("with a wrong token, or too much of it, changes nothing", async () => {
    expect((await argo(EVENT, bearer("wrong"))).status).toBe(401);
    expect((await argo(EVENT, bearer(TOKENS.LOADLINE_REPORTS_TOKEN))).status).toBe(401);
    expect((await argo({ ...EVENT, uid: "x".repeat(2 ** 21) })).status).toBe(413);
    expect(performed).toEqual([]);
  });
});

describe("sizes and times", () => {
  it("refuses a length that is too large before a byte of it is read", async () => {
    const head = "POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n";
    expect(await raw(head)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("refuses a body without a length once it has become too large", async () => {
    const chunk = `100000\r\n${"x".repeat(2 ** 20)}\r\n`;
    const head = "POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    expect(await raw(head + chunk.repeat(28))).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("refuses a head that is too large", async () => {
    expect(await raw(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${"y".repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  /** What the server says to bytes as they are. */
  function raw(bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(Number(new URL(app.url).port), "127.0.0.1");
      let said = "";
      socket.on("data", (data) => {
        said += data.toString();
      });
      socket.on("close", () => resolve(said));
      // The server may close while we still send.
      socket.on("error", (error: NodeJS.ErrnoException) =>
        said === "" && error.code !== "EPIPE" && error.code !== "ECONNRESET" ? reject(error) : undefined,
      );
      socket.write(bytes);
    });
  }
});
