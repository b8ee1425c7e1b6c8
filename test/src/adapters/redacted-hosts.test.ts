import fc from "fast-check";
import { expect, it } from "vitest";
import { redactedHosts, redaction } from "../../../src/adapters/redacted-hosts.ts";
import { secretsOf } from "../../../src/ports/environment.ts";
import { fakeCodeHost, REPOSITORY, sha } from "../../fakes/code-host.ts";

const SECRET = "s3cr3t/+value&more";
const secret = fc.string({ minLength: 12, maxLength: 40, unit: fc.constantFrom(..."abcXYZ019/+&=_-") });

it("no form of a secret is left, wherever it stands", () => {
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
      const clean = redaction([value]);
      expect(clean(`${before}${value}${after}`)).not.toContain(value);
      expect(clean(`?token=${encodeURIComponent(value)}`)).not.toContain(encodeURIComponent(value));
      const encoded = Buffer.from(`${before}${value}${after}`).toString("base64");
      const hidden = clean(encoded);
      expect(Buffer.from(hidden.split("***").join(""), "base64").toString()).not.toContain(value);
      expect(hidden).not.toBe(encoded);
    }),
  );
});

it("a text without a secret stays as it is", () => {
  expect(redaction([SECRET])("p95 TTFT 1.5 s")).toBe("p95 TTFT 1.5 s");
  expect(redaction([])("anything")).toBe("anything");
});

it("secrets are told by their names; a key of several lines is hidden line by line", () => {
  const key = "-----BEGIN KEY-----\nabcdefghijklmnop\nqrstuvwxyz012345\n-----END KEY-----";
  const environment = {
    WEBHOOK_SECRET: SECRET,
    PRIVATE_KEY: key,
    HOST: "loadline.example.com",
    X_TOKEN: "short",
  };
  const secrets = secretsOf(environment, "comment");
  expect(secrets).toEqual([SECRET, key]);
  expect(secretsOf(environment, "log")).toEqual([SECRET, key, "short"]);
  const url = "postgres://loadline:pass%20word@db/loadline";
  expect(secretsOf({ DATABASE_URL: url }, "comment")).toEqual([url, "pass%20word", "pass word"]);
  expect(redaction(secrets)("x qrstuvwxyz012345 y")).toBe("x *** y");
});

it("every text that is written goes through", async () => {
  const real = fakeCodeHost();
  const host = await redactedHosts({ repository: async () => real, repositories: async () => [REPOSITORY] }, [
    SECRET,
  ]).repository(REPOSITORY);
  const annotation = { path: "a", line: 1, level: "notice" as const, title: SECRET, message: SECRET };
  const check = { sha: sha("a"), conclusion: null, title: SECRET, summary: SECRET, detailsUrl: null };
  await host?.writeComment(1, SECRET);
  await host?.updateComment(real.conversation[0]?.id ?? 0, `again ${SECRET}`);
  await host?.writeCheck({ ...check, annotations: [annotation] });
  await host?.suggest(1, sha("a"), [{ path: "a", startLine: 1, line: 1, body: SECRET }]);
  await host?.writeDeploymentStatus(1, { state: "error", description: SECRET, logUrl: null });
  const written = JSON.stringify([real.conversation, [...real.checks], real.suggestions, real.statuses]);
  expect(written).not.toContain(SECRET);
  expect(written.match(/\*\*\*/g)).toHaveLength(7);
  real.close();
});
