import type { MemoryFit } from "../../planner/index.ts";
import { whole } from "./rounding.ts";

/** `fit --json`: CONTRACT.md section 6. Bytes per GPU, blocks and tokens per replica. */
export function fitJson(fit: MemoryFit): object {
  return { schema: "loadline.fit/v1", ...memoryJson(fit) };
}

/** Memory as every document prints it. */
export function memoryJson(fit: MemoryFit): object {
  const { weights, kv, activation, cudaGraphs, nonTorch, free } = fit.parts;
  return {
    fits: fit.fits,
    kvBlocks: whole(fit.kvBlocks),
    ...(fit.kvBlocksRange === null ? {} : { kvBlocksRange: fit.kvBlocksRange.map(whole) }),
    blockSize: fit.blockSize,
    kvTokens: whole(fit.kvTokens),
    missingBytes: whole(fit.missingBytes),
    parts: {
      weights: whole(weights),
      kv: whole(kv),
      activation: whole(activation),
      cudaGraphs: whole(cudaGraphs),
      nonTorch: whole(nonTorch),
      free: whole(free),
    },
    host: { request: whole(fit.host.request), limit: whole(fit.host.limit) },
    binding: fit.binding,
    coverage: { status: fit.coverage.status, why: fit.coverage.why },
  };
}
