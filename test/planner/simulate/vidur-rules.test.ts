import { describe, expect, it } from "vitest";
import { REQUEST_STATUS, type SchedulerPolicy } from "../../../planner/index.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";

const LIMITS = { maxBatchedTokens: 512, maxSequences: 128, blockSize: 16, kvBlocks: 3328, maxContext: 4096 };

interface Alone {
  readonly policy: SchedulerPolicy;
  readonly input: number;
  readonly output: number;
  readonly kvBlocks: number;
  readonly watermarkBlocks: number;
  /** Seconds; null: it is rejected. */
  readonly finish: number | null;
}

/** One request on a replica that has nothing else to do. The rules ask for its prompt and the watermark when it is let in, and for one
 *  free block at each decode; without it, it restarts itself. docs: data/vidur/FACTS.md sections 4, 5 and 8. */
const ALONE: readonly Alone[] = [
  { policy: "sarathi", input: 1280, output: 240, kvBlocks: 100, watermarkBlocks: 10, finish: 3.923412 },
  { policy: "sarathi", input: 2048, output: 2020, kvBlocks: 256, watermarkBlocks: 2, finish: 32.86133714 },
  { policy: "sarathi", input: 1024, output: 1, kvBlocks: 64, watermarkBlocks: 0, finish: 0.05248 },
  { policy: "vllm-v0", input: 4000, output: 500, kvBlocks: 3328, watermarkBlocks: 33, finish: 8.2334425 },
  { policy: "vllm-v0", input: 100, output: 4000, kvBlocks: 3328, watermarkBlocks: 33, finish: 64.629843 },
  { policy: "orca", input: 4000, output: 100, kvBlocks: 3328, watermarkBlocks: 0, finish: 1.7090565 },
  // The last decode finds no free block: it restarts as a prompt, and that makes the last token.
  { policy: "sarathi", input: 64, output: 3, kvBlocks: 5, watermarkBlocks: 0, finish: 0.05061455 },
  { policy: "vllm-v0", input: 64, output: 18, kvBlocks: 5, watermarkBlocks: 0, finish: null },
  // The whole prompt must leave the watermark free, and its decode finds no free block.
  { policy: "sarathi", input: 1441, output: 1, kvBlocks: 100, watermarkBlocks: 10, finish: null },
  { policy: "sarathi", input: 1024, output: 2, kvBlocks: 64, watermarkBlocks: 0, finish: null },
  { policy: "vllm-v0", input: 1024, output: 3060, kvBlocks: 256, watermarkBlocks: 2, finish: null },
  { policy: "vllm-v0", input: 4097, output: 1, kvBlocks: 3328, watermarkBlocks: 33, finish: null },
  { policy: "orca", input: 100, output: 1, kvBlocks: 255, watermarkBlocks: 0, finish: null },
];

describe("Vidur's rules", () => {
  it.each(ALONE)(
    "$policy: $input + $output tokens alone on $kvBlocks blocks, watermark $watermarkBlocks",
    ({ policy, input, output, finish, ...memory }) => {
      const limits = { ...LIMITS, ...memory, maxBatchedTokens: policy === "sarathi" ? 512 : 4096 };
      const { columns } = simulated(simulation(workloadOf([{ arrival: 0, input, output }]), { policy, limits }));
      expect(REQUEST_STATUS[columns.status[0] ?? -1]).toBe(finish === null ? "rejected" : "completed");
      expect(columns.finish[0]).toBeCloseTo(finish ?? 0, 9);
    },
  );

  it("restart an unfinished prompt before any decode; what was computed of it is its prompt from then on", () => {
    const requests = [
      { arrival: 0, input: 16, output: 60 },
      { arrival: 0.15, input: 180, output: 4 },
    ];
    const limits = { ...LIMITS, maxBatchedTokens: 32, maxSequences: 8, kvBlocks: 14, watermarkBlocks: 0 };
    const { columns } = simulated(simulation(workloadOf(requests), { policy: "sarathi", limits }));
    expect([...columns.preemptions]).toEqual([0, 1]);
    expect(columns.finish[0]).toBeCloseTo(0.96300646, 9);
    expect(columns.firstToken[1]).toBeCloseTo(0.19368694, 8);
    expect(columns.finish[1]).toBeCloseTo(2.62900378, 8);
  });

  it("leave a restarted request in the queue when it has grown beyond what admission allows", () => {
    const requests = [
      { arrival: 0, input: 1, output: 6 },
      { arrival: 0, input: 1, output: 6 },
      { arrival: 0, input: 4, output: 6 },
      { arrival: 9, input: 1, output: 1 },
    ];
    const limits = { ...LIMITS, maxBatchedTokens: 8, maxSequences: 3, blockSize: 1, kvBlocks: 18, watermarkBlocks: 0 };
    const { columns, result } = simulated(simulation(workloadOf(requests), { policy: "vllm-v0", limits }));
    expect([...columns.status].map((status) => REQUEST_STATUS[status])).toEqual([
      "completed",
      "completed",
      "unfinished",
      "unfinished",
    ]);
    expect(result.stalled).toMatch(/2 requests waited/);
  });
});
