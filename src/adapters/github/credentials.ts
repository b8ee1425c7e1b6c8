import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { ENVIRONMENT } from "../../mistakes/environment.ts";
import { type Environment, environmentProblem } from "../../ports/environment.ts";
import { InputError, type Problem } from "../../ports/failure.ts";

export interface Credentials {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly secret: string;
  readonly baseUrl: string;
}

/** A secret shorter than this may be guessed; it is taken, with a warning. */
export const SAFE_SECRET_BYTES = 32;

/** What Probot reads from its environment, checked; throws `InputError` with everything that is wrong. */
export function readCredentials(environment: Environment): Credentials {
  const problems: Problem[] = [];
  const checked = <Value>(read: () => Value | Problem, fallback: Value): Value => {
    const found = read();
    if (!isProblem(found)) return found;
    problems.push(found);
    return fallback;
  };
  const appId = checked(() => appIdOf(environment["APP_ID"]), 0);
  const privateKey = checked(() => privateKeyOf(environment), "");
  const secret = checked(() => secretOf(environment["WEBHOOK_SECRET"]), "");
  const baseUrl = checked(() => baseUrlOf(environment), "");
  if (problems.length > 0) throw new InputError(problems);
  return { appId, privateKey, secret, baseUrl };
}

const isProblem = (found: unknown): found is Problem =>
  typeof found === "object" && found !== null && "advice" in found;

function appIdOf(text: string | undefined): number | Problem {
  if (text !== undefined && /^\d{1,15}$/.test(text.trim()) && Number(text) > 0) return Number(text);
  const found = text === undefined || text === "" ? "nothing" : JSON.stringify(text);
  return environmentProblem("APP_ID", ENVIRONMENT.noAppId(found));
}

/** As Probot takes it: PEM, PEM with \n written out, base64 of PEM, or a file that PRIVATE_KEY_PATH names. */
function privateKeyOf(environment: Environment): string | Problem {
  const path = environment["PRIVATE_KEY_PATH"];
  const given = environment["PRIVATE_KEY"] ? environment["PRIVATE_KEY"] : path ? fileText(path) : undefined;
  const at = environment["PRIVATE_KEY"] || !path ? "PRIVATE_KEY" : "PRIVATE_KEY_PATH";
  if (given === undefined || given === null) {
    return environmentProblem(at, ENVIRONMENT.noPrivateKey(path ? `no readable file at ${path}` : "nothing"));
  }
  const unfolded = given.replaceAll("\\n", "\n").trim();
  const pem = unfolded.startsWith("-----BEGIN") ? unfolded : Buffer.from(unfolded, "base64").toString("utf8").trim();
  try {
    // GitHub takes tokens that are signed with RSA alone.
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return `${pem}\n`;
    return environmentProblem(at, ENVIRONMENT.noRsaKey);
  } catch {
    return environmentProblem(at, ENVIRONMENT.unreadableKey(given.length));
  }
}

function fileText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Probot falls back to a secret that everybody knows. */
function secretOf(text: string | undefined): string | Problem {
  const given = text?.trim() ?? "";
  if (text !== undefined && given !== "" && given !== "development") return text;
  const found = given === "development" ? "Probot's default, which everybody knows" : "nothing";
  return environmentProblem("WEBHOOK_SECRET", ENVIRONMENT.noWebhookSecret(found, SAFE_SECRET_BYTES));
}

function baseUrlOf({ GHE_HOST: host, GHE_PROTOCOL: protocol }: Environment): string | Problem {
  if (!host) return "https://api.github.com";
  const scheme = protocol || "https";
  if (scheme !== "https" && scheme !== "http") {
    return environmentProblem("GHE_PROTOCOL", ENVIRONMENT.noProtocol(JSON.stringify(protocol)));
  }
  if (/[/@?#\s]/.test(host)) return environmentProblem("GHE_HOST", ENVIRONMENT.noHost(JSON.stringify(host)));
  return `${scheme}://${host}/api/v3`;
}
