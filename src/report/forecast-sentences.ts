import type { RateChange, RateForecast, RateStretch } from "../../planner/index.ts";
import { day, span } from "./basis.ts";
import { busiestName, isDatedOf, periodsOf, unitOf } from "./forecast-periods.ts";
import { count, decimal, share } from "./quantities.ts";
import { instantText } from "./time-text.ts";
import { counted } from "./wording.ts";

const MOST_LISTED = 4;

/** What is ahead, in one sentence. */
export function aheadOf(forecast: RateForecast): string {
  const { deployment, points, windowSeconds } = forecast;
  const [first, ...rest] = periodsOf(forecast).map(({ busiest }) => busiest);
  if (first === undefined) return "nothing to forecast";
  const top = rest.reduce((best, one) => (one.point > best.point ? one : best), first);
  const mean = points.reduce((sum, { point }) => sum + point, 0) / points.length;
  const when = `${top.atInFull}${isDatedOf(forecast) ? " UTC" : ""}`;
  const { short, shown } = unitOf(forecast);
  const most = `${busiestName(forecast)} ${shown(top.point)}/${short} (${shown(top.lower)} to ${shown(top.upper)}), ${when}`;
  const whose = deployment === null ? "" : `${deployment}: `;
  return `${whose}${shown(mean)} requests/${short} over the next ${span(points.length * windowSeconds)}, ${most}`;
}

/** What was read. */
export function historyOf(forecast: RateForecast): string {
  const { history, windowSeconds } = forecast;
  const { short, shown } = unitOf(forecast);
  const { format, seconds, rows, end } = history;
  const until = end === null ? " without dates" : ` to ${day(end)}`;
  const bad = rows.bad === 0 ? "" : `, ${count(rows.bad)} of them unreadable`;
  const mean = Number.isFinite(history.meanRate) ? `, ${shown(history.meanRate)}/${short} on average` : "";
  const what = `${count(history.requests)} requests${mean}; ${counted(rows.read, "row")}${bad}`;
  return `${span(seconds)} of history${until}, read as ${format}: ${what}.${arrivalsOf(history)} Forecast in windows of ${windowText(windowSeconds)}.`;
}

/** Below and above these, times between requests vary by another measure than chance. */
const CHANCE = { least: 0.8, most: 1.2 } as const;

/** How single requests come, where the history shows it. */
function arrivalsOf({ burstiness }: RateForecast["history"]): string {
  if (burstiness === null) return "";
  const how =
    burstiness > CHANCE.most ? "in bursts" : burstiness < CHANCE.least ? "more evenly than at random" : "at random";
  return ` Requests come ${how}: times between them have a coefficient of variation of ${decimal(burstiness, 2)} (1 = at random).`;
}

/** Which model it is, and how it was chosen. */
export function modelOf({ model, backtest, windowSeconds }: RateForecast): string {
  if (backtest === null) {
    return `Model: ${model}. The history is too short for a trial: nothing shows how far off it is, and its intervals are assumed.`;
  }
  const { origins, windows, models } = backtest;
  const tried = `the best of ${models.length} that had to predict the last ${span(windows * windowSeconds)}`;
  return `Model: ${model}, ${tried} of the history from ${counted(origins, "moment")}.`;
}

export const TRIAL_HEAD = ["Tried on the history", "mean absolute error", "chosen model"];

/** The chosen model beside the two baselines: name, error, how much better the chosen one is. */
export function trialRows(forecast: RateForecast): readonly (readonly string[])[] {
  const { model, backtest } = forecast;
  if (backtest === null) return [];
  const own = backtest.meanAbsoluteError;
  const baselines = backtest.models.filter((tried) => /^seasonal naive/.test(tried.model) && tried.model !== model);
  const { short, shown } = unitOf(forecast);
  return [
    [model, `${shown(own)}/${short}`, "this one"],
    ...baselines.map((tried) => [
      tried.model,
      `${shown(tried.meanAbsoluteError)}/${short}`,
      comparison(own, tried.meanAbsoluteError),
    ]),
  ];
}

/** How the intervals did; empty where there was no trial. */
export function intervalsOf({ level, backtest }: RateForecast): string {
  if (backtest === null) return "";
  const wanted = `${Math.round(100 * level)} % intervals`;
  if (backtest.coverage === null) return `Its ${wanted} could not be tried on the history.`;
  return `Its ${wanted}, made from what was known before, held ${share(backtest.coverage)} of the windows.`;
}

/** Changes of level, gaps, and what was mended or assumed; sentences that may hold other people's words. */
export function remarksOf({ changes, gaps, notes }: RateForecast): readonly string[] {
  const latest = changes.slice(-MOST_LISTED);
  const longest = gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_LISTED);
  return [
    ...more(changes.length - latest.length, "earlier change of level", "earlier changes of level"),
    ...latest.map(changeText),
    ...gaps.filter((gap) => longest.includes(gap)).map(gapText),
    ...more(gaps.length - longest.length, "shorter gap", "shorter gaps"),
    ...notes,
  ];
}

function comparison(own: number, other: number): string {
  if (other <= 0 || Math.abs(1 - own / other) < 0.0005) return own > other ? "worse" : "the same";
  return `${share(Math.abs(1 - own / other))} ${own < other ? "better" : "worse"}`;
}

function changeText({ start, startSeconds, factor }: RateChange): string {
  const way = factor >= 1 ? "rose" : "fell";
  const when = start === null ? `second ${count(startSeconds)} of its clock` : `${instantText(start)} UTC`;
  return `The level ${way} to ${decimal(factor, 2)} times what it was before: ${when}.`;
}

function gapText(gap: RateStretch): string {
  const { start, end, startSeconds, endSeconds } = gap;
  const when =
    start === null || end === null
      ? `second ${count(startSeconds)} to ${count(endSeconds)} of its clock`
      : `${instantText(start)} to ${instantText(end)} UTC`;
  return `No data for ${span(lengthOf(gap))}: ${when}.`;
}

const lengthOf = ({ startSeconds, endSeconds }: RateStretch): number => endSeconds - startSeconds;

/** `1 hour`, `10 minutes`. */
export function windowText(seconds: number): string {
  const [size, name] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ].find(([unit]) => seconds >= Number(unit)) ?? [1, "second"];
  const number = decimal(seconds / Number(size), 3);
  return number === "1" ? `1 ${name}` : `${number} ${name}s`;
}

function more(number: number, one: string, several: string): readonly string[] {
  return number <= 0 ? [] : [`${count(number)} ${number === 1 ? one : several}.`];
}
