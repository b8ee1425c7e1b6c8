import { createSign } from "node:crypto";
import { isOfAnotherTime } from "./answers.ts";
import type { Tokens } from "./api.ts";

/** The App's own token, and the time as GitHub has it as far as that is known. */
export interface AppToken extends Tokens {
  now(): number;
}

/** GitHub refuses what was issued later than it is there, and what is valid for more than ten minutes. */
const ISSUED_BEFORE_SECONDS = 60;
const VALID_SECONDS = 300;

/** Signed anew for each request: nothing to keep. A clock that is wrong is corrected by GitHub's, as soon as that says so. */
export function appToken(appId: number, privateKey: string, now: () => number): AppToken {
  let difference = 0;
  const corrected = (): number => now() + difference;
  const say = async (): Promise<string> => {
    const seconds = Math.floor(corrected() / 1000);
    const times = { iat: seconds - ISSUED_BEFORE_SECONDS, exp: seconds + VALID_SECONDS };
    const text = [
      { alg: "RS256", typ: "JWT" },
      { ...times, iss: String(appId) },
    ]
      .map(encoded)
      .join(".");
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
  };
  return {
    now: corrected,
    read: say,
    write: say,
    mend: ({ what, date }) => {
      const there = Date.parse(date ?? "");
      if (!isOfAnotherTime(what) || Number.isNaN(there)) return false;
      difference = there - now();
      return true;
    },
  };
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
