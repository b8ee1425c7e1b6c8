import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DeploymentForecast, Finding, Settings, Severity } from "../../../planner/domain/index.ts";
import { blankForecast } from "../../../planner/plan/blank.ts";
import { withSharedBudget } from "../../../planner/plan/shared-budget.ts";
import { OWN_FINDINGS, withSeverities } from "../../../planner/plan/verdict.ts";
import { policies } from "../../../planner/policies/index.generated.ts";
import { usDollars } from "../../../planner/units/index.ts";
import { deployment } from "./question.ts";

const finding = (id: string, severity: Severity): Finding => ({ id, severity, path: [], message: "m", action: "a" });

function settingsWith(rules: Readonly<Record<string, Severity | "off">>, budget: number | null = null): Settings {
  const list = Object.entries(rules).map(([id, severity]) => [id, { severity, override: [] }]);
  const monthly = budget === null ? null : { monthlyUsd: usDollars(budget) };
  return { policies: Object.fromEntries(list), budget: monthly } as unknown as Settings;
}

describe("ids of findings", () => {
  it("are listed, each that a plan writes and no other, so that Settings can name them", () => {
    const room = join(import.meta.dirname, "../../../planner/plan");
    const text = readdirSync(room)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(room, name), "utf8"));
    const written = [...text.join("\n").matchAll(/\bid: "([a-z-]+)"/g)].map(([, id]) => id ?? "");
    expect([...new Set(written)].sort()).toEqual([...OWN_FINDINGS].sort());
    expect(OWN_FINDINGS.filter((id) => Object.hasOwn(policies, id))).toEqual([]);
  });
});

describe("severities of Settings", () => {
  const weighed = (id: string, is: Severity, wanted: Severity | "off") =>
    withSeverities([finding(id, is)], settingsWith({ [id]: wanted })).map(({ severity }) => severity);

  it("raise everything, lower policies and warnings", () => {
    expect(weighed("stale-price", "warning", "blocking")).toEqual(["blocking"]);
    expect(weighed("stale-price", "warning", "off")).toEqual([]);
    expect(weighed("image-digest", "blocking", "notice")).toEqual(["notice"]);
  });

  it.each([
    "extrapolated-memory",
    "extrapolated-speed",
    "over-budget",
    "over-shared-budget",
    "short-history",
    "target-close",
  ])("cannot lower %s, which keeps a verdict from being a pass", (id) => {
    expect(weighed(id, "warning", "off")).toEqual(["warning"]);
    expect(weighed(id, "warning", "notice")).toEqual(["warning"]);
    expect(weighed(id, "warning", "blocking")).toEqual(["blocking"]);
  });

  it("say where they are not obeyed, once", () => {
    const off = settingsWith({ "extrapolated-speed": "off" });
    const [said] = withSeverities([finding("extrapolated-speed", "warning")], off);
    expect(said?.action).toBe("a (loadline.yaml says off; what an answer rests on stays warning.)");
    expect(withSeverities(said === undefined ? [] : [said], off)).toEqual([said]);
    expect(withSeverities([finding("unknown-price", "blocking")], settingsWith({}))[0]?.action).toBe("a");
  });
});

describe("the budget of all deployments", () => {
  const costing = (p50: number): DeploymentForecast => {
    const blank = blankForecast(deployment, "pass", []);
    const monthlyUsd = { p10: p50, p50, p90: p50 };
    return { ...blank, plan: {} as never, cost: { ...blank.cost, monthlyUsd } };
  };
  const held = (budget: number | null, ...costs: readonly number[]) => {
    const all = costs.map(costing);
    return all.map((one) => withSharedBudget(one, all, settingsWith({}, budget)));
  };

  it("warns at each of them once they cost more together", () => {
    expect(held(300, 100, 200).map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    expect(held(null, 1e9).map(({ verdict }) => verdict)).toEqual(["pass"]);
    const over = held(299, 100, 200);
    expect(over.map(({ verdict }) => verdict)).toEqual(["warn", "warn"]);
    expect(over[0]?.findings[0]?.message).toMatch(/^2 deployments planned here cost \$300 a month, over .* \$299 /);
    expect(held(99, 100)[0]?.findings[0]?.message).toMatch(/^one deployment planned here costs \$100 /);
    const unknown = blankForecast(deployment, "unknown", []);
    const [first] = [costing(100), unknown].map((one, _i, all) => withSharedBudget(one, all, settingsWith({}, 99)));
    expect(first?.findings[0]?.message).toMatch(/\$100 a month, without 1 of unknown cost, over/);
  });
});
