import type { Architecture, KvFormat } from "../domain/index.ts";
import { type Bytes, bytes } from "../units/index.ts";

/** Bytes of one stored key or value element. `auto` follows the model's 16-bit activations. */
export const kvElementBytes = (format: KvFormat): number => (format === "fp8" ? 1 : 2);

/** KV-cache bytes that one token takes on one GPU, over all layers. Grouped-query attention divides heads by the
 *  tensor-parallel size, rounded up (a head cannot be split): 8 KV heads on 16 GPUs cost as much per GPU as on 8.
 *  Latent attention stores one compressed vector, the same on each GPU. */
export function kvBytesPerToken(architecture: Architecture, format: KvFormat, tensorParallel: number): Bytes {
  return bytes(architecture.layers * kvBytesPerLayer(architecture, format, tensorParallel));
}

/** KV-cache bytes on one GPU of one sequence of `tokens`: layers with a sliding window hold no more than the window,
 *  in whole blocks. */
export function kvBytesOfSequence(
  architecture: Architecture,
  tokens: number,
  layout: { readonly format: KvFormat; readonly tensorParallel: number; readonly blockSize: number },
): Bytes {
  const layer = kvBytesPerLayer(architecture, layout.format, layout.tensorParallel);
  const whole = (count: number) => Math.ceil(count / layout.blockSize) * layout.blockSize;
  const window = slidingWindow(architecture);
  const windowed = window === null ? 0 : window.layers;
  const held = window === null ? 0 : whole(Math.min(tokens, window.tokens));
  return bytes(layer * ((architecture.layers - windowed) * whole(tokens) + windowed * held));
}

/** The model's sliding window, if some of its layers have one. */
export function slidingWindow(architecture: Architecture): { readonly tokens: number; readonly layers: number } | null {
  return architecture.attention.kind === "grouped-query" ? architecture.attention.slidingWindow : null;
}

function kvBytesPerLayer({ attention }: Architecture, format: KvFormat, tensorParallel: number): number {
  if (attention.kind === "latent") return (attention.kvLoraRank + attention.ropeDim) * kvElementBytes(format);
  return 2 * Math.ceil(attention.kvHeads / tensorParallel) * attention.headDim * kvElementBytes(format);
}
