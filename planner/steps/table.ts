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
 *  attend like one of length sqrt(sum of squares), times what their own table shows on top of it (data/vidur/FACTS.md section 7). */
export function tableStepTime(tables: StepTables): StepTime {
  const all = [...tables.decode, ...tables.prefill, ...tables.mixed, ...tables.severalPrompts];
  const other = new Curve(all.map((row) => ({ x: upToGrain(row.tokens), y: row.other })));
  const decode = new Surface(tables.decode.map((row) => ({ line: row.sequences, x: row.context, y: row.attention })));
  const prefill = new Surface(tables.prefill.map((row) => ({ line: row.prefix, x: row.chunk, y: row.attention })));
  const several = attentionOfSeveral(tables, prefill);
  const prefillAttention = ({ prefillSequences, prefillSquares, prefillPrefixTokens }: Batch): number => {
    if (prefillSequences === 0) return 0;
    const length = Math.sqrt(prefillSquares);
    const alone = Math.max(0, prefill.at(prefillPrefixTokens, length));
    if (prefillSequences === 1 || several === null) return alone;
    const behindPrefix = prefillPrefixTokens === 0 ? 1 : alone / prefill.at(0, length);
    const together = several.at(prefillSequences, Math.sqrt(prefillSquares / prefillSequences));
    return Math.max(0, together) * (behindPrefix > 0 && behindPrefix < Infinity ? behindPrefix : 1);
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

/** Attention of several whole prompts by how many they are and how long: on the points of their own table what it says. Between its
 *  lengths and beyond them it follows what one prompt of the same squares attends, times what the table shows on top of that. */
function attentionOfSeveral(tables: StepTables, prefill: Surface): Surface | null {
  const rows = tables.severalPrompts.map((row) => ({ ...row, line: row.prompts, x: row.length, y: row.attention }));
  if (rows.length === 0) return null;
  const chunks = new Set(tables.prefill.map(({ chunk }) => chunk));
  const followed = [...Map.groupBy(rows, ({ prompts }) => prompts)].flatMap(([line, own]) => {
    const alone = (length: number) => prefill.at(0, Math.sqrt(line) * length);
    const surplus = new Curve(own.map(({ x, y }) => ({ x, y: y / alone(x) })));
    const lengths = own.map(({ x }) => x);
    const within = (x: number) => Math.min(Math.max(x, Math.min(...lengths)), Math.max(...lengths));
    return [...chunks]
      .map((chunk) => chunk / Math.sqrt(line))
      .filter((x) => !lengths.includes(x))
      .map((x) => ({ line, x, y: alone(x) * surplus.at(within(x)) }))
      .filter(({ y }) => Number.isFinite(y) && y >= 0);
  });
  return new Surface([...rows, ...followed]);
}
