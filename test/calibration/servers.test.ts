import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accuracyTable } from "../../.github/scripts/fit/accuracy-table.ts";
import { prepare } from "../../.github/scripts/fit/closed-loop.ts";
import {
  bestConstantScore,
  intervalScore,
  type JudgedRow,
  judgedOf,
  qualityOf,
} from "../../.github/scripts/fit/judged.ts";
import { firstTokensLeftOut, leftOutTable } from "../../.github/scripts/fit/left-out-table.ts";
import { openRuns } from "../../.github/scripts/fit/open-runs.ts";
import { openRunErrors, openRunTable } from "../../.github/scripts/fit/open-table.ts";
import { GROUPS, rowsOfGroup } from "../../.github/scripts/fit/serving-laws.ts";
import { type SiliconRow, siliconRows } from "../../.github/scripts/fit/silicon.ts";
import { isHeldBack } from "../../.github/scripts/fit/split.ts";
import { judgedRows } from "../../.github/scripts/validate-model.ts";
import { MEASURED_SERVING } from "../../planner/steps/serving/index.generated.ts";
import { sharedFolder, titled } from "../support/shared.ts";

const shared = sharedFolder();
const rows: readonly JudgedRow[] = shared === null ? [] : await judgedRows(shared);
const open = shared === null ? [] : openRunErrors(openRuns(shared));
const GPUS = ["h100-sxm5", "h200-sxm5", "b200-sxm6", "b300-sxm6"];

describe("measured servers that no fit saw", () => {
  const vllm = rows.filter(({ row }) => row.engine === "vllm");

  it.skipIf(shared === null)(titled("are 120 of vLLM at least", shared), () => {
    expect(vllm.length).toBeGreaterThanOrEqual(120);
  });

  it.skipIf(shared === null)(titled("come out as the table says that reviewers see", shared), async () => {
    const table = [accuracyTable(rows), leftOutTable(), openRunTable(open)].join("\n");
    await expect(table).toMatchFileSnapshot(join(import.meta.dirname, "../golden/model-accuracy.md"));
  });

  it.skipIf(shared === null).each(GPUS)(
    titled("on %s are within 12 %% (TPOT) and 25 %% (TTFT), median", shared),
    (gpu) => {
      const own = vllm.filter(({ row }) => row.gpu === gpu);
      expect(own.length).toBeGreaterThanOrEqual(15);
      const tpot = qualityOf(judgedOf(own, "tpot"));
      expect(tpot.median).toBeLessThan(0.12);
      expect(Math.abs(tpot.bias)).toBeLessThan(0.08);
      const ttft = qualityOf(judgedOf(own, "ttft"));
      expect(ttft.median).toBeLessThan(0.25);
      expect(Math.abs(ttft.bias)).toBeLessThan(0.08);
    },
  );

  it.skipIf(shared === null).each(["tpot", "ttft", "e2e"] as const)(
    titled("lie in nine of ten 90 %% intervals of %s, which are narrow and beat one width for all", shared),
    (metric) => {
      const judged = judgedOf(rows, metric);
      const { covered, width } = qualityOf(judged);
      expect(covered).toBeGreaterThanOrEqual(0.85);
      expect(covered).toBeLessThanOrEqual(0.95);
      expect(width).toBeLessThanOrEqual(0.4);
      // The best constant width is chosen on these very rows, which no forecast could.
      expect(intervalScore(judged)).toBeLessThan(1.02 * bestConstantScore(judged));
      expect(qualityOf(judgedOf(vllm, metric)).covered).toBeGreaterThanOrEqual(0.85);
    },
  );

  it.skipIf(shared === null)(
    titled("have wider intervals of short times to first token than of long ones", shared),
    () => {
      const halves = [...judgedOf(vllm, "ttft")].sort((a, b) => a.predicted - b.predicted);
      const [short, long] = [halves.slice(0, 60), halves.slice(-60)].map((half) => qualityOf(half).width);
      expect(short).toBeGreaterThan(1.2 * (long ?? Number.NaN));
    },
  );
});

describe("rows that laws are fitted on", () => {
  it.skipIf(shared === null)(
    titled("are none that are held back, under whichever name of a shape", shared),
    async () => {
      const all = await siliconRows(shared ?? "");
      const prepared = all.map(prepare).flatMap((row) => (row.kind === "prepared" ? [row] : []));
      const free = prepared.filter(({ row }) => !isHeldBack(row));
      const fitted = GROUPS.flatMap((group) => rowsOfGroup(group, free)).map(({ row }) => row);
      const measurement = (row: SiliconRow) =>
        [
          row.engine,
          row.gpu,
          row.tensorParallel,
          row.weights,
          row.concurrency,
          row.inputTokens,
          row.outputTokens,
        ].join();
      const ofShape = (rows: readonly SiliconRow[]) => rows.filter(({ model }) => /DeepSeek-(V3|R1)/.test(model));
      const held = new Set(ofShape(all.filter(isHeldBack)).map(measurement));
      expect(ofShape(fitted).length).toBeGreaterThan(4);
      expect(ofShape(fitted).filter((row) => held.has(measurement(row)))).toEqual([]);
      expect(fitted.filter(({ model }) => model.includes("DeepSeek-R1"))).toEqual([]);
      // Prompts of the runs with exact lengths are computed one a step.
      const exact = fitted.filter(({ maxBatchedTokens }) => maxBatchedTokens !== null);
      expect(exact.length).toBeGreaterThan(40);
      for (const row of exact) expect(row.maxBatchedTokens).toBe(row.concurrency + row.inputTokens);
    },
  );
});

describe("models left out of every law", () => {
  it("lie in nine of ten intervals of the first token that are claimed for models nobody measured", () => {
    const judged = MEASURED_SERVING.flatMap((serving) =>
      serving.leftOut.map((one) => firstTokensLeftOut(serving, one)),
    );
    const known = judged.filter(({ rows }) => rows > 0);
    const all = known.reduce((sum, { rows }) => sum + rows, 0);
    const covered = known.reduce((sum, one) => sum + one.rows * one.covered, 0) / all;
    expect(all).toBeGreaterThan(150);
    expect(covered).toBeGreaterThanOrEqual(0.85);
    expect(covered).toBeLessThanOrEqual(0.95);
  });
});

describe("open-loop runs on cards of which no server was fitted", () => {
  it.skipIf(shared === null)(
    titled("end within 12 % of what 300 requests took on each, means and medians", shared),
    () => {
      expect(open).toHaveLength(3);
      for (const { run, mean, p50 } of open) {
        expect(run.workload.arrivals).toHaveLength(300);
        for (const metric of ["ttft", "tpot", "e2e"] as const) {
          expect(Math.abs(mean[metric]), `${run.name} ${metric}`).toBeLessThan(0.12);
          expect(Math.abs(p50[metric]), `${run.name} ${metric}`).toBeLessThan(0.12);
        }
      }
    },
  );
});

it("the README quotes the table's first line", () => {
  const table = readFileSync(join(import.meta.dirname, "../golden/model-accuracy.md"), "utf8");
  const cells =
    table
      .split("\n")
      .find((line) => line.startsWith("| all |"))
      ?.split("|")
      .map((cell) => cell.trim()) ?? [];
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8").replaceAll(/\s+/g, " ");
  const [servers, tpot, stated, ttft, e2e] = [cells[2], cells[3], cells[7], cells[8], cells[12]];
  expect(readme).toContain(`On ${servers} servers that no fit saw the median error is ${tpot} of the time per token`);
  expect(readme).toContain(
    `on the ${stated} that say how first tokens were measured ${ttft} of the time to first token`,
  );
  expect(readme).toContain(`and ${e2e} end to end`);
});
