import { weightedP90 } from "../../../planner/steps/first-token-error.ts";
import type { FirstTokenMiss, LeftOutModel, ServingError } from "../../../planner/steps/fitted.ts";
import type { ServingLaw } from "../../../planner/steps/serving-law.ts";
import type { PreparedRow } from "./closed-loop.ts";
import { quantileOf } from "./fitted.ts";
import { fitServing, formatsOfRow, modelOf, predictRow, type ServingQuestion } from "./serving.ts";
import { partOf } from "./split.ts";

/** A row as a law predicts it that was not fitted on it. */
export interface UnseenRow {
  readonly row: PreparedRow;
  /** log(predicted / measured) of the time per token. */
  readonly step: number;
  /** Null where the row does not say how first tokens were measured. */
  readonly firstToken: FirstTokenMiss | null;
}

/** What a law makes of rows that it was not fitted on. */
export function unseenBy(
  law: ServingLaw,
  rows: readonly PreparedRow[],
  kernels: ServingQuestion["kernels"],
): readonly UnseenRow[] {
  return rows.map((one) => {
    const { row } = one;
    const { ttft, tpot } = predictRow(one, kernels, law);
    return {
      row: one,
      step: Math.log(tpot / row.tpot),
      firstToken: row.ttft === null ? null : [row.tensorParallel, ttft, Math.log(ttft / row.ttft)],
    };
  });
}

/** Parts into which rows are cut, each predicted by a law that was fitted on the others: rows that a law was fitted on look better
 *  than others will. */
const FOLDS = 4;
/** Rounds that a fit goes on once rows are left out. */
const ROUNDS = 3;

/** Every row, predicted by a law that was fitted on the other parts; in the order of the rows. */
export function unseenRows(question: ServingQuestion, start: readonly number[]): readonly UnseenRow[] {
  const known = new Map<PreparedRow, UnseenRow>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const own = question.rows.filter(({ row }) => partOf(row, FOLDS) === fold);
    const law = fitWithout(question, own, start);
    for (const one of unseenBy(law, own, question.kernels)) known.set(one.row, one);
  }
  return question.rows.flatMap((row) => known.get(row) ?? []);
}

/** A model's rows, predicted by a law that was fitted on the other models. */
export interface UnseenModel {
  readonly model: string;
  readonly rows: readonly UnseenRow[];
}

/** Every model's rows without the model. Rows whose formats no other model has would be no test of what is between measurements, and
 *  are left out. */
export function unseenModels(question: ServingQuestion, start: readonly number[]): readonly UnseenModel[] {
  const models = [...new Set(question.rows.map(modelOf))].sort();
  return models.flatMap((model) => {
    const all = question.rows.filter((row) => modelOf(row) === model);
    const others = question.rows.filter((row) => modelOf(row) !== model);
    const own = all.filter((row) => others.some((other) => alike(row, other)));
    if (own.length === 0) return [];
    const law = withoutModel(fitWithout(question, all, start), model);
    return [{ model, rows: unseenBy(law, own, question.kernels) }];
  });
}

function fitWithout(question: ServingQuestion, left: readonly PreparedRow[], start: readonly number[]): ServingLaw {
  const rows = question.rows.filter((row) => !left.includes(row));
  return fitServing({ ...question, rows, all: question.rows }, { rounds: ROUNDS, start }).law;
}

/** A law as it stands to a model that nobody measured. */
const withoutModel = (law: ServingLaw, model: string): ServingLaw => ({
  ...law,
  requestsOf: { ...law.requestsOf, [model]: 1 },
  stepsOf: { ...law.stepsOf, [model]: 1 },
});

const alike = (a: PreparedRow, b: PreparedRow): boolean => {
  const [one, other] = [formatsOfRow(a), formatsOfRow(b)];
  return one.matmul === other.matmul && (one.experts === null || one.experts === other.experts);
};

/** How far nine in ten rows are off at most. */
export function errorOf(rows: readonly UnseenRow[]): ServingError {
  const p90 = (misses: readonly number[]) => quantileOf(misses.map(Math.abs), 0.9);
  return { step: p90(rows.map(({ step }) => step)), firstToken: p90(firstTokensOf(rows).map(([, , miss]) => miss)) };
}

export const firstTokensOf = (rows: readonly UnseenRow[]): readonly FirstTokenMiss[] =>
  rows.flatMap(({ firstToken }) => (firstToken === null ? [] : [firstToken]));

/** The 90th percentile where every model weighs the same: a new one is as likely to be like any of them. */
export function evenError(parts: readonly UnseenModel[]): ServingError {
  const p90 = (missesOf: (rows: readonly UnseenRow[]) => readonly number[]): number =>
    weightedP90(
      parts
        .map(({ rows }) => missesOf(rows).map(Math.abs))
        .flatMap((sizes) => sizes.map((size) => ({ size, weight: 1 / sizes.length }))),
    );
  return {
    step: p90((rows) => rows.map(({ step }) => step)),
    firstToken: p90((rows) => firstTokensOf(rows).map(([, , miss]) => miss)),
  };
}

/** A model left out, as its fact file has it. */
export function summaryOf({ model, rows }: UnseenModel): LeftOutModel {
  const steps = rows.map(({ step }) => step);
  return {
    ...{ model, rows: rows.length, bias: quantileOf(steps, 0.5), p90: quantileOf(steps.map(Math.abs), 0.9) },
    firstTokens: firstTokensOf(rows),
  };
}
