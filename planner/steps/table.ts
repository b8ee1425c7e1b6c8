import { Curve, Surface } from "./curve.ts";
import type { Batch, DecodeLine, StepTime } from "./step-time.ts";

/** One measured or predicted step: what was in it, and its parts in seconds over all layers. */
export interface TableRow {
  /** Tokens of the step, prompt and decode together. */
  readonly tokens: number;
  /** Everything but attention. */
  readonly other: number;
  readonly attention: number;
}

/** A decode-only step of `sequences` sequences that each read `context` tokens. */
export interface DecodeRow extends TableRow {
  readonly sequences: number;
  readonly context: number;
}

/** A step of one prompt: `chunk` tokens behind `prefix` tokens computed before. */
export interface PrefillRow extends TableRow {
  readonly chunk: number;
  readonly prefix: number;
}

/** A step of `prompts` whole prompts of `length` tokens each. */
export interface SeveralPromptsRow extends TableRow {
  readonly prompts: number;
  readonly length: number;
}

export interface StepTables {
  readonly decode: readonly DecodeRow[];
  readonly prefill: readonly PrefillRow[];
  /** Only what is not attention is taken from mixed steps. */
  readonly mixed: readonly TableRow[];
  readonly severalPrompts: readonly SeveralPromptsRow[];
}

/** Kernels work on tokens in multiples of this, so a step costs what the next multiple costs. */
const TOKEN_GRAIN = 8;

/** Step times from tables (CONTRACT.md section 5, `stepTime.kind: table`): operations without attention are looked up at the
 *  step's total tokens rounded up to 8, attention adds; linear inside the tables and beyond their edge. Several prompts
 *  attend like one of length sqrt(sum of squares), times what their own table shows on top (data/vidur/FACTS.md section 7). */
export function tableStepTime(tables: StepTables): StepTime {
  const all = [...tables.decode, ...tables.prefill, ...tables.mixed, ...tables.severalPrompts];
  const other = new Curve(all.map((row) => ({ x: upToGrain(row.tokens), y: row.other })));
  const decode = new Surface(tables.decode.map((row) => ({ line: row.sequences, x: row.context, y: row.attention })));
  const prefill = new Surface(tables.prefill.map((row) => ({ line: row.prefix, x: row.chunk, y: row.attention })));
  const several = surplusOfSeveral(tables.severalPrompts, prefill);
  const prefillAttention = (batch: Batch): number => {
    if (batch.prefillSequences === 0) return 0;
    const alone = prefill.at(batch.prefillPrefixTokens, Math.sqrt(batch.prefillSquares));
    return Math.max(0, alone) * (batch.prefillSequences > 1 ? several : 1);
  };
  const decodeAttention = ({ decodeSequences, kvTokens }: Batch): number =>
    decodeSequences === 0 ? 0 : decode.at(decodeSequences, kvTokens / decodeSequences);
  return {
    seconds: (batch: Batch) =>
      other.at(upToGrain(batch.prefillTokens + batch.decodeSequences)) +
      prefillAttention(batch) +
      decodeAttention(batch),
    decodeLine: (sequences: number, kvTokens: number, line: DecodeLine) => {
      const context = kvTokens / sequences;
      const slope = decode.slopeAt(sequences, context);
      line.slope = slope / sequences;
      line.intercept = other.at(upToGrain(sequences)) + decode.at(sequences, context) - slope * context;
      line.until = decode.nextKnot(context) * sequences;
    },
  };
}

const upToGrain = (tokens: number): number => Math.ceil(tokens / TOKEN_GRAIN) * TOKEN_GRAIN;

/** What several prompts cost above one of the same squares, from the table that measured it; 1 without such a table. */
function surplusOfSeveral(rows: readonly SeveralPromptsRow[], prefill: Surface): number {
  const ratios = rows
    .map(({ prompts, length, attention }) => attention / prefill.at(0, Math.sqrt(prompts) * length))
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0)
    .sort((a, b) => a - b);
  // Off the prefill table's own points interpolation adds to the ratio, so the lower quartile stands for it.
  return ratios[Math.floor(ratios.length / 4)] ?? 1;
}
