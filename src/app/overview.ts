import type { DeploymentForecast } from "../../planner/index.ts";
import type { AppStore, DeadWork, QueueFigures } from "../ports/app-store.ts";
import type { Rollout } from "../tasks/app/rollout.ts";
import type { Brought } from "../tasks/app/rollout-memory.ts";
import { nameOf, type Observed, placeOf, type Standing, standingOf } from "../tasks/app/standing.ts";
import { describeWork } from "./metrics.ts";

const MOST_DEAD = 50;

/** A page for whoever runs the App: every deployment it knows, how much waits, what was refused and what was given up. */
export async function overviewPage(store: AppStore, version: string): Promise<string> {
  const [figures, dead, standing] = await Promise.all([
    store.figures(),
    store.dead(MOST_DEAD),
    standingOf(store.memory),
  ]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>loadline</title>
<style>${STYLE}</style></head>
<body><main><h1>loadline ${escapeHtml(version)}</h1>
<h2>Deployments</h2>
${deploymentTable(standing)}
<h2>In review</h2>
${reviewTable(standing)}
<h2>On their way to clusters</h2>
${rolloutTable(standing.rollouts)}
<h2>Refused commands</h2>
${refusedTable(standing)}
<h2>Given up</h2>
${deadTable(dead)}
<h2>Queue</h2>
${figuresTable(figures, store.kind)}
</main></body></html>
`;
}

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2128;background:#fff}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.3rem .75rem;border-bottom:1px solid #d5dbe1;text-align:left;vertical-align:top}th{font-weight:600}
p{color:#59636e}
@media (prefers-color-scheme:dark){body{color:#e3e8ee;background:#0f1318}td,th{border-color:#303842}p{color:#9aa5b1}}`;

const MARKS: Readonly<Record<DeploymentForecast["verdict"], string>> = {
  pass: "✓ pass",
  warn: "⚠ warn",
  block: "✗ block",
  unknown: "? unknown",
};

/** A deployment that no Prometheus measured, or not yet: the columns say so instead of leaving it to be guessed. */
const NOT_OBSERVED = "not observed";
const FORECAST = ["Deployment", "On", "Verdict", "Forecast a month"];
const BUDGET = ["Budget", "Passes it"];

function deploymentTable({ deployed, observed }: Standing): string {
  if (deployed.length === 0) return "<p>Nothing was deployed yet.</p>";
  const rows = deployed.map(({ forecast, rollout }) => {
    const seen = observed.find(({ folder }) => folder === placeOf(rollout));
    const measured = seen === undefined ? [NOT_OBSERVED, NOT_OBSERVED] : [actual(seen), drift(seen)];
    return [...forecastCells(forecast), ...measured, ...budgetCells(forecast), rollout.state, rollout.folder];
  });
  return table([...FORECAST, "Actual", "Drift", ...BUDGET, "Rolled out", "Files"], rows);
}

function reviewTable({ reviewed }: Standing): string {
  if (reviewed.length === 0) return "<p>No pull request was forecast in the last days that was not deployed so.</p>";
  const rows = reviewed.map((forecast) => [...forecastCells(forecast), ...budgetCells(forecast)]);
  return `${table([...FORECAST, ...BUDGET], rows)}
<p>Of the last day on which something was reviewed: what pull requests propose, and what they would change.</p>`;
}

function forecastCells(forecast: Brought): readonly string[] {
  const { cost, plan, deployment } = forecast;
  const { region, instance } = deployment.platform;
  return [
    nameOf(forecast),
    plan === null ? "–" : `${fleet(forecast)} × ${instance}${region === null ? "" : ` in ${region}`}`,
    MARKS[forecast.verdict],
    cost.monthlyUsd === null ? "unknown" : `${money(cost.monthlyUsd.p50)} (${range(cost.monthlyUsd)})`,
  ];
}

const budgetCells = (forecast: Brought): readonly string[] => [
  forecast.cost.budgetUsd === null ? "none" : money(forecast.cost.budgetUsd),
  breach(forecast),
];

/** The bill as it came, beside what was forecast for the same hours. */
const actual = ({ last: { cost, to } }: Observed): string =>
  cost === null ? "bill unknown" : `${cost.toFixed(2)} × forecast to ${to.slice(0, 10)}`;

const drift = ({ last }: Observed): string =>
  last.drifted.length === 0
    ? "none"
    : last.drifted.map((kind) => `${kind} × ${last[kind]?.toFixed(2) ?? "?"}`).join(", ");

const fleet = ({ replicas }: Brought): string =>
  replicas === null ? "?" : replicas.min === replicas.max ? String(replicas.max) : `${replicas.min} to ${replicas.max}`;

function breach({ cost }: Brought): string {
  const { budget, budgetUsd } = cost;
  if (budgetUsd === null) return "–";
  if (budget === null) return "unknown";
  if (budget.exceededOn !== null) return budget.exceededOn;
  return budget.exceededOnP90 === null
    ? `not in ${budget.monthsAhead} months`
    : `${budget.exceededOnP90} in one case of ten`;
}

const money = (usd: number): string => `$${Math.round(usd).toLocaleString("en-US")}`;

const range = ({ p10, p90 }: { readonly p10: number; readonly p90: number }): string =>
  money(p10) === money(p90) ? "no range" : `${money(p10)} to ${money(p90)}`;

function rolloutTable(rollouts: readonly Rollout[]): string {
  if (rollouts.length === 0) return "<p>Nothing was merged yet.</p>";
  return table(
    ["Deployment", "From", "Since", "State", "What was seen"],
    rollouts.map(({ deployment, repository, number, begun, state, description }) => [
      ...[deployment, `${repository}#${number}`, instant(begun), state, description],
    ]),
  );
}

function refusedTable({ refused, unwritten }: Standing): string {
  const closed =
    unwritten.length === 0 ? "" : `<p>GitHub lets the App write nothing on: ${escapeHtml(unwritten.join(", "))}.</p>`;
  if (refused.length === 0) return closed === "" ? "<p>None.</p>" : closed;
  const rows = refused.map(({ at, by, where, line, why }) => [instant(at), by, where, line, why]);
  return `${table(["When", "Who", "Where", "Command", "Why not"], rows)}${closed}`;
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ");

function figuresTable(figures: QueueFigures, kind: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ["Database", kind],
    ["Waiting", String(figures.waiting)],
    ["Oldest waiting", `${Math.round(figures.oldestSeconds)} s`],
    ["Running", String(figures.active)],
    ["Later", String(figures.later)],
    ["Given up", String(figures.dead)],
  ];
  return table(["Queue", "Now"], rows);
}

function deadTable(dead: readonly DeadWork[]): string {
  if (dead.length === 0) return "<p>Nothing.</p>";
  return table(
    ["When", "What", "Why"],
    dead.map(({ work, at, error }) => [at, describeWork(work), error]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("");
  const titles = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
  const name = escapeHtml(head.join(", "));
  return `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${titles}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells("td", row)}</tr>`)
    .join("\n")}</tbody></table></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? found);
