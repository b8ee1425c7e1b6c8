import { number } from "./leaves.ts";
import { size } from "./quantities.ts";
import { mapping } from "./shapes.ts";

/** Something to compute on that the catalogue does not have. */
export function processorSchema() {
  const rate = (wanted: string, example: string) => number({ wanted, example, positive: true, most: 1e18 });
  return mapping({
    memory: size("memory", "16Gi").describe("Memory for weights and KV cache."),
    bytesPerSecond: rate("memory bandwidth in bytes a second", "2.0e10"),
    flopPerSecond: rate("operations a second in 16-bit matrices", "1.0e11"),
  }).describe("A processor that is not in the catalogue, a CPU for one; `gpu` then only names it.");
}
