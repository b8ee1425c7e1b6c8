import { bestConstantScore, intervalScore, type JudgedRow, judgedOf, qualityOf } from "./judged.ts";

const METRICS = ["tpot", "ttft", "e2e"] as const;
const NAMES = { tpot: "time per token", ttft: "time to first token", e2e: "end to end" } as const;

/** How rows are grouped, by the name of the grouping. */
const GROUPINGS: Readonly<Record<string, (row: JudgedRow) => string>> = {
  all: () => "all",
  engine: ({ row }) => row.engine,
  GPU: ({ row }) => `${row.engine} on ${row.gpu}`,
  model: ({ row }) => `${row.engine}, ${row.model} in ${row.weights}`,
  load: ({ row }) => `${row.engine}, ${bandOf(row.concurrency)} clients`,
  coverage: ({ coverage }) => coverage,
};

const BANDS = [8, 32, 128, 512] as const;

function bandOf(concurrency: number): string {
  const upTo = BANDS.find((most) => concurrency <= most) ?? BANDS[BANDS.length - 1];
  return `up to ${String(upTo).padStart(3)}`;
}

/** The accuracy of predictions as a table in Markdown. */
export function accuracyTable(rows: readonly JudgedRow[]): string {
  const head = [
    "| servers | n | TPOT: median | p90 | bias | in 90 % | n | TTFT: median | p90 | bias | in 90 % | E2E: median | in 90 % |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  const lines = Object.values(GROUPINGS).flatMap((groupOf) => {
    const groups = Map.groupBy(rows, groupOf);
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => line(name, own));
  });
  return [...head, ...lines, "", ...intervalLines(rows), ""].join("\n");
}

function line(name: string, rows: readonly JudgedRow[]): string {
  const [tpot, ttft, e2e] = METRICS.map((metric) => qualityOf(judgedOf(rows, metric)));
  if (!tpot || !ttft || !e2e) return "";
  const cells = [
    ...[tpot, ttft].flatMap((q) => [
      ...[String(q.rows), percent(q.median), percent(q.p90), signed(q.bias), percent(q.covered, 0)],
    ]),
    ...[percent(e2e.median), percent(e2e.covered, 0)],
  ];
  return `| ${name} | ${cells.join(" | ")} |`;
}

function intervalLines(rows: readonly JudgedRow[]): readonly string[] {
  return METRICS.map((metric) => {
    const judged = judgedOf(rows, metric);
    const { width } = qualityOf(judged);
    const scores = `interval score ${intervalScore(judged).toFixed(2)}, of one best width for all ${bestConstantScore(judged).toFixed(2)}`;
    return `90 % intervals of ${NAMES[metric]}: median width ${percent(width, 0)} of the prediction; ${scores}.`;
  });
}

export const percent = (share: number, digits = 1): string =>
  Number.isNaN(share) ? "–" : `${(100 * share).toFixed(digits)} %`;
export const signed = (share: number): string =>
  Number.isNaN(share) ? "–" : `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
