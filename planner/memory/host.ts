import { assumed } from "../domain/index.ts";
import { type Bytes, bytes, gibibytes } from "../units/index.ts";

/** What the estimate of host memory rests on. Nobody publishes it per engine, so every figure is assumed and said. */
export const HOST_FACTS = {
  serverGib: assumed(3, "API server, tokenizer and Python runtime, resident", "2026-11-25"),
  workerGib: assumed(3, "one process a GPU: CUDA context, libraries, pinned buffers", "2026-11-25"),
  loadedShardGib: assumed(5, "safetensors shards are at most about 5 GB and are read one at a time", "2026-11-25"),
  limitOverRequest: assumed(1.25, "room for leaks between restarts and for page cache under pressure", "2026-11-25"),
} as const;

/** Host memory one pod asks for and may take: the limit is what exit code 137 is about. Whole half-GiB steps. */
export function hostMemory(weightsOfReplica: Bytes, gpusPerReplica: number): { request: Bytes; limit: Bytes } {
  const shard = Math.min(gibibytes(HOST_FACTS.loadedShardGib.value), weightsOfReplica);
  const request =
    gibibytes(HOST_FACTS.serverGib.value) + gpusPerReplica * gibibytes(HOST_FACTS.workerGib.value) + shard;
  return {
    request: upToHalfGibibyte(request),
    limit: upToHalfGibibyte(request * HOST_FACTS.limitOverRequest.value),
  };
}

const upToHalfGibibyte = (size: number): Bytes => bytes(Math.ceil(size / gibibytes(0.5)) * gibibytes(0.5));
