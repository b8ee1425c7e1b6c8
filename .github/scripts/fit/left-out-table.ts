import type { LeftOutModel, MeasuredServing } from "../../../planner/steps/fitted.ts";
import { errorOfOtherModel } from "../../../planner/steps/known-error.ts";
import { MEASURED_SERVING } from "../../../planner/steps/serving/index.generated.ts";
import { percent, signed } from "./accuracy-table.ts";
import { quantileOf } from "./fitted.ts";

/** How often the interval of a first token held that is claimed for a model nobody measured, where nothing of the model is known. */
export interface FirstTokensLeftOut {
  readonly rows: number;
  readonly covered: number;
  /** Median width as a share of the prediction. */
  readonly width: number;
}

/** What is claimed for a model without its own servers, held against them. */
export function firstTokensLeftOut(serving: MeasuredServing, { model, firstTokens }: LeftOutModel): FirstTokensLeftOut {
  const without = (one: MeasuredServing): MeasuredServing => ({
    ...one,
    leftOut: one.leftOut.filter((other) => other.model !== model),
    cases: one.cases.filter((other) => other.model !== model),
  });
  const engine = MEASURED_SERVING.filter((one) => one.engine === serving.engine).map(without);
  const judged = firstTokens.map(([tensorParallel, seconds, miss]) => {
    const half = errorOfOtherModel({ tensorParallel }, without(serving), engine).firstToken(seconds);
    return { held: Math.abs(miss) <= half, width: Math.exp(half) - Math.exp(-half) };
  });
  return {
    rows: judged.length,
    covered: judged.filter(({ held }) => held).length / judged.length,
    width: quantileOf(
      judged.map(({ width }) => width),
      0.5,
    ),
  };
}

/** What a law that was fitted on all other models makes of a model's servers: how far to trust a model that was never measured. */
export function leftOutTable(): string {
  const head = [
    "| model left out of its law | servers | TPOT: bias | p90 | half-width claimed for others | TTFT: bias | p90 | in 90 % | width |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  const lines = MEASURED_SERVING.flatMap((serving) =>
    serving.leftOut.map((one) => {
      const misses = one.firstTokens.map(([, , miss]) => miss);
      const { covered, width } = firstTokensLeftOut(serving, one);
      const cells = [
        one.rows,
        signed(Math.expm1(one.bias)),
        percent(Math.expm1(one.p90)),
        percent(Math.expm1(serving.error.otherModel.step)),
        signed(Math.expm1(quantileOf(misses, 0.5))),
        percent(Math.expm1(quantileOf(misses.map(Math.abs), 0.9))),
        percent(covered, 0),
        percent(width, 0),
      ];
      return `| ${one.model}, ${serving.engine} on ${serving.generation} | ${cells.join(" | ")} |`;
    }),
  );
  return [...head, ...lines, ""].join("\n");
}
