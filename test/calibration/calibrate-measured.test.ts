import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fitCalibration, hardwareByName, type ObservedLoad, type ServingByName } from "../../planner/index.ts";
import { sharedFolder, titled } from "../support/shared.ts";

const NOTHING_SET = { maxSequences: null, maxBatchedTokens: null, maxContext: null, utilization: null } as const;

function fitted(loads: readonly ObservedLoad[], serving: Omit<ServingByName, keyof typeof NOTHING_SET>, changes = {}) {
  const engine = hardwareByName({ ...serving, ...NOTHING_SET, ...changes });
  if (engine.kind !== "known") throw new Error(engine.message);
  const { policy } = engine.engine;
  const fit = fitCalibration({ loads, policy, limits: engine.limits, ...engine.hardware });
  if (fit.kind !== "fitted") throw new Error(fit.message);
  return fit;
}

const concurrency = sharedFolder("data/measured/concurrency");

describe.skipIf(concurrency === null)(titled("Qwen3-32B on two H100, closed loops of 8 to 128", concurrency), () => {
  it("a calibration predicts the concurrency that it did not see", () => {
    const path = join(concurrency ?? "", "h100_qwen3_32b_tp2_1k1k.csv");
    const rows = readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("measured,"));
    expect(rows).toHaveLength(5);
    const loads = rows.map((row): ObservedLoad => {
      const [, clients = "", , , tpot = "", ttft = ""] = row.split(",");
      const of = (milliseconds: string) => ({ mean: Number(milliseconds) / 1000, p50: null, p90: null });
      const lengths = new Int32Array(10 * Number(clients)).fill(1024);
      const load = { kind: "closed", concurrency: Number(clients), input: lengths, output: lengths } as const;
      return { name: clients, load, measured: { kind: "summary", ttft: of(ttft), tpot: of(tpot) } };
    });
    const serving = { model: "Qwen/Qwen3-32B", gpu: "h100-sxm5", tensorParallel: 2, engine: "vllm", version: "0.15" };
    const { after, heldBack } = fitted(loads, { ...serving, weights: "bf16", kvCache: "auto" });
    expect(heldBack).toBe("every third load: 16");
    expect(after.tpot?.median).toBeLessThan(0.03);
    // How many requests these means are of is not told; ten a client are taken, and the burst they begin with is part of the mean.
    expect(after.ttft?.median).toBeLessThan(0.35);
  });
});

const requests = sharedFolder("data/measured/requests");
const RUNS = [
  {
    folder: "RTX4090-Llama-3.1-8B",
    model: "meta-llama/Llama-3.1-8B",
    gpu: "rtx-4090",
    tensorParallel: 1,
    maxSequences: 256,
  },
  {
    folder: "RTXPRO6000-Qwen3-32B-tp2",
    model: "Qwen/Qwen3-32B",
    gpu: "rtx-pro-6000-server",
    tensorParallel: 2,
    maxSequences: 128,
  },
] as const;

interface Request {
  readonly input_toks: number;
  readonly output_toks: number;
  readonly queued_ts: number;
  readonly first_token_ts: number;
  readonly last_token_ts: number;
}

describe.skipIf(requests === null)(titled("300 requests at 10 a second, far too many for the card", requests), () => {
  it.each(RUNS)("$folder: requests that the calibration did not see", ({ folder, maxSequences, ...serving }) => {
    const lines = readFileSync(join(requests ?? "", folder, "requests.jsonl"), "utf8")
      .trim()
      .split("\n");
    const rows = lines.map((line) => JSON.parse(line) as Request).sort((a, b) => a.queued_ts - b.queued_ts);
    expect(rows).toHaveLength(300);
    const first = rows[0]?.queued_ts ?? 0;
    const workload = {
      arrivals: Float64Array.from(rows, (row) => row.queued_ts - first),
      inputTokens: Int32Array.from(rows, (row) => row.input_toks),
      outputTokens: Int32Array.from(rows, (row) => row.output_toks),
      ...{ prefixIds: null, prefixTokens: null },
    };
    const ttft = Float64Array.from(rows, (row) => row.first_token_ts - row.queued_ts);
    const tpot = Float64Array.from(rows, (row) =>
      row.output_toks > 1 ? (row.last_token_ts - row.first_token_ts) / (row.output_toks - 1) : Number.NaN,
    );
    const load: ObservedLoad = {
      name: folder,
      load: { kind: "open", workload },
      measured: { kind: "requests", ttft, tpot },
    };
    const engine = { engine: "vllm", version: "0.19", weights: "bf16", kvCache: "auto" } as const;
    const fit = fitted([load], { ...serving, ...engine }, { maxSequences, maxContext: 8192 });
    expect(fit.heldBack).toBe("every third request");
    expect(fit.after.tpot?.median).toBeLessThan(0.05);
    // Queues magnify what is left: the tail waits longest.
    expect(fit.after.ttft?.median).toBeLessThan(0.1);
    expect(fit.after.ttft?.p90).toBeLessThan(0.2);
  });
});
