// Written by `npm run generate` from the folder listing. Do not edit.

import type { ModelSlug } from "../domain/ids.generated.ts";
import type { Model } from "../domain/model.ts";
import { codellama7bHf } from "./codellama-7b-hf.ts";
import { codellama13bHf } from "./codellama-13b-hf.ts";
import { codellama34bHf } from "./codellama-34b-hf.ts";
import { deepseekR1 } from "./deepseek-r1.ts";
import { deepseekV3 } from "./deepseek-v3.ts";
import { dialogptMedium } from "./dialogpt-medium.ts";
import { falcon7bInstruct } from "./falcon-7b-instruct.ts";
import { gemma22b } from "./gemma-2-2b.ts";
import { gemma29b } from "./gemma-2-9b.ts";
import { gemma227b } from "./gemma-2-27b.ts";
import { gemma31bIt } from "./gemma-3-1b-it.ts";
import { gemma34bIt } from "./gemma-3-4b-it.ts";
import { gemma312bIt } from "./gemma-3-12b-it.ts";
import { gemma327bIt } from "./gemma-3-27b-it.ts";
import { gemma426bA4b } from "./gemma-4-26b-a4b.ts";
import { gptOss20b } from "./gpt-oss-20b.ts";
import { gptOss120b } from "./gpt-oss-120b.ts";
import { gpt2 } from "./gpt2.ts";
import { granite312bInstruct } from "./granite-3.1-2b-instruct.ts";
import { granite318bInstruct } from "./granite-3.1-8b-instruct.ts";
import { kimiK25 } from "./kimi-k2.5.ts";
import { llama27bHf } from "./llama-2-7b-hf.ts";
import { llama213bHf } from "./llama-2-13b-hf.ts";
import { llama270bHf } from "./llama-2-70b-hf.ts";
import { llama318b } from "./llama-3.1-8b.ts";
import { llama3170b } from "./llama-3.1-70b.ts";
import { llama31405b } from "./llama-3.1-405b.ts";
import { llama321b } from "./llama-3.2-1b.ts";
import { llama323b } from "./llama-3.2-3b.ts";
import { llama3370bInstruct } from "./llama-3.3-70b-instruct.ts";
import { llama4Scout17b16eInstruct } from "./llama-4-scout-17b-16e-instruct.ts";
import { metaLlama38b } from "./meta-llama-3-8b.ts";
import { metaLlama370b } from "./meta-llama-3-70b.ts";
import { minimaxM25 } from "./minimax-m2.5.ts";
import { mistral7bInstructV02 } from "./mistral-7b-instruct-v0.2.ts";
import { mistral7bInstructV03 } from "./mistral-7b-instruct-v0.3.ts";
import { mistralNemoInstruct2407 } from "./mistral-nemo-instruct-2407.ts";
import { mistralSmall3124bInstruct2503 } from "./mistral-small-3.1-24b-instruct-2503.ts";
import { mistralSmall24bInstruct2501 } from "./mistral-small-24b-instruct-2501.ts";
import { mixtral8x7bV01 } from "./mixtral-8x7b-v0.1.ts";
import { mixtral8x22bV01 } from "./mixtral-8x22b-v0.1.ts";
import { phi35MiniInstruct } from "./phi-3.5-mini-instruct.ts";
import { phi3Medium4kInstruct } from "./phi-3-medium-4k-instruct.ts";
import { phi3Mini4kInstruct } from "./phi-3-mini-4k-instruct.ts";
import { phi4 } from "./phi-4.ts";
import { phi4MiniInstruct } from "./phi-4-mini-instruct.ts";
import { qwen15MoeA27b } from "./qwen1.5-moe-a2.7b.ts";
import { qwen2505b } from "./qwen2.5-0.5b.ts";
import { qwen2515b } from "./qwen2.5-1.5b.ts";
import { qwen253b } from "./qwen2.5-3b.ts";
import { qwen257b } from "./qwen2.5-7b.ts";
import { qwen2514b } from "./qwen2.5-14b.ts";
import { qwen2532b } from "./qwen2.5-32b.ts";
import { qwen2572b } from "./qwen2.5-72b.ts";
import { qwen306b } from "./qwen3-0.6b.ts";
import { qwen317b } from "./qwen3-1.7b.ts";
import { qwen34b } from "./qwen3-4b.ts";
import { qwen34bInstruct2507 } from "./qwen3-4b-instruct-2507.ts";
import { qwen38b } from "./qwen3-8b.ts";
import { qwen314b } from "./qwen3-14b.ts";
import { qwen330bA3b } from "./qwen3-30b-a3b.ts";
import { qwen330bA3bInstruct2507 } from "./qwen3-30b-a3b-instruct-2507.ts";
import { qwen332b } from "./qwen3-32b.ts";
import { qwen3235bA22b } from "./qwen3-235b-a22b.ts";
import { qwen3235bA22bInstruct2507 } from "./qwen3-235b-a22b-instruct-2507.ts";
import { tinyllama11bChatV10 } from "./tinyllama-1.1b-chat-v1.0.ts";
import { yi34b } from "./yi-34b.ts";

/** Each file of this room by its name. */
export const models: Readonly<Record<ModelSlug, Model>> = {
  "codellama-7b-hf": codellama7bHf,
  "codellama-13b-hf": codellama13bHf,
  "codellama-34b-hf": codellama34bHf,
  "deepseek-r1": deepseekR1,
  "deepseek-v3": deepseekV3,
  "dialogpt-medium": dialogptMedium,
  "falcon-7b-instruct": falcon7bInstruct,
  "gemma-2-2b": gemma22b,
  "gemma-2-9b": gemma29b,
  "gemma-2-27b": gemma227b,
  "gemma-3-1b-it": gemma31bIt,
  "gemma-3-4b-it": gemma34bIt,
  "gemma-3-12b-it": gemma312bIt,
  "gemma-3-27b-it": gemma327bIt,
  "gemma-4-26b-a4b": gemma426bA4b,
  "gpt-oss-20b": gptOss20b,
  "gpt-oss-120b": gptOss120b,
  gpt2,
  "granite-3.1-2b-instruct": granite312bInstruct,
  "granite-3.1-8b-instruct": granite318bInstruct,
  "kimi-k2.5": kimiK25,
  "llama-2-7b-hf": llama27bHf,
  "llama-2-13b-hf": llama213bHf,
  "llama-2-70b-hf": llama270bHf,
  "llama-3.1-8b": llama318b,
  "llama-3.1-70b": llama3170b,
  "llama-3.1-405b": llama31405b,
  "llama-3.2-1b": llama321b,
  "llama-3.2-3b": llama323b,
  "llama-3.3-70b-instruct": llama3370bInstruct,
  "llama-4-scout-17b-16e-instruct": llama4Scout17b16eInstruct,
  "meta-llama-3-8b": metaLlama38b,
  "meta-llama-3-70b": metaLlama370b,
  "minimax-m2.5": minimaxM25,
  "mistral-7b-instruct-v0.2": mistral7bInstructV02,
  "mistral-7b-instruct-v0.3": mistral7bInstructV03,
  "mistral-nemo-instruct-2407": mistralNemoInstruct2407,
  "mistral-small-3.1-24b-instruct-2503": mistralSmall3124bInstruct2503,
  "mistral-small-24b-instruct-2501": mistralSmall24bInstruct2501,
  "mixtral-8x7b-v0.1": mixtral8x7bV01,
  "mixtral-8x22b-v0.1": mixtral8x22bV01,
  "phi-3.5-mini-instruct": phi35MiniInstruct,
  "phi-3-medium-4k-instruct": phi3Medium4kInstruct,
  "phi-3-mini-4k-instruct": phi3Mini4kInstruct,
  "phi-4": phi4,
  "phi-4-mini-instruct": phi4MiniInstruct,
  "qwen1.5-moe-a2.7b": qwen15MoeA27b,
  "qwen2.5-0.5b": qwen2505b,
  "qwen2.5-1.5b": qwen2515b,
  "qwen2.5-3b": qwen253b,
  "qwen2.5-7b": qwen257b,
  "qwen2.5-14b": qwen2514b,
  "qwen2.5-32b": qwen2532b,
  "qwen2.5-72b": qwen2572b,
  "qwen3-0.6b": qwen306b,
  "qwen3-1.7b": qwen317b,
  "qwen3-4b": qwen34b,
  "qwen3-4b-instruct-2507": qwen34bInstruct2507,
  "qwen3-8b": qwen38b,
  "qwen3-14b": qwen314b,
  "qwen3-30b-a3b": qwen330bA3b,
  "qwen3-30b-a3b-instruct-2507": qwen330bA3bInstruct2507,
  "qwen3-32b": qwen332b,
  "qwen3-235b-a22b": qwen3235bA22b,
  "qwen3-235b-a22b-instruct-2507": qwen3235bA22bInstruct2507,
  "tinyllama-1.1b-chat-v1.0": tinyllama11bChatV10,
  "yi-34b": yi34b,
};
