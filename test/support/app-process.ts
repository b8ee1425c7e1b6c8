import { fileURLToPath } from "node:url";
import { readSettings } from "../../src/app/environment.ts";
import { openLog } from "../../src/app/log.ts";
import { serveApp, workForApp } from "../../src/app/serve.ts";
import { secretsOf } from "../../src/ports/environment.ts";
import { appOutside } from "../../src/world.ts";
import { reviewByHand } from "./review-by-hand.ts";

export const APP_PROCESS = fileURLToPath(import.meta.url);

/** `node app-process.ts serve|worker`: the App as `loadline serve` runs it, with a review by hand in place of the real one. */
if (process.argv[1] === APP_PROCESS) await main(process.argv[2] === "worker" ? "worker" : "serve");

async function main(role: "serve" | "worker"): Promise<void> {
  const settings = readSettings(process.env);
  const log = openLog(secretsOf(process.env, "log"), (line) => process.stderr.write(line));
  const outside = await appOutside(process.env, { ...settings, version: "0.0.0" }, log);
  const perform = reviewByHand(outside);
  const desk = { ...outside, settings, log, perform, version: "0.0.0", now: () => new Date() };
  const running = await (role === "serve" ? serveApp(desk) : workForApp(desk));
  // Before anybody is told that it runs, and may end it.
  process.once("SIGTERM", () => void running.stop().then(outside.close));
  process.stdout.write(`${JSON.stringify({ port: running.port })}\n`);
}
