import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StreamedSimulation } from "../../planner/index.ts";
import { simulation, workloadOf } from "../support/simulation.ts";
import { azureLikePieces, LIMITS, STEP, STEP_SECONDS } from "./azure-like.ts";
import { type Measured, thousands } from "./table.ts";

const MAIN = resolve(fileURLToPath(import.meta.url), "../../../src/cli/main.ts");
const PIECE = 65_536;
const RATE = 12;

/** Requests that are never in memory together: in the simulator alone, and from a file to a file as a user does it. */
export function measureStreams(): readonly Measured[] {
  const folder = mkdtempSync(join(tmpdir(), "loadline-bench-"));
  try {
    return [...streamed(5_000_000), ...fromFile(folder, 1_000_000), ...fromFile(folder, 5_000_000)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function streamed(total: number): readonly Measured[] {
  const { load: _, ...question } = simulation(workloadOf([]), {
    limits: LIMITS,
    stepTime: STEP,
    replicas: 4,
    router: "least-outstanding",
  });
  const run = new StreamedSimulation(question);
  let rows = 0;
  let seconds = 0;
  for (const piece of azureLikePieces(total, RATE, PIECE)) {
    const started = performance.now();
    run.feed(piece);
    rows += run.takeRows()?.arrivals.length ?? 0;
    seconds += (performance.now() - started) / 1000;
  }
  const { requests } = run.finish();
  rows += run.takeRows()?.arrivals.length ?? 0;
  if (requests.completed !== total || rows !== total) throw new Error("requests were lost");
  const memory = process.resourceUsage().maxRSS / 1024;
  return [
    { what: "5 M requests streamed, rows taken out: requests/s", measured: thousands(total / seconds), mark: "" },
    { what: "… most resident memory", measured: `${thousands(memory)} MiB`, mark: "< 1,000 MB" },
  ];
}

function fromFile(folder: string, total: number): readonly Measured[] {
  writeScenario(folder);
  writeRequests(join(folder, "requests.csv"), total);
  const plain = timed(folder, ["--requests", "requests.csv"]);
  const whole = timed(folder, ["--requests", "requests.csv", "--results", "results.csv"]);
  const millions = `${total / 1e6} M requests from a CSV file`;
  const share = (run: Timed) => `${run.seconds.toFixed(1)} s; ${((100 * run.engine) / run.seconds).toFixed(0)} %`;
  return [
    { what: `${millions}: whole process; the engine's share of it`, measured: share(plain), mark: "≥ 50 %" },
    { what: "… and a row for each to a CSV file", measured: share(whole), mark: "" },
    { what: "… most resident memory", measured: `${thousands(whole.memory)} MiB`, mark: "< 1,000 MB" },
  ];
}

interface Timed {
  readonly seconds: number;
  /** Seconds between the first and the last simulated event. */
  readonly engine: number;
  /** MiB. */
  readonly memory: number;
}

/** Prints what the process needed at most, after its own output. */
const WITH_MEMORY = `process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;

function timed(folder: string, flags: readonly string[]): Timed {
  const preload = join(folder, "memory.mjs");
  writeFileSync(preload, WITH_MEMORY);
  const started = performance.now();
  const args = ["--import", preload, MAIN, "simulate", "scenario.yaml", "--json", ...flags];
  const child = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  const seconds = (performance.now() - started) / 1000;
  if (child.status !== 0) throw new Error(`loadline simulate failed:\n${child.stderr}`);
  const { wallSeconds } = JSON.parse(child.stdout) as { wallSeconds: number };
  return { seconds, engine: wallSeconds, memory: Number(child.stderr) / 1024 };
}

function writeScenario(folder: string): void {
  const { maxBatchedTokens, maxSequences, kvBlocks } = LIMITS;
  const spec = {
    scheduler: { policy: "vllm", maxBatchedTokens, maxSequences, kvBlocks },
    stepTime: { kind: "linear", ...STEP_SECONDS },
    fleet: { replicas: 4, router: "least-outstanding" },
  };
  const scenario = { apiVersion: "loadline.dev/v1alpha1", kind: "Scenario", spec };
  writeFileSync(join(folder, "scenario.yaml"), JSON.stringify(scenario));
}

function writeRequests(path: string, total: number): void {
  const file = openSync(path, "w");
  writeSync(file, "request_id,arrival_s,input_tokens,output_tokens\n");
  let id = 0;
  for (const { arrivals, inputTokens, outputTokens } of azureLikePieces(total, RATE, PIECE)) {
    let text = "";
    arrivals.forEach((arrival, i) => {
      text += `${id++},${arrival.toFixed(6)},${inputTokens[i]},${outputTokens[i]}\n`;
    });
    writeSync(file, text);
  }
  closeSync(file);
}
