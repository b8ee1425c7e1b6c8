import type { SimulationResult } from "../../../planner/index.ts";
import { meanOf, quantilesOf } from "../../../planner/simulate/percentiles.ts";
import { signed } from "./accuracy-table.ts";
import { type OpenRun, simulateOpenRun } from "./open-runs.ts";

const METRICS = ["ttft", "tpot", "e2e"] as const;

/** How far a run's simulation is from what was measured: predicted / measured - 1. */
export interface OpenRunErrors {
  readonly run: OpenRun;
  readonly kvBlocks: number;
  /** Whether the blocks are those the engine had, or those the memory law says. */
  readonly blocksFrom: "engine" | "law";
  readonly mean: Readonly<Record<(typeof METRICS)[number], number>>;
  readonly p50: Readonly<Record<(typeof METRICS)[number], number>>;
  readonly p99: Readonly<Record<(typeof METRICS)[number], number>>;
}

/** Every open-loop run with the KV blocks of the engine, where they were written down, and with those of the memory law. */
export function openRunErrors(runs: readonly OpenRun[]): readonly OpenRunErrors[] {
  return runs.flatMap((run) => [
    ...(run.kvBlocks === null ? [] : [errorsOf(run, simulateOpenRun(run, run.kvBlocks), "engine")]),
    errorsOf(run, simulateOpenRun(run, null), "law"),
  ]);
}

function errorsOf(run: OpenRun, result: SimulationResult, blocksFrom: OpenRunErrors["blocksFrom"]): OpenRunErrors {
  const { ttft, tpot, e2e } = run.measured;
  const measured = { ttft: statisticsOf(ttft), tpot: statisticsOf(tpot), e2e: statisticsOf(e2e) };
  const by = (statistic: "mean" | "p50" | "p99") => {
    const error = (metric: (typeof METRICS)[number]) =>
      (result[metric][statistic] ?? Number.NaN) / (measured[metric][statistic] ?? Number.NaN) - 1;
    return { ttft: error("ttft"), tpot: error("tpot"), e2e: error("e2e") };
  };
  return { run, kvBlocks: result.kv.blocks, blocksFrom, mean: by("mean"), p50: by("p50"), p99: by("p99") };
}

function statisticsOf(values: readonly number[]) {
  const [p50, p99] = quantilesOf(Float64Array.from(values), [0.5, 0.99]);
  return { mean: meanOf(Float64Array.from(values)), p50, p99 };
}

/** The errors as a table in Markdown. */
export function openRunTable(errors: readonly OpenRunErrors[]): string {
  const head = [
    "| open-loop run | KV blocks | TTFT: mean | p50 | p99 | TPOT: mean | p50 | p99 | E2E: mean | p50 | p99 |",
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  const lines = errors.map((one) => {
    const cells = METRICS.flatMap((metric) => [one.mean[metric], one.p50[metric], one.p99[metric]].map(signed));
    return `| ${one.run.name} | ${one.kvBlocks}, of the ${one.blocksFrom} | ${cells.join(" | ")} |`;
  });
  return [...head, ...lines, ""].join("\n");
}
