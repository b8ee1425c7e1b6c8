import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in a time that tells nothing of where the two differ, nor of how long they are. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a request carries a token: as a bearer's, or as the password that a browser asked for. Without a token, nobody does. */
export function isAllowed(authorization: string | undefined, token: string | null): boolean {
  if (token === null) return false;
  const [, scheme = "", given = ""] = /^(\w+) +(.*)$/.exec(authorization ?? "") ?? [];
  if (/^bearer$/i.test(scheme)) return isSame(given, token);
  if (!/^basic$/i.test(scheme)) return false;
  const decoded = Buffer.from(given, "base64").toString("utf8");
  return isSame(decoded.slice(decoded.indexOf(":") + 1), token);
}
