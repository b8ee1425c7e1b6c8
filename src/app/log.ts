import pino, { type Logger } from "pino";

/** One JSON object a line. What is secret is blotted out of the finished line, wherever it came from. */
export function openLog(secrets: readonly string[], write: (line: string) => void): Logger {
  // As they look inside of a JSON text.
  const hidden = secrets.map((secret) => JSON.stringify(secret).slice(1, -1)).sort((a, b) => b.length - a.length);
  const hush = (line: string): string => hidden.reduce((text, secret) => text.replaceAll(secret, "(secret)"), line);
  const paths = ["*.authorization", "*.token", "*.privateKey", "*.secret", "request.headers", "*.request.headers"];
  return pino(
    { level: "info", base: null, redact: { paths, censor: "(secret)" } },
    { write: (line) => write(hush(line)) },
  );
}
