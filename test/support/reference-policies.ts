import type { Live, ReferencePolicy, ReferenceReplica, Step } from "./reference-simulator.ts";
import { formOrca, formSarathi, formV0 } from "./reference-vidur.ts";

/** How each policy forms a step, as its documentation says. */
export const FORMS: Readonly<Record<ReferencePolicy, (replica: ReferenceReplica, now: number) => Step>> = {
  vllm: formVllm,
  sarathi: formSarathi,
  "vllm-v0": formV0,
  static: formStatic,
  orca: formOrca,
  tgi: formTgi,
  sglang: formSglang,
};

/** vLLM V1's loop over running requests, then the queue; as in vllm/v1/core/sched/scheduler.py. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the scheduler's own loop, kept in its own shape.
function formVllm(replica: ReferenceReplica, now: number): Step {
  const step: Step = { chunks: [], decodes: [] };
  let budget = replica.limits.maxBatchedTokens;
  let preempted = false;
  for (let i = 0; i < replica.running.length && budget > 0; i++) {
    const live = replica.running[i];
    if (!live) break;
    const tokens = replica.isDecoding(live) ? 1 : Math.min(live.prompt - live.computed, budget);
    const needed = replica.isDecoding(live) ? live.processed : live.computed + tokens;
    let scheduled = true;
    while (!replica.grow(live, needed)) {
      const victim = replica.running.at(-1);
      if (!victim) break;
      replica.preempt(victim);
      preempted = true;
      if (victim === live) {
        scheduled = false;
        break;
      }
    }
    if (!scheduled) break;
    replica.cache?.store(live, needed);
    if (replica.isDecoding(live)) step.decodes.push(live);
    else step.chunks.push({ live, tokens });
    budget -= tokens;
  }
  while (!preempted && budget > 0 && replica.running.length < replica.limits.maxSequences) {
    const head = replica.waiting[0];
    if (!head) break;
    const found = replica.cache?.find(head) ?? [];
    const computed = found.length * replica.limits.blockSize;
    const tokens = Math.min(head.prompt - computed, budget);
    const fromQueue = found.filter(({ isFree }) => isFree).length;
    if (replica.blocksFor(computed + tokens) - found.length + fromQueue > replica.free) break;
    const live = replica.admit(tokens, now);
    replica.cache?.store(live, computed + tokens);
    step.chunks.push({ live, tokens });
    budget -= tokens;
  }
  const empty = step.chunks.length + step.decodes.length === 0;
  return empty && preempted ? formVllm(replica, now) : step;
}

function formStatic(replica: ReferenceReplica, now: number): Step {
  const step: Step = { chunks: [], decodes: [] };
  if (replica.running.length > 0) {
    step.decodes.push(...replica.running);
    for (const live of step.decodes) replica.grow(live, live.processed);
    return step;
  }
  let reserved = 0;
  while (replica.running.length < replica.limits.maxSequences) {
    const head = replica.waiting[0];
    if (!head) break;
    reserved += replica.blocksFor(Math.max(head.prompt, head.total - 1));
    if (reserved > replica.limits.kvBlocks) break;
    step.chunks.push({ live: replica.admit(head.prompt, now), tokens: head.prompt });
  }
  return step;
}

/** The router's batching loop: prefill what is worth it, then at least one decode; whole answers are set aside. */
function formTgi(replica: ReferenceReplica, now: number): Step {
  const step: Step = { chunks: [], decodes: [] };
  const { running, waiting, limits } = replica;
  const size = (live: Live) => replica.blocksFor(Math.max(live.prompt, live.total - 1));
  let least = Math.floor(running.length * 0.3);
  if (running.length === 0 || replica.decodesSincePrefill >= 19) least = 0;
  if (running.length > 0 && replica.decodesSincePrefill === 0) least = Number.POSITIVE_INFINITY;
  let reserved = running.reduce((sum, live) => sum + size(live), 0);
  let tokens = 0;
  const fitting: Live[] = [];
  for (const live of waiting) {
    tokens += live.prompt;
    reserved += size(live);
    const full = running.length + fitting.length >= limits.maxSequences;
    if (full || tokens > limits.maxBatchedTokens || reserved > limits.kvBlocks) break;
    fitting.push(live);
  }
  if (fitting.length >= Math.max(1, least)) {
    for (const { prompt } of fitting) step.chunks.push({ live: replica.admit(prompt, now), tokens: prompt });
    return step;
  }
  step.decodes.push(...running);
  for (const live of running) replica.grow(live, live.processed);
  return step;
}

/** get_next_batch_to_run: a prefill batch if one can be made, else a decode of all that run. */
function formSglang(replica: ReferenceReplica, now: number): Step {
  const chunks = prefillSglang(replica, now);
  if (chunks.length > 0) return { chunks, decodes: [] };
  if (replica.running.length === 0) {
    replica.newTokenRatio = 0.7;
    return { chunks, decodes: [] };
  }
  if (!retractSglang(replica)) {
    const least = 0.14 * 0.7;
    replica.newTokenRatio = Math.max(least, replica.newTokenRatio - (0.7 - least) / 600);
  }
  for (const live of replica.running) {
    if (!replica.grow(live, live.processed)) throw new Error("retracted too few");
  }
  return { chunks, decodes: [...replica.running] };
}

/** PrefillAdder: first what is left of a chunked prompt, then the queue in order. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: the scheduler's own loop, kept in its own shape.
function prefillSglang(replica: ReferenceReplica, now: number): Step["chunks"] {
  const { limits, waiting } = replica;
  const chunks: Step["chunks"] = [];
  const decoding = replica.running.filter(replica.isDecoding);
  const chunked = replica.running.find((live) => !replica.isDecoding(live));
  if ((replica.isFull || waiting.length === 0) && !chunked) return chunks;
  const page = (tokens: number) => Math.ceil(tokens / limits.blockSize) * limits.blockSize;
  const future = (left: number) => Math.min(left, 4096);
  let remaining = replica.free * limits.blockSize;
  for (const live of decoding) remaining -= future(live.total - live.processed) * replica.newTokenRatio;
  let chunkRoom = limits.maxBatchedTokens;
  if (chunked) {
    const rest = chunked.prompt - chunked.computed;
    const tokens = rest > chunkRoom ? Math.floor(chunkRoom / limits.blockSize) * limits.blockSize : rest;
    if (!replica.grow(chunked, chunked.computed + tokens)) throw new Error("a chunk finds no room");
    chunks.push({ live: chunked, tokens });
    remaining -= page(tokens) + (tokens === rest ? future(chunked.total - chunked.prompt) : 0);
    chunkRoom -= page(tokens);
  }
  while (chunkRoom > 0 && waiting.length > 0) {
    const head = waiting[0];
    if (!head) break;
    const answer = future(head.total - head.prompt);
    if (decoding.length + chunks.length >= limits.maxSequences || head.prompt + answer >= remaining) {
      replica.isFull = true;
      break;
    }
    const whole = head.prompt <= chunkRoom;
    const tokens = whole ? head.prompt : Math.floor(chunkRoom / limits.blockSize) * limits.blockSize;
    if (tokens <= 0) break;
    chunks.push({ live: replica.admit(tokens, now), tokens });
    remaining -= page(tokens) + (whole ? answer : 0);
    chunkRoom -= page(tokens);
  }
  return chunks;
}

/** retract_decode: sorted by tokens made and prompt length, the last go until the others have room for 20 steps. */
function retractSglang(replica: ReferenceReplica): boolean {
  const { running, limits } = replica;
  const made = (live: Live) => live.processed - live.input;
  const needed = running.reduce((sum, live) => sum + replica.blocksFor(live.processed) - live.blocks, 0);
  if (needed <= replica.free) return false;
  const order = [...running].sort((a, b) => made(b) - made(a) || a.input - b.input);
  for (let first = true; first || replica.free * limits.blockSize < order.length * 20; first = false) {
    if (order.length === 1) break;
    const victim = order.pop();
    if (victim) replica.preempt(victim, "back");
  }
  const decoded = order.reduce((sum, live) => sum + made(live) + 20, 0);
  const allowed = order.reduce((sum, live) => sum + live.total - live.input, 0);
  replica.newTokenRatio = Math.min(1, decoded / allowed);
  replica.isFull = false;
  return true;
}
