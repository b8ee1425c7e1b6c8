import { engineStart } from "../../../planner/plan/startup.ts";
import type { FittedFact } from "./generated-facts.ts";
import { asFacts, fitStartup, type StartupValues } from "./startup-fit.ts";
import type { StartupRow } from "./startup-rows.ts";

const STUDY = "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters)";
const LOADS = "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md";
/** Standard deviations above the mean that one start in a hundred exceeds. */
const ONE_IN_A_HUNDRED = 2.3263;

/** Every fitted number of a start, with how late one start in a hundred is: from residuals on models the fit did not see. */
export function startupFacts(
  rows: readonly StartupRow[],
): Readonly<Record<string, Readonly<Record<string, FittedFact>>>> {
  const values = fitStartup(rows);
  const fitted = Object.entries(values).map(([name, value]): [string, FittedFact] => {
    const isLoad = name.startsWith("load");
    const source = isLoad ? LOADS : STUDY;
    const range = isLoad ? "three load times on H100, 1.2-71 GB" : rangeOf(name);
    return [name, { value, source, range, error: errorOf(rows, name), seen: "2026-11-23" }];
  });
  return { STARTUP: { ...Object.fromEntries(fitted), ...slowness(rows) } };
}

function rangeOf(name: string): string {
  if (name.startsWith("graph")) return "7 sizes from 1 to 1024 on one model, 13 starts at the default";
  if (name.startsWith("cached")) return "A100, page cache and compile cache warm, 7 models of 24-48 layers";
  if (name === "bootstrapSeconds" || name === "otherSeconds") return "14 starts on two nodes";
  return "second node, compile cache cold, 7 models of 24-48 layers";
}

type PhaseName = "load" | "compile" | "profiling" | "start";

function errorOf(rows: readonly StartupRow[], name: string): string {
  const phase: PhaseName = /load/i.test(name) ? "load" : /compile/i.test(name) ? "compile" : "profiling";
  const isStart = name === "bootstrapSeconds" || name === "otherSeconds";
  const caches = name.startsWith("cached") ? "warm" : "fresh";
  const off = rootMeanSquare(residuals(rows, isStart ? "start" : phase, caches));
  return `its phase is off by ${(100 * off).toFixed(1)} % (root mean square) on models held out`;
}

function slowness(rows: readonly StartupRow[]): Readonly<Record<string, FittedFact>> {
  const warm = (["load", "compile", "profiling"] as const).flatMap((phase) => residuals(rows, phase, "warm"));
  return {
    startSlow: slow(residuals(rows, "start", "fresh")),
    loadSlow: slow(residuals(rows, "load", "fresh")),
    compileSlow: slow(residuals(rows, "compile", "fresh")),
    profilingSlow: slow(residuals(rows, "profiling", "fresh")),
    cachedSlow: slow(warm),
  };
}

const slow = (errors: readonly number[]): FittedFact => ({
  value: 1 + ONE_IN_A_HUNDRED * rootMeanSquare(errors),
  source: `${STUDY}; ${LOADS}`,
  range: `p99 over p50, from ${errors.length} phases of models held out, taken to be normal`,
  error: "few rows: nobody has measured many starts of one model",
  seen: "2026-11-23",
});

/** Relative errors of a phase on models whose rows the fit did not see. */
function residuals(rows: readonly StartupRow[], phase: PhaseName, caches: "fresh" | "warm"): readonly number[] {
  return rows.flatMap((row) => {
    const measured = measuredPhase(row, phase);
    if (measured === null || (phase !== "start" && row.caches !== caches)) return [];
    // The study's fresh node read weights from a disk that nobody described; load times alone are of known kind.
    if (phase === "load" && caches === "fresh" && !row.isLoadTime) return [];
    const predicted = predictedPhase(row, phase, fitStartup(rows.filter(({ model }) => model !== row.model)));
    return [predicted / measured - 1];
  });
}

function measuredPhase(row: StartupRow, phase: PhaseName): number | null {
  if (phase === "load") return row.load;
  if (phase === "compile") return row.compile;
  if (phase === "profiling") return row.profiling === null || row.graphs === null ? null : row.profiling + row.graphs;
  const { bootstrap, wall, phases } = row;
  return bootstrap === null || wall === null || phases === null ? null : bootstrap + wall - phases;
}

const PHASE_NAMES = {
  start: "engine start",
  load: "load weights",
  compile: "compile",
  profiling: "KV profiling and graphs",
} as const;

function predictedPhase(row: StartupRow, phase: PhaseName, values: StartupValues): number {
  const model = { layers: row.layers, weightBytesOfReplica: row.bytes, largestGraph: row.largestGraph };
  const phases = engineStart({ model, caches: row.caches }, asFacts(values));
  return phases.find(({ name }) => name === PHASE_NAMES[phase])?.p50 ?? 0;
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
