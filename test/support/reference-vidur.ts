import type { Live, ReferenceReplica, Step } from "./reference-simulator.ts";

/** The three schedulers of data/vidur/FACTS.md section 5, as its sentences say. `running` is "the list". */

/** "Victim = last of the list still untreated": one walk, in which an unfinished prompt is put aside when it is met. */
function walk(replica: ReferenceReplica, list: readonly Live[]): { decodes: Live[]; aside: Live[] } {
  const decodes: Live[] = [];
  const aside: Live[] = [];
  const untreated = [...list];
  for (let live = untreated.shift(); live; live = untreated.shift()) {
    if (!replica.isDecoding(live)) {
      aside.push(live);
      continue;
    }
    while (replica.free < 1) {
      const victim = untreated.pop();
      if (!victim) break;
      restart(replica, victim);
    }
    if (replica.free < 1) restart(replica, live);
    else if (replica.grow(live, live.processed)) decodes.push(live);
    else throw new Error("one block is always enough");
  }
  return { decodes, aside };
}

/** "prefill := processed, decode := old total - processed, processed := 0; blocks freed; put at the FRONT of the queue". */
function restart(replica: ReferenceReplica, live: Live): void {
  const isDecoding = replica.isDecoding(live);
  const processed = isDecoding ? live.processed : live.computed;
  if (!isDecoding) replica.promptRestarts++;
  replica.preempt(live);
  live.prompt = processed;
}

const passesWatermark = ({ free, limits, blocksFor }: ReferenceReplica, { prompt }: Live): boolean =>
  free - blocksFor(prompt) >= limits.watermarkBlocks;

export function formSarathi(replica: ReferenceReplica, now: number): Step {
  const { decodes, aside } = walk(replica, replica.running);
  const step: Step = { chunks: [], decodes };
  let budget = replica.limits.maxBatchedTokens - decodes.length;
  for (const live of aside) {
    const tokens = Math.max(0, Math.min(live.prompt - live.computed, budget));
    if (tokens > 0) step.chunks.push({ live, tokens });
    budget -= tokens;
  }
  for (let head = replica.waiting[0]; head && budget > 0; head = replica.waiting[0]) {
    if (replica.running.length >= replica.limits.maxSequences || !passesWatermark(replica, head)) break;
    const tokens = Math.min(head.prompt, budget);
    step.chunks.push({ live: replica.admit(head.prompt, now), tokens });
    budget -= tokens;
  }
  return step;
}

export function formV0(replica: ReferenceReplica, now: number): Step {
  const chunks: Step["chunks"] = [];
  let longest = 0;
  for (let head = replica.waiting[0]; head && passesWatermark(replica, head); head = replica.waiting[0]) {
    longest = Math.max(longest, head.prompt);
    if ((chunks.length + 1) * longest > replica.limits.maxBatchedTokens) break;
    if (replica.running.length >= replica.limits.maxSequences) break;
    chunks.push({ live: replica.admit(head.prompt, now), tokens: head.prompt });
  }
  if (chunks.length > 0) return { chunks, decodes: [] };
  replica.running.sort((a, b) => a.arrival - b.arrival);
  return { chunks, decodes: walk(replica, replica.running).decodes };
}

/** Each request holds what the longest context takes, however long it is itself. */
export function formOrca(replica: ReferenceReplica, now: number): Step {
  const { limits, waiting, running } = replica;
  const reserved = replica.blocksFor(limits.maxContext);
  const most = Math.min(Math.floor(limits.kvBlocks / reserved), limits.maxSequences);
  const step: Step = { chunks: [], decodes: [...running] };
  while (waiting.length > 0 && replica.free >= reserved && step.decodes.length + step.chunks.length < most) {
    const live = replica.admit(limits.maxContext, now);
    step.chunks.push({ live, tokens: live.prompt });
  }
  return step;
}
