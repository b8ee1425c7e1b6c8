import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { promqlFault } from "../../../src/render/check/promql.ts";

const GOOD = [
  "up",
  "time() - process_start_time_seconds > 5",
  'sum by (le) (rate({__name__=~"x_bucket", job!="a"}[5m] offset 1h)) or vector(0)',
  "histogram_quantile(0.9, sum without (pod) (rate(x_bucket[10m])))",
  "max_over_time(rate(x[5m])[1h:1m])",
  "a / on (node) group_left (zone) b",
  "topk(3, x) and on () (y == bool 1)",
  'label_replace(up, "a", "$1", "b", "(.*)")',
  "-x ^ 2",
  "1 + 1",
  "quantile_over_time(0.5, x[1d])",
  "x @ end()",
  "day_of_week() == 1",
  "a + b offset 5m",
  "-up offset 5m",
  "up offset 5m > 3",
  "rate(x[5m:1m] offset 1m)",
  "up @ 5 offset 5m",
  '{a=~".+"}',
  '{a!=""}',
  'x{a=~"b\\\\(?=c|\\\\\\\\1|[(?=]|\\\\Q(\\\\E"}',
  'x{a=~"(?i)b|(?P<n>c)", b!~`\\d+`, c=~"x\\\\.y"}',
];

/** Each with what must be said about it. */
const BAD: readonly (readonly [string, string])[] = [
  ["sum(rate(x))", "`rate` wants a range vector"],
  ["rate(x[5x])", "is not PromQL"],
  ["foo(x)", "no PromQL function `foo`"],
  ["1 +", "is not complete PromQL"],
  ["a b", "is not PromQL at `b`"],
  ["sum by (a) x", "is not PromQL"],
  ["histogram_quantile(x_bucket)", "takes 2 arguments, not 1"],
  ["histogram_quantile(x_bucket, 0.9)", "wants a number"],
  ["x[5m]", "is a range vector"],
  ['"text"', "is a text"],
  ["x[5m] > 1", "stands where an instant vector is wanted"],
  ["up and 1", "want vectors on both sides"],
  ["1 > 2", "wants `bool`"],
  ["topk(x)", "takes 2 arguments, not 1"],
  ["topk(x, 3)", "wants a number"],
  ["rate(x[5m], 3)", "takes 1 arguments, not 2"],
  ["abs(x[5m])", "wants an instant vector"],
  ["x{a=b}", "is not PromQL"],
  ["up +\n  rate(y)", "line 2 of the expression, character 8"],
  ['up{a=~"("}', "`(` is not a regular expression"],
  ['up{a=~"*b"}', "`*b` is not a regular expression"],
  ['up{a!~"b(?=c)"}', "is not a regular expression"],
  ["{}", "selects everything"],
  ['{a=~".*"}', "selects everything"],
  ['{a=""}', "selects everything"],
  ['up{__name__="x"}', "names its metric twice"],
  ["rate(sum(up)[5m])", "a range stands behind a selector"],
  ["rate(up offset 5m [5m])", "a range stands behind a selector"],
  ["up and on (a) group_left (b) x", "take no `group_left`"],
  ["up == 1 offset 5m", "`offset` stands behind a selector"],
  ["sum(up) offset 5m", "`offset` stands behind a selector"],
  ["up offset 5m offset 5m", "`offset` is there twice"],
  ["up @ 5 @ 6", "`@` is there twice"],
];

describe("PromQL", () => {
  it.each(GOOD)("takes %s", (text) => expect(promqlFault(text)).toBeNull());
  it.each(BAD)("refuses %s", (text, message) => expect(promqlFault(text)).toContain(message));
});

const hasPromtool = spawnSync("promtool", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "loadline-promql-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function isGoodToPrometheus(expr: string): boolean {
  const file = join(folder, "rules.json");
  writeFileSync(file, JSON.stringify({ groups: [{ name: "g", rules: [{ record: "r", expr }] }] }));
  return spawnSync("promtool", ["check", "rules", file]).status === 0;
}

describe.skipIf(!hasPromtool)("Prometheus itself (Debian: apt install prometheus)", () => {
  it.each(GOOD)("takes %s", (text) => expect(isGoodToPrometheus(text)).toBe(true));
  // Prometheus loads a rule whose expression is a text and fails when it runs.
  it.each(BAD.filter(([text]) => text !== '"text"' && text !== "x[5m]").map(([text]) => text))("refuses %s", (text) => {
    expect(isGoodToPrometheus(text)).toBe(false);
  });
});
