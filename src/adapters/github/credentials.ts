import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
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

const problem = (at: string, [found, wanted, advice]: readonly [string, string, string]): Problem =>
  environmentProblem(at, { found, wanted, advice });

function appIdOf(text: string | undefined): number | Problem {
  if (text !== undefined && /^\d{1,15}$/.test(text.trim()) && Number(text) > 0) return Number(text);
  const found = text === undefined || text === "" ? "nothing" : JSON.stringify(text);
  return problem("APP_ID", [found, "the App's number", "It stands on the App's settings page at GitHub, under About."]);
}

/** As Probot takes it: PEM, PEM with \n written out, base64 of PEM, or a file that PRIVATE_KEY_PATH names. */
function privateKeyOf(environment: Environment): string | Problem {
  const path = environment["PRIVATE_KEY_PATH"];
  const given = environment["PRIVATE_KEY"] ? environment["PRIVATE_KEY"] : path ? fileText(path) : undefined;
  const at = environment["PRIVATE_KEY"] || !path ? "PRIVATE_KEY" : "PRIVATE_KEY_PATH";
  const advice = "Generate a key on the App's settings page and pass the whole file, as it is or in base64.";
  if (given === undefined || given === null) {
    return problem(at, [path ? `no readable file at ${path}` : "nothing", "the App's private key", advice]);
  }
  const unfolded = given.replaceAll("\\n", "\n").trim();
  const pem = unfolded.startsWith("-----BEGIN") ? unfolded : Buffer.from(unfolded, "base64").toString("utf8").trim();
  try {
    createPrivateKey(pem);
    return `${pem}\n`;
  } catch {
    return problem(at, [`${given.length} characters that are no key`, "an RSA private key in PEM form", advice]);
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
  if (text !== undefined && text !== "" && text !== "development") return text;
  const found = text ? "Probot's default, which everybody knows" : "nothing";
  const wanted = `the secret that GitHub signs webhooks with, at least ${SAFE_SECRET_BYTES} random bytes`;
  return problem("WEBHOOK_SECRET", [
    found,
    wanted,
    "Set the same at GitHub and here, for example from: openssl rand -hex 32",
  ]);
}

function baseUrlOf({ GHE_HOST: host, GHE_PROTOCOL: protocol }: Environment): string | Problem {
  if (!host) return "https://api.github.com";
  const scheme = protocol || "https";
  if (scheme !== "https" && scheme !== "http") {
    return problem("GHE_PROTOCOL", [JSON.stringify(protocol), "https, or http", "Leave it out for https."]);
  }
  const advice = "Name the server without scheme and path, for example github.example.com.";
  if (/[/@?#\s]/.test(host))
    return problem("GHE_HOST", [JSON.stringify(host), "a host, with a port if need be", advice]);
  return `${scheme}://${host}/api/v3`;
}
