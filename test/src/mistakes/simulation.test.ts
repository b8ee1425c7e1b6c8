import { SIMULATION } from "../../../src/mistakes/simulation.ts";
import { readStepTables } from "../../../src/tasks/simulate/step-tables.ts";
import { temporaryFolder } from "../../support/command.ts";
import { refusal, withFiles } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";
import { scenario } from "../config/examples.ts";

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
  emptyBatch: [() => refusal(withFiles(temporaryFolder(), { "all.jsonl": "\n" }), "simulate", "--batch", "all.jsonl")],
});
