// Written by `npm run generate` from the folder listing. Do not edit.

import type { Engine } from "../domain/engine.ts";
import type { EngineId } from "../domain/ids.generated.ts";
import { sglang } from "./sglang.ts";
import { staticEntry } from "./static.ts";
import { tgi } from "./tgi.ts";
import { vllm } from "./vllm.ts";

/** Each file of this room by its name. */
export const engines: Readonly<Record<EngineId, Engine>> = {
  sglang,
  static: staticEntry,
  tgi,
  vllm,
};
