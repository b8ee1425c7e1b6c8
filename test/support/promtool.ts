import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why rules cannot be run here; null where they can. */
export const noPromtool =
  spawnSync("promtool", ["--version"]).status === 0 ? null : "no promtool (Debian: apt install prometheus)";

/** Series and their values, in promtool's notation, one value a minute. */
export type History = Readonly<Record<string, string>>;

export interface AlertCase {
  readonly history: History;
  readonly after: string;
  /** Its name; empty = any alert, at any time until then. */
  readonly alert: string;
  readonly fires: boolean;
}

/** What promtool says against these rules and the alerts they should raise; empty = nothing. */
export function runPromtool(groups: unknown, cases: readonly AlertCase[]): string {
  const folder = mkdtempSync(join(tmpdir(), "loadline-promtool-"));
  try {
    const [rules, tests] = [join(folder, "rules.json"), join(folder, "tests.json")];
    writeFileSync(rules, JSON.stringify({ groups }));
    writeFileSync(tests, JSON.stringify(testsOf(rules, cases)));
    for (const flags of [
      ["check", "rules", rules],
      ["test", "rules", tests],
    ]) {
      const { status, stdout, stderr } = spawnSync("promtool", flags, { encoding: "utf8" });
      if (status !== 0) return `${stdout}${stderr}`;
    }
    return "";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EVER = 'count(count_over_time(ALERTS{alertstate="firing"}[2d]))';

function testsOf(rules: string, cases: readonly AlertCase[]): unknown {
  return {
    rule_files: [rules],
    evaluation_interval: "5m",
    tests: cases.map(({ history, after, alert, fires }) => ({
      name: alert,
      interval: "1m",
      input_series: Object.entries(history).map(([series, values]) => ({ series, values })),
      promql_expr_test: [
        {
          expr: alert === "" ? EVER : `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
          eval_time: after,
          exp_samples: fires ? [{ labels: "{}", value: 1 }] : [],
        },
      ],
    })),
  };
}
