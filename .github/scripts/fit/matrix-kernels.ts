import type { Gpu } from "../../../planner/index.ts";
import { peakOf } from "../../../planner/steps/kernel-choice.ts";
import { type KernelFormat, type KernelLaw, kernelSeconds } from "../../../planner/steps/kernel-laws.ts";
import { errorOf, type Fitted } from "./fitted.ts";
import { leastSquares } from "./least-squares.ts";
import { numberAt } from "./parquet.ts";
import { tableRows, thinned } from "./tables.ts";

export type MatrixLaws = Partial<Record<KernelFormat, Fitted<KernelLaw>>>;

/** What the tables call the formats. */
const MATMUL_NAMES: readonly (readonly [KernelFormat, string])[] = [
  ["bf16", "bfloat16"],
  ["fp8", "fp8"],
  ["int8", "int8"],
  ["nvfp4", "nvfp4"],
];

/** Where activations can be 8 bit too, engines multiply MXFP4 experts so. */
const EXPERT_NAMES: readonly (readonly [KernelFormat, string])[] = [
  ["bf16", "bfloat16"],
  ["fp8", "fp8_block"],
  ["nvfp4", "nvfp4"],
  ["int4", "int4_wo"],
  ["mxfp4", "w4a8_mxfp4_mxfp8"],
  ["mxfp4", "w4a16_mxfp4"],
];

/** Bytes a stored weight takes, scales of its group included. */
const WEIGHT_BYTES: Readonly<Record<KernelFormat, number>> = {
  bf16: 2,
  fp8: 1,
  int8: 1,
  nvfp4: 0.5625,
  int4: 0.52,
  mxfp4: 0.53125,
};

/** The laws of dense matrices, by format. */
export async function fitMatmul(folder: string, gpu: Gpu): Promise<MatrixLaws> {
  const laws: MatrixLaws = {};
  for (const [format, name] of MATMUL_NAMES) {
    const found = await tableRows(folder, { family: "gemm", file: "gemm_perf.parquet" }, (path) =>
      thinned(
        path,
        `gemm_dtype = '${name}' and m <= 16384 and n between 1024 and 40000 and k between 1024 and 40000`,
        "m, n, k",
      ),
    );
    if (!found) continue;
    const points = found.rows.map((row) => {
      const [m, n, k] = [numberAt(row, "m"), numberAt(row, "n"), numberAt(row, "k")];
      const work = { bytes: n * k * WEIGHT_BYTES[format] + 2 * m * (n + k), operations: 2 * m * n * k };
      return { ...work, seconds: numberAt(row, "latency") / 1000 };
    });
    laws[format] = { table: `gemm, vLLM ${found.version}`, ...fitKernel(points, peakOf(gpu, format), "bent") };
  }
  return laws;
}

/** The laws of routed experts, by format. */
export async function fitExperts(folder: string, gpu: Gpu): Promise<MatrixLaws> {
  const laws: MatrixLaws = {};
  for (const [format, name] of EXPERT_NAMES) {
    if (laws[format]) continue;
    const found = await tableRows(folder, { family: "moe", file: "moe_perf.parquet" }, (path) =>
      thinned(
        path,
        `moe_dtype = '${name}' and distribution like 'power_law_1.0%' and moe_ep_size = 1 and num_tokens <= 16384
          and hidden_size >= 2048 and num_experts >= 8`,
        "num_tokens, hidden_size, inter_size, topk, num_experts, moe_tp_size",
      ),
    );
    if (!found) continue;
    const points = found.rows.map((row) => {
      const width = numberAt(row, "inter_size") / numberAt(row, "moe_tp_size");
      const [tokens, hidden] = [numberAt(row, "num_tokens"), numberAt(row, "hidden_size")];
      const [experts, perToken] = [numberAt(row, "num_experts"), numberAt(row, "topk")];
      const touched = experts * (1 - (1 - perToken / experts) ** tokens);
      const weights = 3 * hidden * width;
      const rows = tokens * perToken;
      return {
        bytes: touched * weights * WEIGHT_BYTES[format] + 2 * rows * (2 * hidden + 3 * width),
        operations: 2 * weights * rows,
        seconds: numberAt(row, "latency") / 1000,
      };
    });
    laws[format] = { table: `moe, vLLM ${found.version}`, ...fitKernel(points, peakOf(gpu, format), "straight") };
  }
  return laws;
}

interface Point {
  readonly bytes: number;
  readonly operations: number;
  readonly seconds: number;
}

/** A law of a kernel through points. `straight`: reading and multiplying add up; `bent`: how far they overlap is fitted too. */
export function fitKernel(
  points: readonly Point[],
  peak: ReturnType<typeof peakOf>,
  shape: "straight" | "bent",
): Omit<Fitted<KernelLaw>, "table"> {
  const lawAt = ([floor = 0, read = 0, rate = 0, bend = 0]: readonly number[]): KernelLaw => ({
    floorSeconds: Math.exp(floor),
    bandwidthShare: Math.exp(read),
    rateShare: Math.exp(rate),
    sharpness: shape === "bent" ? 1 + Math.exp(bend) : 1,
  });
  const misses = (at: readonly number[]) =>
    points.map((point) => Math.log(kernelSeconds(lawAt(at), point, peak) / point.seconds));
  const start = [Math.log(6e-6), Math.log(0.8), Math.log(0.5), ...(shape === "bent" ? [0.4] : [])];
  // What a table leaves open stays where physics puts it.
  const pull = 0.02 * Math.sqrt(points.length);
  const found = leastSquares((at) => [...misses(at), ...at.map((value, i) => pull * (value - (start[i] ?? 0)))], {
    start,
    rounds: 40,
    huber: 0.2,
  });
  return { law: lawAt(found), rows: points.length, error: errorOf(misses(found)) };
}
