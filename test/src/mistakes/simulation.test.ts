import { join } from "node:path";
import { calibrationYaml } from "../../../src/config/index.ts";
import { SIMULATION } from "../../../src/mistakes/simulation.ts";
import { readStepTables } from "../../../src/tasks/simulate/step-tables.ts";
import { simulateBatch } from "../../../src/tasks/simulate-scenarios.ts";
import { realWorld } from "../../../src/world.ts";
import { calibration } from "../../support/calibration.ts";
import { temporaryFolder } from "../../support/command.ts";
import { refusal, withFiles } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";
import { scenario } from "../config/examples.ts";

const HARDWARE = `apiVersion: loadline.dev/v1alpha1
kind: Scenario
spec:
  stepTime: { kind: hardware, model: meta-llama/Llama-3.1-8B, gpu: h100-sxm5, engine: vllm@0.15, weights: bf16 }
  load: { closedLoop: { concurrency: 8, inputTokens: 512, outputTokens: 64, requests: 64 } }
`;
const ENDLESS = JSON.stringify({
  stepTime: { kind: "linear", base: 0.01 },
  scheduler: { policy: "sarathi", maxBatchedTokens: 512, maxSequences: 128, kvBlocks: 4096 },
  load: { closedLoop: { concurrency: 8, inputTokens: 8, outputTokens: 8, requests: 86_400_000 } },
});
const LIMITED = HARDWARE.replace(
  "  load:",
  "  scheduler: { policy: vllm, maxBatchedTokens: 24, maxSequences: 64, blockSize: 16, kvBlocks: 4096 }\n  load:",
);
const simulated =
  (text: string, files: Readonly<Record<string, string>> = {}) =>
  () =>
    refusal(withFiles(temporaryFolder(), { "s.yaml": text, ...files }), "simulate", "s.yaml");

/** What the one line of a batch is answered. */
const batched = (line: string) => async () => {
  const folder = withFiles(temporaryFolder(), { "all.jsonl": `${line}\n` });
  const options = { seed: 1, stopwatch: () => 0, progress: () => undefined, note: () => undefined };
  for await (const answer of simulateBatch(join(folder, "all.jsonl"), realWorld(), options)) {
    const { error } = answer as { readonly error?: { readonly message: string } };
    if (error !== undefined) throw new Error(error.message.replaceAll(folder, "/here"));
  }
};

/** Reads a table of decode steps that holds these bytes; null = there is none. */
const table = (content: Uint8Array | string | null) => () => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const source = { description: "scenarios", read: async () => bytes } as unknown as Parameters<
    typeof readStepTables
  >[1];
  const stepTime = { kind: "table", decode: "decode.csv", prefill: "prefill.csv", mixed: null, prefillMulti: null };
  return readStepTables(stepTime as Parameters<typeof readStepTables>[0], source);
};
const COLUMNS = ["batch_size", "kv_cache_size"];

showEach("simulation", SIMULATION, {
  tableMissing: [table(null)],
  tableTooLarge: [table(new Uint8Array(2 ** 26 + 1)), 2 ** 26 + 1],
  emptyTable: [table("batch_size,kv_cache_size\n")],
  columnMissing: [table("batch_size,kv_cache_size\n1,1\n"), COLUMNS, "layers"],
  badCell: [table("layers,batch_size\nmany,1\n"), "layers", '"many"'],
  resultsOverInput: [
    () =>
      refusal(
        withFiles(temporaryFolder(), { "night.yaml": scenario }),
        "simulate",
        "night.yaml",
        "--results",
        "night.yaml",
      ),
  ],
  noJsonLine: [batched('{"id": 1'), "Expected ',' or '}' after property value in JSON at position 8 (line 1 column 9)"],
  nothingToDo: [simulated(HARDWARE.replace(/ {2}load: .*\n/, ""))],
  otherCalibration: [
    simulated(HARDWARE.replace("weights: bf16 }", "weights: bf16, tensorParallel: 2, calibration: c.yaml }"), {
      "c.yaml": calibrationYaml(calibration()),
    }),
    "",
  ],
  tooManyRequests: [batched(`{"kind":"Scenario","spec":${ENDLESS}}`), "86,400,000", "20,000,000"],
  unevenChunks: [simulated(LIMITED.replace("vllm, max", "sglang, max")), "", 16],
  fewerTokensThanSequences: [simulated(LIMITED), "", 64],
  emptyBatch: [() => refusal(withFiles(temporaryFolder(), { "all.jsonl": "\n" }), "simulate", "--batch", "all.jsonl")],
});
