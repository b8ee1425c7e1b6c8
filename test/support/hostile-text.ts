import fc from "fast-check";
import type {
  Advice,
  DeploymentForecast,
  MissedPlan,
  ModelDeployment,
  ProposedPlan,
  RateForecast,
  Review,
  TogetherAdvice,
} from "../../planner/index.ts";
import { advice, shared } from "./advice-fixture.ts";
import { comparison } from "./comparison-fixture.ts";
import { deployment } from "./deployment-fixture.ts";
import { crowded } from "./forecast-fixture.ts";
import { steady } from "./rate-forecast-fixture.ts";
import { manifest, review } from "./review-fixture.ts";

const FRAGMENTS = [
  "</details>",
  "<details><summary>x",
  "</code></summary></table></main>",
  "```",
  "````diff",
  "`",
  "``",
  "@octocat",
  "@acme/owners",
  "#123",
  "acme/serving#1",
  "GH-7",
  "https://github.com/acme/serving/pull/1",
  "www.example.com",
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "![x](https://example.com/x.png)",
  "[x](javascript:alert(1))",
  "<!-- loadline:review -->",
  "-->",
  "|",
  "\\|",
  "**",
  "__",
  "~~",
  "$a$",
  "$`a`$",
  "\n",
  "\r\n",
  "\n\n# heading",
  "\n- item",
  "\u0000",
  "\u001b[31mred",
  "\u009b31m",
  "\u202egnp",
  "\u2066",
  "\ufeff",
  "\ud800",
  "&lt;",
  "&#64;",
  "{{x}}",
  "漢字",
  "🧊",
  "chat",
  " ",
  "'",
  '"',
];

/** Text that a stranger could put into a file of the pull request. */
export const hostileText = (): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 6 })), { maxLength: 6 })
    .map((parts) => parts.join(""));

/** The crowded forecast with `text` in every place that can hold somebody else's words. */
export function hostileForecast(text: string): DeploymentForecast {
  const { plan } = crowded;
  if (plan === null) throw new Error("the fixture has a plan");
  return {
    ...crowded,
    name: text,
    plan: {
      ...plan,
      gpu: text,
      modelId: text,
      engine: { name: text, version: text },
      memory: { ...plan.memory, binding: text, coverage: { status: "measured", why: text } },
    },
    cost: {
      ...crowded.cost,
      priceSource: { source: text, date: text },
      parts: crowded.cost.parts.map((part) => ({ ...part, text, source: text, date: text, per: text })),
      besides: crowded.cost.besides.map((part) => ({ ...part, text, source: text, date: text, per: text })),
      leavesOut: [text, text],
    },
    windows: crowded.windows.map((window) => ({ ...window, label: `busiest hour (${text})` })),
    findings: crowded.findings.map((finding) => ({ ...finding, id: text, message: text, action: text })),
    assumptions: [{ text, basis: "assumed", source: text, date: text }],
    coverage: { status: "measured", why: text },
  };
}

export function hostileReview(text: string): Review {
  const head = hostileForecast(text);
  const [change] = review.deployments;
  if (change === undefined) throw new Error("the fixture has a change");
  return {
    ...review,
    base: text,
    head: text,
    deployments: [
      { ...change, name: text, change: "renamed", base: { ...crowded, name: `${text}x` }, head },
      { ...change, name: text, change: "removed", base: head, head: null },
    ],
    manifests: [{ ...manifest, path: text, diff: `--- a\n+++ b\n@@ -1 +1 @@\n-${text}\n+${text}x\n${text}` }],
    settings: [{ key: text, before: text, after: text, countsNow: false }],
    findings: [{ id: text, severity: "warning", path: [], message: text, action: text }],
  };
}

/** A traffic forecast with `text` in every place that can hold somebody else's words. */
export function hostileRates(text: string): RateForecast {
  const { backtest } = steady;
  if (backtest === null) throw new Error("the fixture has a trial");
  return {
    ...steady,
    model: text,
    backtest: { ...backtest, models: [...backtest.models, { model: `seasonal naive ${text}`, meanAbsoluteError: 1 }] },
    history: { ...steady.history, format: text, end: text },
    gaps: [{ startSeconds: 0, endSeconds: 60, start: text, end: text }],
    notes: [text, text],
  };
}

/** A ModelDeployment with `text` wherever its file may hold words. */
function hostileDeployment(base: ModelDeployment, text: string): ModelDeployment {
  return {
    ...base,
    name: text,
    model: { ...base.model, id: text, revision: text },
    engine: { ...base.engine, name: text, version: text, image: text, calibration: text },
    platform: { ...base.platform, name: text, region: text, instance: text },
  };
}

function hostilePlan<T extends ProposedPlan>(plan: T, text: string): T {
  const own = hostileDeployment(plan.deployment, text);
  return { ...plan, text: `1 x ${text}, ${text} weights`, deployment: own, forecast: hostileForecast(text) };
}

/** An advice with `text` in every place that can hold somebody else's words; without a recommendation as well. */
export function hostileAdvice(text: string): { found: Advice; missed: Advice; together: TogetherAdvice } {
  const { recommendation: best, nextCheaper: next } = advice;
  if (best === null || next === null) throw new Error("the fixture has a plan and a cheaper one");
  const missed: MissedPlan = { ...next, text, failsOn: text, deployment: hostileDeployment(next.deployment, text) };
  const found: Advice = {
    ...advice,
    name: text,
    deployment: hostileDeployment(deployment, `${text}y`),
    current: hostileForecast(text),
    recommendation: { ...hostilePlan(best, text), binding: text, remarks: [text, text] },
    nextCheaper: missed,
    runnersUp: advice.runnersUp.map((plan) => hostilePlan(plan, text)),
    frontier: advice.frontier.map((point) => ({ ...point, text })),
    unknown: [
      { kind: "refused", message: text },
      { kind: "price", capacity: "spot", instance: text, region: text },
    ],
  };
  return {
    found,
    missed: { ...found, recommendation: null, nearestMiss: missed },
    together: {
      ...shared,
      plans: shared.plans.map((plan) => hostilePlan(plan, `${text}z`)),
      nodes: shared.nodes.map((node) => ({ ...node, instance: text })),
      failsOn: text,
      feasible: false,
    },
  };
}

/** A comparison with `text` in every place that can hold somebody else's words. */
export function hostileComparison(text: string) {
  const platforms = comparison.platforms.map((one) => ({
    ...one,
    ...{ platform: text, name: text, region: text, reason: text, remarks: [text] },
    unknown: [{ kind: "hardware" as const, message: text }],
    plan: one.plan === null ? null : hostilePlan(one.plan, text),
    priceSource: { source: text, date: text },
    goodFor: [{ text, source: text }],
    watchOut: [{ text, source: text }],
  }));
  return { comparison: { name: text, quotaOn: text, platforms }, deployment: hostileDeployment(deployment, text) };
}
