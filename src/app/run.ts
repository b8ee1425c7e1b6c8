import type { Logger } from "pino";
import { ENVIRONMENT } from "../mistakes/environment.ts";
import { type Environment, environmentError, secretsOf } from "../ports/environment.ts";
import { appOutside } from "../world.ts";
import { type AppSettings, readSettings } from "./environment.ts";
import { openLog } from "./log.ts";
import { performer } from "./performer.ts";
import { type AppDesk, type Running, serveApp, workForApp } from "./serve.ts";

export interface Process {
  readonly role: "serve" | "worker";
  readonly environment: Environment;
  readonly version: string;
  /** One line for whoever started it, once it runs. */
  readonly announce: (line: string) => Promise<void>;
  /** Resolves when it is time to go. */
  readonly until: Promise<void>;
}

/** Runs the App from its environment until it is told to stop. */
export async function runApp({ role, environment, version, announce, until }: Process): Promise<void> {
  const settings = readSettings(environment);
  if (role === "worker" && settings.databaseUrl === null) {
    throw environmentError("DATABASE_URL", ENVIRONMENT.noDatabase);
  }
  const log = openLog(secretsOf(environment, "log"), (line) => process.stderr.write(line));
  const running = await start({ role, environment, version }, settings, log);
  const where = running.port === null ? {} : { host: settings.host, port: running.port };
  await announce(JSON.stringify({ schema: `loadline.${role}/v1`, ...where, pid: process.pid }));
  log.info({ role, ...where }, "started");
  await until;
  log.info("stopping");
  await running.stop();
}

async function start(
  { role, environment, version }: Pick<Process, "role" | "environment" | "version">,
  settings: AppSettings,
  log: Logger,
): Promise<Running> {
  const outside = await appOutside(environment, { ...settings, version }, log);
  const { store } = outside;
  try {
    const perform = await performer({ ...outside, settings });
    const desk: AppDesk = { ...outside, settings, log, perform, version, now: () => new Date() };
    const running = await (role === "serve" ? serveApp(desk) : workForApp(desk));
    const stop = async (): Promise<void> => {
      await running.stop();
      await outside.close();
    };
    return { ...running, stop };
  } catch (error) {
    await Promise.all([store.close(1), outside.close()]);
    throw error;
  }
}
