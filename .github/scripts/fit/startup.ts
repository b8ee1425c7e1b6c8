import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { engineStart } from "../../../planner/plan/startup.ts";
import { sharedFolder } from "../../../test/support/shared.ts";
import { rendered } from "./generated-facts.ts";
import { startupFacts } from "./startup-facts.ts";
import { asFacts, fitStartup, type StartupValues } from "./startup-fit.ts";
import { type StartupRow, startupRows } from "./startup-rows.ts";

const OUTPUT = join(import.meta.dirname, "../../../planner/plan/startup.generated.ts");

/** The text of the generated fact file: the same rows give the same bytes. */
export function startupFactFile(rows: readonly StartupRow[]): string {
  return rendered("startup", startupFacts(rows));
}

/** A start predicted from the rows of other models. Seconds; `measured` is the process's wall time. */
export interface HeldOutStart {
  readonly label: string;
  readonly caches: "fresh" | "warm";
  readonly measured: number;
  readonly predicted: number;
  readonly error: number;
}

/** Each start of which the whole was measured, predicted without its model's rows. Where weights came from a disk nobody
 *  described, the measured time of that phase stands in both, so that the error is that of what the law explains. */
export function heldOutStarts(rows: readonly StartupRow[]): readonly HeldOutStart[] {
  return rows.flatMap((row) => {
    if (row.wall === null || row.load === null) return [];
    const values = fitStartup(rows.filter(({ model }) => model !== row.model));
    const predicted = predictedWall(row, values);
    return [{ label: row.model, caches: row.caches, measured: row.wall, predicted, error: predicted / row.wall - 1 }];
  });
}

function predictedWall(row: StartupRow, values: StartupValues): number {
  const model = { layers: row.layers, weightBytesOfReplica: row.bytes, largestGraph: row.largestGraph };
  const phases = engineStart({ model, caches: row.caches }, asFacts(values));
  return phases.reduce(
    (sum, { name, p50 }) => sum + (row.caches === "fresh" && name === "load weights" ? (row.load ?? 0) : p50),
    0,
  );
}

function main(): number {
  const shared = sharedFolder();
  if (shared === null) {
    console.error("../shared/data is not here; set LOADLINE_SHARED to the folder that holds it. Nothing was written.");
    return 2;
  }
  const rows = startupRows(shared);
  writeFileSync(OUTPUT, startupFactFile(rows));
  const starts = heldOutStarts(rows);
  for (const caches of ["warm", "fresh"] as const) {
    const errors = starts.filter((start) => start.caches === caches).map(({ error }) => Math.abs(error));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    console.log(
      `${caches}: ${errors.length} starts of unseen models, mean ${percent(mean)}, worst ${percent(Math.max(...errors))}`,
    );
  }
  for (const { caches, label, measured, predicted, error } of starts) {
    console.log(
      `  ${caches.padEnd(6)} ${label.padEnd(14)} ${measured.toFixed(1)} s, predicted ${predicted.toFixed(1)} s  ${percent(error)}`,
    );
  }
  return 0;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
