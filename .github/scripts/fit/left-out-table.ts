import { MEASURED_SERVING } from "../../../planner/steps/serving/index.generated.ts";
import { percent, signed } from "./accuracy-table.ts";

/** What a law that was fitted on all other models makes of a model's servers: how far to trust a model that was never measured. */
export function leftOutTable(): string {
  const head = [
    "| model left out of its law | servers | TPOT: bias | p90 | half-width claimed for others |",
    "|---|---:|---:|---:|---:|",
  ];
  const lines = MEASURED_SERVING.flatMap(({ engine, generation, leftOut, error }) =>
    leftOut.map(({ model, rows, bias, p90 }) => {
      const cells = [
        rows,
        signed(Math.expm1(bias)),
        percent(Math.expm1(p90)),
        percent(Math.expm1(error.otherModel.step)),
      ];
      return `| ${model}, ${engine} on ${generation} | ${cells.join(" | ")} |`;
    }),
  );
  return [...head, ...lines, ""].join("\n");
}
