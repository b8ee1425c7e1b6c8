import type { DeploymentForecast } from "../../planner/index.ts";
import { basisOf, leftOut } from "./basis.ts";
import { COST_HEAD, COST_RIGHT, COST_TITLE, costRows, costSentences } from "./cost-lines.ts";
import type { Standing } from "./figures.ts";
import { type Locator, placeOf } from "./locate.ts";
import { code, details, markdownTable, plain } from "./markdown.ts";
import { memoryParts } from "./memory-parts.ts";
import { trafficMermaid } from "./mermaid.ts";
import { gibibytes, share } from "./quantities.ts";
import { findingsOfForecasts, type OwnedFinding } from "./review-facts.ts";
import { fixed, type Section } from "./sections.ts";
import { LATENCY_HEAD, latencyRows, WINDOW_HEAD, windowRows } from "./simulated-rows.ts";
import { reasonsOf } from "./why.ts";
import { counted, SEVERITY_EMOJI } from "./wording.ts";

export const STANDING_EMOJI: Readonly<Record<NonNullable<Standing>, string>> = {
  met: "✅",
  close: "⚠️",
  missed: "❌",
  unchecked: "❔",
};

/** A value with its mark. */
export const marked = (value: string, standing: Standing): string =>
  standing === null || value === "" ? value : `${value} ${STANDING_EMOJI[standing]}`;

/** Everything folded under a deployment's table, the most useful first to find room. */
export function detailSections(forecast: DeploymentForecast, under: Section, locate: Locator): readonly Section[] {
  const name = code(forecast.name, 80);
  const found = findingsOfForecasts([forecast]);
  const parts: readonly (readonly [string, number, string])[] = [
    ["Why", 4, whyBody(forecast)],
    [COST_TITLE, 5, costBody(forecast)],
    ["Load and queue through the week", 5, windowBody(forecast)],
    [`Findings (${found.length})`, 3, findingsBody(found, locate)],
    [`Assumptions (${forecast.assumptions.length})`, 6, assumptionsBody(forecast)],
  ];
  return parts
    .filter(([, , body]) => body !== "")
    .map(([title, rank, body]) => ({ ...fixed(nameOf(title, name), rank, details(title, body)), under }));
}

/** `findings of chat`, without the count. */
const nameOf = (title: string, name: string): string => `${title.replace(/ \(.*/, "").toLowerCase()} of ${name}`;

/** Data, its age and how sure we are, in small letters. */
export function basisNote(forecast: DeploymentForecast, revisions: string): string {
  return `<sub>${[...basisOf(forecast).map((text) => plain(text)), revisions].filter((text) => text !== "").join(" · ")}</sub>`;
}

/** A list of findings, each with its line and what to do. */
export function findingsBody(found: readonly OwnedFinding[], locate: Locator): string {
  return found
    .map(({ finding, deployment }) => {
      const place = placeOf(locate, deployment, finding);
      const at = place === "" ? "" : ` · ${code(place, 200)}`;
      const head = `${SEVERITY_EMOJI[finding.severity]} **${finding.severity}** ${code(finding.id, 80)}${at}`;
      return `- ${head}<br>${plain(finding.message)}<br>→ ${plain(finding.action)}`;
    })
    .join("\n");
}

function whyBody(forecast: DeploymentForecast): string {
  const reasons = reasonsOf(forecast).map((reason) => `- ${plain(reason)}`);
  const left = leftOut(forecast);
  const lines = [...reasons, ...(left === "" ? [] : [`- ${plain(left)}`])].join("\n");
  return [lines, memoryBody(forecast), latencyBody(forecast)].filter((text) => text !== "").join("\n\n");
}

function costBody({ cost }: DeploymentForecast): string {
  const rows = costRows(cost).map(([text = "", usd = "", range = "", ...rest]) => [
    plain(text, 120),
    ...[usd, range],
    ...rest.map((cell) => plain(cell, 160)),
  ]);
  if (rows.length === 0) return "";
  const sentences = costSentences({ cost }).map((text) => `- ${plain(text)}`);
  return [markdownTable(COST_HEAD, rows, COST_RIGHT), sentences.join("\n")].filter((text) => text !== "").join("\n\n");
}

function memoryBody({ plan }: DeploymentForecast): string {
  if (plan === null) return "";
  const rows = memoryParts(plan.memory).map((part) => [part.label, gibibytes(part.bytes), share(part.share)]);
  const law = `<sub>Memory: ${plan.memory.coverage.status}; ${plain(plan.memory.coverage.why)}</sub>`;
  return `${markdownTable(["Memory of one GPU", "size", "share"], rows, [1, 2])}\n\n${law}`;
}

function latencyBody(forecast: DeploymentForecast): string {
  const rows = latencyRows(forecast);
  if (rows.length === 0) return "";
  return markdownTable(["Latency over all requests", ...LATENCY_HEAD.slice(1)], rows, [1, 2, 3, 4, 5]);
}

function windowBody({ windows, traffic }: DeploymentForecast): string {
  const rows = windowRows(windows).map(([label = "", ...cells]) => [plain(label, 80), ...cells]);
  const table = rows.length === 0 ? "" : markdownTable(WINDOW_HEAD, rows, [1, 2, 3, 4, 5, 6]);
  const chart = traffic === null ? "" : trafficMermaid(traffic);
  const legend = chart === "" ? "" : "Lower line: most likely; upper line: P90. Times are UTC.";
  return [table, chart, legend].filter((text) => text !== "").join("\n\n");
}

/** What nobody measured or printed comes first; the longest list still ends. */
function assumptionsBody({ assumptions }: DeploymentForecast): string {
  if (assumptions.length === 0) return "";
  const rows = assumptions
    .slice(0, MOST_ASSUMPTIONS)
    .map(({ text, basis, source, date }) => [plain(text, 240), basis, plain(source, 160), plain(date ?? "", 20)]);
  const more = assumptions.length - rows.length;
  const rest = more > 0 ? `\n\n${counted(more, "more assumption")}: \`loadline facts --assumed\`` : "";
  return `${markdownTable(["Assumption", "basis", "source", "date"], rows, [])}${rest}`;
}

const MOST_ASSUMPTIONS = 40;
