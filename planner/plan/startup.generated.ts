// Written by `node .github/scripts/fit/startup.ts`. Do not edit.

import { measured } from "../domain/fact.ts";

export const STARTUP = {
  bootstrapSeconds: measured(
    8.3571,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); 14 starts on two nodes; its phase is off by 23.8 % (root mean square) on models held out",
    "2026-11-23",
  ),
  otherSeconds: measured(
    6.6774,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); 14 starts on two nodes; its phase is off by 23.8 % (root mean square) on models held out",
    "2026-11-23",
  ),
  loadSeconds: measured(
    11.691,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; three load times on H100, 1.2-71 GB; its phase is off by 34.4 % (root mean square) on models held out",
    "2026-11-23",
  ),
  loadSecondsPerGigabyte: measured(
    1.4742,
    "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; three load times on H100, 1.2-71 GB; its phase is off by 34.4 % (root mean square) on models held out",
    "2026-11-23",
  ),
  cachedLoadSecondsPerGigabyte: measured(
    0.5447,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); A100, page cache and compile cache warm, 7 models of 24-48 layers; its phase is off by 4.9 % (root mean square) on models held out",
    "2026-11-23",
  ),
  compileSeconds: measured(
    2.0173,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); second node, compile cache cold, 7 models of 24-48 layers; its phase is off by 8.9 % (root mean square) on models held out",
    "2026-11-23",
  ),
  compileSecondsPerLayer: measured(
    0.66877,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); second node, compile cache cold, 7 models of 24-48 layers; its phase is off by 8.9 % (root mean square) on models held out",
    "2026-11-23",
  ),
  cachedCompileSeconds: measured(
    1.0527,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); A100, page cache and compile cache warm, 7 models of 24-48 layers; its phase is off by 6.0 % (root mean square) on models held out",
    "2026-11-23",
  ),
  cachedCompileSecondsPerLayer: measured(
    0.22138,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); A100, page cache and compile cache warm, 7 models of 24-48 layers; its phase is off by 6.0 % (root mean square) on models held out",
    "2026-11-23",
  ),
  profilingSeconds: measured(
    -0.95681,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); second node, compile cache cold, 7 models of 24-48 layers; its phase is off by 13.7 % (root mean square) on models held out",
    "2026-11-23",
  ),
  profilingSecondsPerLayer: measured(
    0.36893,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); second node, compile cache cold, 7 models of 24-48 layers; its phase is off by 13.7 % (root mean square) on models held out",
    "2026-11-23",
  ),
  cachedProfilingSeconds: measured(
    1.4946,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); A100, page cache and compile cache warm, 7 models of 24-48 layers; its phase is off by 16.2 % (root mean square) on models held out",
    "2026-11-23",
  ),
  cachedProfilingSecondsPerLayer: measured(
    0.26799,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); A100, page cache and compile cache warm, 7 models of 24-48 layers; its phase is off by 16.2 % (root mean square) on models held out",
    "2026-11-23",
  ),
  graphSecondsPerLayer: measured(
    0.0012132,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); 7 sizes from 1 to 1024 on one model, 13 starts at the default; its phase is off by 13.7 % (root mean square) on models held out",
    "2026-11-23",
  ),
  graphSecondsPerLayerAndToken: measured(
    2.78e-7,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); 7 sizes from 1 to 1024 on one model, 13 starts at the default; its phase is off by 13.7 % (root mean square) on models held out",
    "2026-11-23",
  ),
  startSlow: measured(
    1.5525,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; p99 over p50, from 14 phases of models held out, taken to be normal; few rows: nobody has measured many starts of one model",
    "2026-11-23",
  ),
  loadSlow: measured(
    1.7994,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; p99 over p50, from 3 phases of models held out, taken to be normal; few rows: nobody has measured many starts of one model",
    "2026-11-23",
  ),
  compileSlow: measured(
    1.2065,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; p99 over p50, from 7 phases of models held out, taken to be normal; few rows: nobody has measured many starts of one model",
    "2026-11-23",
  ),
  profilingSlow: measured(
    1.3182,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; p99 over p50, from 7 phases of models held out, taken to be normal; few rows: nobody has measured many starts of one model",
    "2026-11-23",
  ),
  cachedSlow: measured(
    1.2169,
    "arXiv 2606.07362 (vLLM 0.10.1, 16-bit weights of 0.5-14 B parameters); llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md; p99 over p50, from 28 phases of models held out, taken to be normal; few rows: nobody has measured many starts of one model",
    "2026-11-23",
  ),
} as const;
