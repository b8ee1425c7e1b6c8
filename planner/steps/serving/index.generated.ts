// Written by `node .github/scripts/fit/step-time.ts`. Do not edit.

import type { MeasuredServing } from "../fitted.ts";
import { blackwellVllmServing } from "./blackwell-vllm.generated.ts";
import { hopperSglangServing } from "./hopper-sglang.generated.ts";
import { hopperVllmServing } from "./hopper-vllm.generated.ts";

export const MEASURED_SERVING: readonly MeasuredServing[] = [
  blackwellVllmServing,
  hopperSglangServing,
  hopperVllmServing,
];
