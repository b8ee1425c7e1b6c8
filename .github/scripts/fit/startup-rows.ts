import { join } from "node:path";
import { csvRows } from "./csv.ts";

/** One measured start of vLLM; seconds, null where a phase was not printed. */
export interface StartupRow {
  readonly model: string;
  readonly layers: number;
  /** Weights as stored, bytes. */
  readonly bytes: number;
  readonly caches: "fresh" | "warm";
  readonly largestGraph: number;
  readonly bootstrap: number | null;
  readonly load: number | null;
  readonly compile: number | null;
  readonly profiling: number | null;
  readonly graphs: number | null;
  readonly phases: number | null;
  readonly wall: number | null;
  /** A load time alone, of a model on H100s. */
  readonly isLoadTime: boolean;
}

/** What initialising the engine takes besides compiling and capturing: on one node the study prints part of it as profiling, on
 *  the other nearly all. */
function profilingOf(seconds: (column: string) => number | null): number | null {
  const [whole, compile, graphs] = [seconds("init_engine_s"), seconds("torch_compile_s"), seconds("graph_capturing_s")];
  return whole === null || compile === null || graphs === null ? null : whole - compile - graphs;
}

/** The study captured up to 256 by default: its default rows take as long as its rows of 256. */
const DEFAULT_LARGEST = 256;

export function startupRows(shared: string): readonly StartupRow[] {
  return csvRows(join(shared, "data/measured/cold-start/cold_start.csv")).map((row) => {
    const seconds = (column: string) => (row(column) === "" ? null : Number(row(column)));
    const bytesPerParameter = row("model").includes("FP8") ? 1 : 2;
    const largest = row("largest_cuda_graph_size");
    return {
      model: row("model"),
      layers: Number(row("layers")),
      bytes: Number(row("params_b")) * 1e9 * bytesPerParameter,
      caches: row("cache_state").includes("warm") ? "warm" : "fresh",
      largestGraph: largest === "default" ? DEFAULT_LARGEST : Number(largest),
      bootstrap: seconds("framework_bootstrap_s"),
      load: seconds("load_weights_s"),
      compile: seconds("torch_compile_s"),
      profiling: profilingOf(seconds),
      graphs: seconds("graph_capturing_s"),
      phases: seconds("sum_of_phases_s"),
      wall: seconds("process_wall_s"),
      isLoadTime: row("process_wall_s") === "",
    };
  });
}
