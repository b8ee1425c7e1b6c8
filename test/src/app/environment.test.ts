import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCredentials } from "../../../src/adapters/github/credentials.ts";
import { readSettings } from "../../../src/app/environment.ts";
import { openLog } from "../../../src/app/log.ts";
import { secretsOf } from "../../../src/ports/environment.ts";

const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const folder = mkdtempSync(join(tmpdir(), "loadline-environment-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const GOOD = { APP_ID: "77", PRIVATE_KEY: pem, WEBHOOK_SECRET: "s3cret" };

describe("credentials", () => {
  it.each([
    ["WEBHOOK_SECRET", { WEBHOOK_SECRET: undefined }, "nothing"],
    ["WEBHOOK_SECRET", { WEBHOOK_SECRET: "" }, "nothing"],
    ["WEBHOOK_SECRET", { WEBHOOK_SECRET: "   " }, "nothing"],
    ["PRIVATE_KEY", { PRIVATE_KEY: elliptic }, "a key that is not RSA"],
    ["WEBHOOK_SECRET", { WEBHOOK_SECRET: "development" }, "Probot's default"],
    ["APP_ID", { APP_ID: "abc" }, '"abc"'],
    ["APP_ID", { APP_ID: "0" }, '"0"'],
    ["PRIVATE_KEY", { PRIVATE_KEY: "no key" }, "6 characters that are no key"],
    ["PRIVATE_KEY", { PRIVATE_KEY: undefined }, "nothing"],
    ["PRIVATE_KEY_PATH", { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/nowhere" }, "no readable file at /nowhere"],
    ["GHE_HOST", { GHE_HOST: "https://github.example" }, "https://github.example"],
    ["GHE_PROTOCOL", { GHE_HOST: "github.example", GHE_PROTOCOL: "ftp" }, "ftp"],
  ])("with a wrong %s (%j) are refused", (name, change, found) => {
    expect(() => readCredentials({ ...GOOD, ...change })).toThrow(`environment  ${name}\n  Found: `);
    expect(() => readCredentials({ ...GOOD, ...change })).toThrow(found);
  });

  it("say everything that is wrong at once, and nothing secret", () => {
    const wrong = { APP_ID: "x", PRIVATE_KEY: "a key that is none", WEBHOOK_SECRET: "" };
    expect(() => readCredentials(wrong)).toThrow(/APP_ID[\s\S]*PRIVATE_KEY[\s\S]*WEBHOOK_SECRET/);
    expect(() => readCredentials(wrong)).not.toThrow("a key that is none");
  });

  it("take the key as it is, with line ends written out, in base64, or from a file", () => {
    const path = join(folder, "key.pem");
    writeFileSync(path, pem);
    for (const key of [
      { PRIVATE_KEY: pem },
      { PRIVATE_KEY: pem.replaceAll("\n", "\\n") },
      { PRIVATE_KEY: Buffer.from(pem).toString("base64") },
      { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path },
    ]) {
      expect(readCredentials({ ...GOOD, ...key }).privateKey.trim()).toBe(pem.trim());
    }
  });

  it("find GitHub itself, or a server as Probot would", () => {
    expect(readCredentials(GOOD).baseUrl).toBe("https://api.github.com");
    expect(readCredentials({ ...GOOD, GHE_HOST: "git.example:8443" }).baseUrl).toBe("https://git.example:8443/api/v3");
    const plain = { ...GOOD, GHE_HOST: "127.0.0.1:80", GHE_PROTOCOL: "http" };
    expect(readCredentials(plain).baseUrl).toBe("http://127.0.0.1:80/api/v3");
  });
});

describe("settings", () => {
  it("have defaults", () => {
    expect(readSettings({})).toMatchObject({ host: "0.0.0.0", port: 3_000, databaseUrl: null, accounts: null });
  });

  it.each([
    ["PORT", "99999"],
    ["PORT", "1e3"],
    ["DATABASE_URL", "mysql://x"],
    ["LOADLINE_PUBLIC_URL", "javascript:alert(1)"],
    ["LOADLINE_CONCURRENCY", "0"],
  ])("refuse %s=%s", (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(`environment  ${name}`);
  });

  it("show no database password where the address is wrong", () => {
    expect(() => readSettings({ DATABASE_URL: "mysql://me:hunter2@x" })).not.toThrow("hunter2");
  });
});

describe("the log", () => {
  it("blots out every secret of the environment, whoever says it", () => {
    const environment = {
      ...GOOD,
      DATABASE_URL: "postgres://me:hunter2%21@db/x",
      LOADLINE_ARGOCD_TOKEN: 'with "quotes"',
    };
    const lines: string[] = [];
    const log = openLog(secretsOf(environment, "log"), (line) => void lines.push(line));
    log.info({ err: new Error(`connect failed: ${environment.DATABASE_URL} hunter2! ${pem}`) }, "s3cret");
    log.warn({ headers: { authorization: "Bearer x" }, said: environment.LOADLINE_ARGOCD_TOKEN });
    const text = lines.join("");
    for (const secret of ["hunter2", "s3cret", "with \\", pem.split("\n")[1] ?? ""]) expect(text).not.toContain(secret);
    expect(text).toContain("connect failed");
    expect(lines.every((line) => JSON.parse(line))).toBe(true);
  });
});
