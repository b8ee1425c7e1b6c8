import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedFolder } from "../../../test/support/shared.ts";
import { rendered } from "./generated-facts.ts";
import { memoryFacts } from "./memory-facts.ts";
import { type MemoryPoint, memoryPoints } from "./memory-points.ts";
import { heldOut, type Residual, worstOf } from "./memory-validation.ts";
import { sglangFacts, sglangLogs, sglangResiduals } from "./sglang.ts";

const ENGINES = join(import.meta.dirname, "../../../planner/engines");

/** The generated fact files by their name in planner/engines: the same points give the same bytes. */
export function memoryFactFiles(points: readonly MemoryPoint[]): ReadonlyMap<string, string> {
  return new Map([
    ["vllm-memory.generated.ts", rendered("memory", memoryFacts(points))],
    ["sglang-memory.generated.ts", rendered("memory", sglangFacts(sglangLogs()))],
  ]);
}

function main(): number {
  const shared = sharedFolder();
  if (shared === null) {
    console.error("../shared/data is not here; set LOADLINE_SHARED to the folder that holds it. Nothing was written.");
    return 2;
  }
  const points = memoryPoints(shared);
  for (const [name, text] of memoryFactFiles(points)) writeFileSync(join(ENGINES, name), text);
  const byModel = heldOut(points, (point) => point.model?.id ?? "");
  const byVersion = heldOut(points, (point) => point.version);
  console.log(table("KV room, each model predicted without its own logs", byModel));
  console.log(table("KV room, each version predicted without its own logs", byVersion));
  for (const { label, error } of sglangResiduals(sglangLogs()))
    console.log(`SGLang, from the other log: ${percent(error)}  ${label}`);
  for (const { label, version, error } of byModel) console.log(`  ${version.padEnd(7)} ${percent(error)}  ${label}`);
  return 0;
}

/** Mean and worst error by engine version. */
function table(title: string, residuals: readonly Residual[]): string {
  const versions = [...new Set(residuals.map(({ version }) => version))].sort();
  const rows = versions.map((version) => {
    const errors = residuals.filter((residual) => residual.version === version).map(({ error }) => error);
    const mean = errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
    return `  vLLM ${version.padEnd(7)} ${String(errors.length).padStart(3)} logs  mean ${percent(mean)}  worst ${percent(worstOf(errors))}`;
  });
  return [title, ...rows].join("\n");
}

const percent = (share: number): string => `${(100 * share).toFixed(2).padStart(6)} %`;

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
