// Written by `node .github/scripts/fit/memory.ts`. Do not edit.

import { measured } from "../domain/fact.ts";

export const SGLANG_MEMORY = {
  settledGib: measured(
    2.1357,
    "vllm-project/vllm#21348 (2025-07-22); ai-dynamo/aisimulate#263 (2026-09-18; about 509 k tokens); two logs: Qwen/Qwen3-235B-A22B-FP8 on 4 x h100-sxm5, deepseek-ai/DeepSeek-R1 on 8 x h200-sxm5; each predicted from the other within 0.17 GiB",
    "2026-11-25",
  ),
  unseenGib: measured(
    0.16899,
    "vllm-project/vllm#21348 (2025-07-22); ai-dynamo/aisimulate#263 (2026-09-18; about 509 k tokens); two logs: Qwen/Qwen3-235B-A22B-FP8 on 4 x h100-sxm5, deepseek-ai/DeepSeek-R1 on 8 x h200-sxm5; is itself an error: the larger of the two",
    "2026-11-25",
  ),
} as const;
