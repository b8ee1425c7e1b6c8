import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const missing = ["prometheus", "promtool"].filter((program) => spawnSync(program, ["--version"]).status !== 0);

/** Why no test can ask a real server; null where one can. */
export const noPrometheus =
  missing.length === 0 ? null : `no ${missing.join(" and no ")} (Debian: apt install prometheus)`;

/** A Prometheus of its own on 127.0.0.1 that holds these samples and scrapes nothing. */
export interface PrometheusServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** Backfills the samples, in the OpenMetrics format, and starts a server on them. */
export async function startPrometheus(openMetrics: readonly string[]): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), "loadline-prometheus-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const [samples, data, configuration] = ["samples.om", "data", "prometheus.yml"].map((name) => join(folder, name));
    if (samples === undefined || data === undefined || configuration === undefined) throw new Error("no paths");
    writeFileSync(samples, openMetrics.join(""));
    // Blocks of two hours would have the text read once for each of them.
    const blocks = ["--max-block-duration=744h", "--quiet", samples, data];
    execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", ...blocks], { stdio: "ignore" });
    writeFileSync(configuration, "global: {}\n");
    return await started(["--config.file", configuration, "--storage.tsdb.path", data], remove);
  } catch (error) {
    remove();
    throw error;
  }
}

async function started(flags: readonly string[], remove: () => void): Promise<PrometheusServer> {
  const own = ["--web.listen-address=127.0.0.1:0", "--storage.tsdb.retention.time=100y"];
  const child = spawn("prometheus", [...flags, ...own], { stdio: ["ignore", "ignore", "pipe"] });
  // Whatever ends the tests, the server goes with them.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const gone = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    process.off("exit", kill);
    child.kill("SIGTERM");
    await gone;
    remove();
  };
  const ready = new Promise<string>((done, fail) => {
    let log = "";
    child.stderr.on("data", (data: Buffer) => {
      log += data.toString("utf8");
      const address = /msg="Listening on" address=(\S+)/.exec(log)?.[1];
      if (address !== undefined && log.includes("Server is ready")) done(`http://${address}`);
    });
    child.once("close", (code) => fail(new Error(`prometheus ended with ${code}: ${log.slice(-500)}`)));
    child.once("error", fail);
  });
  try {
    return { address: await ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
