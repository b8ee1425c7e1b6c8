import type { Llama, LlamaContext, LlamaContextSequence } from "node-llama-cpp";
import type { Generate } from "./openai-server.ts";

/** llama.cpp on this machine's CPU, or why it is not there. */
export async function loadLlama(threads: number): Promise<{ readonly llama: Llama } | { readonly reason: string }> {
  try {
    const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
    const quiet = { progressLogs: false, logLevel: LlamaLogLevel.error };
    const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, maxThreads: threads, ...quiet });
    return { llama };
  } catch (error) {
    return { reason: `llama.cpp cannot be loaded (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** A model file in memory, with room for some sequences at once. */
export interface LlamaModelOptions {
  readonly path: string;
  readonly sequences: number;
  /** Tokens a sequence may have, and tokens a step may hold. */
  readonly maxContext: number;
  readonly maxBatchedTokens: number;
  readonly threads: number;
}

/** Continuous batching by llama.cpp: each request is a sequence, and what is due is computed together. */
export async function llamaEngine(llama: Llama, options: LlamaModelOptions) {
  const model = await llama.loadModel({ modelPath: options.path, gpuLayers: 0 });
  const context: LlamaContext = await model.createContext({
    ...{ sequences: options.sequences, contextSize: options.maxContext, batchSize: options.maxBatchedTokens },
    ...{ threads: options.threads, flashAttention: false },
    batching: { itemPrioritizationStrategy: "firstInFirstOut" },
  });
  const free: LlamaContextSequence[] = Array.from({ length: options.sequences }, () => context.getSequence());
  const waiting: ((sequence: LlamaContextSequence) => void)[] = [];
  const generate: Generate = async (asked, token, gone) => {
    const prompt = Array.from(asked.prompt, Number) as unknown as Parameters<LlamaContextSequence["evaluate"]>[0];
    const sequence = free.pop() ?? (await new Promise<LlamaContextSequence>((take) => waiting.push(take)));
    try {
      let left = asked.max_tokens;
      for await (const _id of sequence.evaluate(prompt, { temperature: 1, seed: 1, yieldEogToken: true })) {
        token("");
        if (--left === 0 || gone.aborted) break;
      }
      return asked.prompt.length;
    } finally {
      await sequence.clearHistory();
      const next = waiting.shift();
      if (next === undefined) free.push(sequence);
      else next(sequence);
    }
  };
  return { generate, close: () => model.dispose() };
}
