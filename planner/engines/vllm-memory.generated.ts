// Written by `node .github/scripts/fit/memory.ts`. Do not edit.

import { measured } from "../domain/fact.ts";

export const VLLM_MEMORY = {
  sortedSamplerBytes: measured(
    37.88,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; vLLM 0.11-0.16, 1024 sequences, 128 k-201 k words; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  sortedSamplerGib: measured(
    0.070604,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; vLLM 0.11-0.16, 1024 sequences, 128 k-201 k words; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  samplerBytes: measured(
    14.507,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; vLLM 0.17-0.19, 1024 sequences, 32 k-256 k words; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  samplerGib: measured(
    0.049442,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; vLLM 0.17-0.19, 1024 sequences, 32 k-256 k words; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  forwardHiddenCopies: measured(
    4.2412,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; two logs: CodeLlama-7b and Granite 3.1 8B, vLLM 0.19, 8192 tokens a step; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  visionGib: measured(
    0.12637,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; vLLM 0.19, Gemma 3, Mistral Small 3.1 and Llama 4 Scout; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  graphGib: measured(
    0.0080911,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; two start-up logs of vLLM 0.22; 54-102 graphs, models of 4-8 B on one GPU; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchGib: measured(
    0.13,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; H100, vLLM 0.11-0.17; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchTwoGib: measured(
    0.55,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; one log: 2 x H100, vLLM of 2025 H2; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchGibSince18: measured(
    0.25,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; H100, vLLM 0.18-0.19; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchTwoGibSince18: measured(
    2.07,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; 2 x H100, vLLM 0.19; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchFourGibSince18: measured(
    2.13,
    "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; 4 x H100, vLLM 0.19; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
  nonTorchGibAdaSince18: measured(
    0.61271,
    "casys-kaist/LLMServingSim@5daddb2 bench/examples/RTX4090/Llama-3.1-8B/vllm/meta.json; one log: RTX 4090, vLLM 0.19, what its KV pool leaves; KV room of 33 unseen H100 logs: mean 0.25 %, worst 3.98 %",
    "2026-11-25",
  ),
} as const;

export const VLLM_ROOM_ERROR = {
  fittedGib: measured(
    0.13595,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; casys-kaist/LLMServingSim@5daddb2 bench/examples/RTX4090/Llama-3.1-8B/vllm/meta.json; vllm-project/vllm#21348; nine of ten of 33 H100 logs lie within, each model held out; is itself an error, of KV room",
    "2026-11-25",
  ),
  elsewhereGib: measured(
    0.86208,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md; casys-kaist/LLMServingSim@5daddb2 bench/examples/RTX4090/Llama-3.1-8B/vllm/meta.json; vllm-project/vllm#21348; the worst of 2 logs of other cards and older builds: meta-llama/Llama-3.1-8B x1 on RTX4090-24GB, Qwen/Qwen3-235B-A22B-FP8 x4 on H100-80GB-SXM; is itself an error, of KV room",
    "2026-11-25",
  ),
} as const;
