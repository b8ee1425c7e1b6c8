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
export function runPromtool(groups: readonly RuleGroup[], cases: readonly AlertCase[]): string {
  const folder = mkdtempSync(join(tmpdir(), "loadline-promtool-"));
  const written = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  try {
    const rules = written("rules.json", { groups });
    const tests = cases.map((one, index) => {
      const own = written(`rules-${index}.json`, { groups: groups.map((group) => ruleOf(group, one.alert)) });
      return written(`test-${index}.json`, testOf(own, one));
    });
    return says(["check", "rules", rules]) || (tests.length === 0 ? "" : says(["test", "rules", ...tests]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface RuleGroup {
  readonly rules: readonly { readonly alert?: string }[];
}

/** The rule of one alert, and whatever is recorded for it: promtool evaluates all that it is given at every step. */
const ruleOf = (group: RuleGroup, alert: string): RuleGroup => ({
  ...group,
  rules: group.rules.filter((rule) => alert === "" || rule.alert === undefined || rule.alert === alert),
});

function says(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("promtool", words, { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const EVER = 'count(count_over_time(ALERTS{alertstate="firing"}[2d]))';

function testOf(rules: string, { history, after, alert, fires }: AlertCase): unknown {
  const expr = alert === "" ? EVER : `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
  const expected = fires ? [{ labels: "{}", value: 1 }] : [];
  return {
    rule_files: [rules],
    evaluation_interval: "5m",
    tests: [
      {
        name: alert,
        interval: "1m",
        input_series: Object.entries(history).map(([series, values]) => ({ series, values })),
        promql_expr_test: [{ expr, eval_time: after, exp_samples: expected }],
      },
    ],
  };
}
