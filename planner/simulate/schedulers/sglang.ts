import type { Replica } from "../replica.ts";
import { appendToList, mostBlocks, type Scheduler } from "../scheduler.ts";

/** Share of the tokens still to come that admission sets aside for running requests: at first, at least, and how fast it
 *  falls with each decode step (python/sglang/srt/environ.py, releases 0.4 to 0.5). */
const FIRST_RATIO = 0.7;
const LEAST_RATIO = 0.14 * FIRST_RATIO;
const DECAY = (FIRST_RATIO - LEAST_RATIO) / 600;
/** No more tokens than these are set aside for one request (SGLANG_CLIP_MAX_NEW_TOKENS_ESTIMATION). */
const MOST_SET_ASIDE = 4096;
/** When blocks run out, requests are retracted until the others can make this many steps. */
const RETRACT_STEPS = 20;

/** SGLang (python/sglang/srt/managers/scheduler.py, schedule_policy.py and schedule_batch.py, releases 0.4 to 0.5, policy
 *  `fcfs`, without mixed chunks, overlap or radix cache): prompts go before decodes and in steps of their own, up to
 *  `--chunked-prefill-size` tokens each, the longest cut into chunks. A request is admitted while its prompt, its answer and a
 *  share of what the running ones may still make fit the pool; the share falls step by step as long as this optimism holds.
 *  Once nothing more fits, the queue is not looked at until a request leaves. Where a decode finds no block, the requests
 *  that have made the fewest tokens are retracted, lose what they computed and go to the end of the queue. The answer's
 *  length, which the real scheduler takes from `max_new_tokens`, is here the one it will have. */
export const sglang: Scheduler = {
  form: (replica, now) => {
    const state = stateOf(replica);
    admit(replica, state, now);
    if (replica.chunks > 0) return;
    if (replica.decodes === 0) {
      state.ratio = FIRST_RATIO;
      state.since = replica.count;
      return;
    }
    retractUntilDecodesFit(replica, state);
    replica.decodesTakePart = true;
  },
  couldAdmit: (replica) => !stateOf(replica).isFull,
  enter: appendToList,
  leave: (replica, slot, now) => {
    stateOf(replica).isFull = false;
    replica.listener.finished(slot, now);
  },
  sparesOneBlock: false,
  canEverServe: (limits, inputTokens, outputTokens) =>
    inputTokens < limits.maxContext &&
    mostBlocks(limits.blockSize, inputTokens, outputTokens) <= limits.kvBlocks &&
    inputTokens + Math.min(outputTokens, MOST_SET_ASIDE) < limits.kvBlocks * limits.blockSize &&
    // Chunks are whole blocks; a retracted request comes back with all its tokens as prompt.
    (limits.maxBatchedTokens >= limits.blockSize || inputTokens + outputTokens - 1 <= limits.maxBatchedTokens),
};

interface State {
  /** Nothing more fitted when last tried; a request that leaves takes it back. */
  isFull: boolean;
  /** The share set aside when the replica had made `since` decode steps. */
  ratio: number;
  since: number;
}

const states = new WeakMap<Replica, State>();

function stateOf(replica: Replica): State {
  const known = states.get(replica);
  if (known !== undefined) return known;
  const fresh = { isFull: false, ratio: FIRST_RATIO, since: 0 };
  states.set(replica, fresh);
  return fresh;
}

const setAside = (left: number): number => Math.min(left, MOST_SET_ASIDE);

function admit(replica: Replica, state: State, now: number): void {
  const { limits, waiting, slots } = replica;
  const [unfinished] = replica.prompts;
  if (unfinished === undefined && (state.isFull || waiting.size === 0)) return;
  let kept = keptForRunning(replica, state);
  let budget = limits.maxBatchedTokens;
  if (unfinished !== undefined) {
    const tokens = continuePrompt(replica, unfinished, budget);
    budget -= wholeBlocks(replica, tokens);
    kept += keptFor(slots, unfinished, tokens);
  }
  while (budget > 0 && waiting.size > 0) {
    const slot = waiting.front();
    state.isFull = !fits(replica, slot, kept);
    const tokens = state.isFull ? 0 : partWithin(slots.prompt[slot] ?? 0, budget, limits.blockSize);
    if (tokens === 0) return;
    replica.admitFront(tokens, now);
    replica.addChunk(slot, tokens);
    budget -= wholeBlocks(replica, tokens);
    kept += keptFor(slots, slot, tokens);
  }
}

/** Whether one more request may join: a place in the batch, and room for its prompt and answer beside what is kept. */
function fits(replica: Replica, slot: number, kept: number): boolean {
  const { limits, slots } = replica;
  const room = replica.freeBlocks * limits.blockSize - kept;
  const wanted = (slots.prompt[slot] ?? 0) + answerOf(slots, slot);
  return replica.chunks + replica.decodes < limits.maxSequences && wanted < room;
}

/** A whole prompt if the budget holds it, else as many whole blocks as it does. */
const partWithin = (prompt: number, budget: number, blockSize: number): number =>
  prompt <= budget ? prompt : budget - (budget % blockSize);

const wholeBlocks = (replica: Replica, tokens: number): number => replica.blocksFor(tokens) * replica.limits.blockSize;

/** A request's answer is kept room for once a step takes the last of its prompt. */
const keptFor = (slots: Replica["slots"], slot: number, tokens: number): number =>
  (slots.computed[slot] ?? 0) + tokens === slots.prompt[slot] ? answerOf(slots, slot) : 0;

const answerOf = ({ left }: Replica["slots"], slot: number): number => setAside(left[slot] ?? 0);

/** Tokens kept free for what running requests may still make. */
function keptForRunning(replica: Replica, state: State): number {
  const { next, doneAt } = replica.slots;
  let tokens = 0;
  for (let slot = replica.list.first; slot >= 0; slot = next[slot] ?? -1) {
    tokens += setAside((doneAt[slot] ?? 0) - replica.count);
  }
  return tokens * Math.max(LEAST_RATIO, state.ratio - DECAY * (replica.count - state.since));
}

/** At most one prompt is unfinished between steps. Its admission saw to it that the rest fits. Returns the tokens it takes. */
function continuePrompt(replica: Replica, slot: number, budget: number): number {
  const computed = replica.slots.computed[slot] ?? 0;
  const tokens = partWithin((replica.slots.prompt[slot] ?? 0) - computed, budget, replica.limits.blockSize);
  replica.growPrompt(slot, tokens);
  replica.addChunk(slot, tokens);
  return tokens;
}

function retractUntilDecodesFit(replica: Replica, state: State): void {
  if (replica.blocksTakenAt(0) <= replica.freeBlocks) return;
  const { blockSize } = replica.limits;
  do {
    replica.preemptDecode(fewestMade(replica), "back");
  } while (replica.decodes > 1 && replica.freeBlocks * blockSize < replica.decodes * RETRACT_STEPS);
  state.isFull = false;
  state.ratio = ratioSeen(replica);
  // The step that retracts does not count towards the decay.
  state.since = replica.count + 1;
}

const madeBy = ({ slots, count }: Replica, slot: number): number =>
  (slots.output[slot] ?? 0) - ((slots.doneAt[slot] ?? 0) - count);

/** Of the requests that have made the fewest tokens those with the longest prompt, and of those the one that came last. */
function fewestMade(replica: Replica): number {
  const { next, input } = replica.slots;
  let found = replica.list.first;
  for (let slot = found; slot >= 0; slot = next[slot] ?? -1) {
    const fewer = madeBy(replica, found) - madeBy(replica, slot);
    if (fewer > 0 || (fewer === 0 && (input[slot] ?? 0) >= (input[found] ?? 0))) found = slot;
  }
  return found;
}

/** Share of their answers that the remaining requests will have made after the steps that were freed for. */
function ratioSeen(replica: Replica): number {
  const { next, output } = replica.slots;
  let made = 0;
  let all = 0;
  for (let slot = replica.list.first; slot >= 0; slot = next[slot] ?? -1) {
    made += madeBy(replica, slot) + RETRACT_STEPS;
    all += output[slot] ?? 0;
  }
  return Math.min(1, made / all);
}
