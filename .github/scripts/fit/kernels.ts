import { join } from "node:path";
import { gpus } from "../../../planner/gpus/index.generated.ts";
import type { Gpu } from "../../../planner/index.ts";
import type { KernelEvidence, MeasuredKernels } from "../../../planner/steps/fitted.ts";
import type { CollectiveLaw } from "../../../planner/steps/kernel-laws.ts";
import { fitAttention } from "./attention-kernels.ts";
import { errorOf, type Fitted } from "./fitted.ts";
import { leastSquares } from "./least-squares.ts";
import { fitExperts, fitMatmul } from "./matrix-kernels.ts";
import { numberAt } from "./parquet.ts";
import { MEASURED, type System, tableRows } from "./tables.ts";

const SOURCE = "ai-dynamo/aiconfigurator@095f58a systems/data";

/** Every law of one GPU, fitted on its kernel tables. */
export async function fitKernels(shared: string, system: System, seen: string): Promise<MeasuredKernels> {
  const folder = join(shared, "data/measured/aiconfigurator/data", system);
  const gpu: Gpu = gpus[MEASURED[system]];
  const matmul = await fitMatmul(folder, gpu);
  const experts = await fitExperts(folder, gpu);
  const attention = await fitAttention(folder, gpu);
  const allReduce = {
    2: await fitAllReduce(folder, 2),
    4: await fitAllReduce(folder, 4),
    8: await fitAllReduce(folder, 8),
  };
  return measuredKernels({ gpu, source: `${SOURCE}/${system}`, seen }, { matmul, experts, attention, allReduce });
}

/** All laws of a GPU, with what they rest on. */
export interface FittedLaws {
  readonly matmul: Awaited<ReturnType<typeof fitMatmul>>;
  readonly experts: Awaited<ReturnType<typeof fitExperts>>;
  readonly attention: Awaited<ReturnType<typeof fitAttention>>;
  readonly allReduce: Readonly<Record<2 | 4 | 8, Fitted<CollectiveLaw>>>;
}

export function measuredKernels(
  { gpu, source, seen }: { gpu: Gpu; source: string; seen: string },
  { matmul, experts, attention, allReduce }: FittedLaws,
): MeasuredKernels {
  const evidence: Record<string, KernelEvidence> = {};
  const taken = <T>(name: string, { law, table, rows, error }: Fitted<T>): T => {
    evidence[name] = { table, rows, error };
    return law;
  };
  const each = <T>(name: string, laws: Readonly<Record<string, Fitted<T>>>) =>
    Object.fromEntries(Object.entries(laws).map(([key, law]) => [key, taken(`${name} ${key}`, law)]));
  const { bf16 } = matmul;
  if (bf16 === undefined) throw new Error(`${gpu.name}: no table of 16-bit matrices`);
  return {
    ...{ gpu: gpu.name, source, seen, evidence },
    laws: {
      matmul: { ...each("matmul", matmul), bf16: taken("matmul bf16", bf16) },
      experts: each("experts", experts),
      attention: taken("attention", attention),
      allReduce: {
        2: taken("all-reduce 2", allReduce[2]),
        4: taken("all-reduce 4", allReduce[4]),
        8: taken("all-reduce 8", allReduce[8]),
      },
    },
  };
}

async function fitAllReduce(folder: string, together: number): Promise<Fitted<CollectiveLaw>> {
  const file = { family: "comm", file: "custom_allreduce_perf.parquet" } as const;
  const found = await tableRows(
    folder,
    file,
    (path) =>
      `select * from read_parquet('${path}') where backend = 'vllm_graph' and message_size <= 134217728
       and num_gpus = ${together} order by message_size, latency`,
  );
  if (!found) throw new Error(`${folder}: no all-reduce of ${together} GPUs`);
  // The table counts elements, of 16 bit.
  const points = found.rows.map((row) => ({
    bytes: 2 * numberAt(row, "message_size"),
    seconds: numberAt(row, "latency") / 1000,
  }));
  const misses = ([floor = 0, rate = 0]: readonly number[]) =>
    points.map(({ bytes, seconds }) => Math.log((Math.exp(floor) + bytes / Math.exp(rate)) / seconds));
  const at = leastSquares(misses, { start: [Math.log(6e-6), Math.log(2e11)], rounds: 40, huber: 0.2 });
  const [floorSeconds = 0, bytesPerSecond = 0] = at.map(Math.exp);
  return {
    law: { floorSeconds, bytesPerSecond },
    table: `all-reduce in CUDA graphs, vLLM ${found.version}`,
    rows: points.length,
    error: errorOf(misses(at)),
  };
}
