import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadlineWith } from "./command.ts";

/** `loadline serve` or `worker` as a process of its own. */
export interface AppProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it logged so far. */
  log(): string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the App and waits until it says where it listens. */
export async function startApp(environment: Readonly<Record<string, string>>): Promise<AppProcess> {
  const folder = mkdtempSync(join(tmpdir(), "loadline-test-app-"));
  const own = { PORT: "0", HOST: "127.0.0.1", LOADLINE_DATA_DIR: join(folder, "data"), ...environment };
  const child = loadlineWith(own, folder, ["serve"]);
  let logged = "";
  child.stderr?.on("data", (data: Buffer) => {
    logged += data.toString("utf8");
  });
  const exited = new Promise<number | null>((done) => child.once("close", done));
  void exited.then(() => rmSync(folder, { recursive: true, force: true }));
  const line = await new Promise<string>((told, failed) => {
    let said = "";
    child.stdout?.on("data", (data: Buffer) => {
      said += data.toString("utf8");
      if (said.includes("\n")) told(said.slice(0, said.indexOf("\n")));
    });
    void exited.then((code) => failed(new Error(`serve ended with ${code}: ${logged}`)));
  });
  const { port } = JSON.parse(line) as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    log: () => logged,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** Asks until the answer is there; the last one when it never comes. */
export async function eventually<Found>(ask: () => Promise<Found | null>, patienceMs = 60_000): Promise<Found> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await ask();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`not within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
