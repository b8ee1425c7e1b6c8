import type { DeploymentForecast, ExplainedFigure, Explanation } from "../../planner/index.ts";

/** `loadline.explain/v1` of one figure: a tree, leaves with who says so. */
export const explainJson = (deployment: string, { figure, explanation }: ExplainedFigure) => ({
  schema: "loadline.explain/v1",
  deployment,
  figure,
  explanation: node(explanation),
});

/** The same without a figure: what can be asked for. */
export const figuresJson = ({ name, findings }: DeploymentForecast, figures: readonly ExplainedFigure[]) => ({
  schema: "loadline.explain/v1",
  deployment: name,
  figure: null,
  figures: figures.map(({ figure, aliases, explanation }) => ({
    ...{ figure, aliases, name: explanation.name },
    ...{ value: rounded(explanation.value), unit: explanation.unit },
  })),
  ...(figures.length === 0 ? { reason: findings[0]?.message ?? "nothing is known" } : {}),
});

interface Node {
  readonly name: string;
  readonly value: Explanation["value"];
  readonly unit: Explanation["unit"];
  readonly how: string;
  readonly says: Explanation["says"];
  readonly from: readonly Node[];
}

const node = ({ name, value, unit, how, says, from }: Explanation): Node => ({
  ...{ name, value: rounded(value), unit, how, says, from: from.map(node) },
});

/** Nine digits: more than any figure can stand for, fewer than two machines may differ in. */
const rounded = (value: Explanation["value"]): Explanation["value"] =>
  typeof value === "number" && Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
