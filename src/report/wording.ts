import type { ChangeKind, Finding, SloForecast, Verdict } from "../../planner/index.ts";
import { grouped } from "./money.ts";

type Metric = SloForecast["metric"];

const SHORT: Readonly<Record<Metric, string>> = { ttft: "TTFT", tpot: "TPOT", e2e: "E2E", errorRate: "error rate" };
const LONG: Readonly<Record<Metric, string>> = {
  ttft: "time to first token",
  tpot: "time per output token",
  e2e: "end-to-end time",
  errorRate: "failed requests",
};

/** `p95 TTFT`, for a sentence. */
export const targetName = ({ metric, percentile }: Pick<SloForecast, "metric" | "percentile">): string =>
  percentile === null ? SHORT[metric] : `${percentile} ${SHORT[metric]}`;

/** `p95 time to first token`, for a table. */
export const targetLabel = ({ metric, percentile }: Pick<SloForecast, "metric" | "percentile">): string =>
  percentile === null ? LONG[metric] : `${percentile} ${LONG[metric]}`;

/** Marks that read without colour, and in a font without emoji. */
export const VERDICT_MARK: Readonly<Record<Verdict, string>> = { pass: "✓", warn: "⚠", block: "✗", unknown: "?" };
export const VERDICT_EMOJI: Readonly<Record<Verdict, string>> = { pass: "✅", warn: "⚠️", block: "❌", unknown: "❔" };
export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  pass: "pass",
  warn: "warning",
  block: "blocked",
  unknown: "unknown",
};

export const SEVERITY_MARK: Readonly<Record<Finding["severity"], string>> = {
  blocking: "✗",
  warning: "⚠",
  notice: "·",
};
export const SEVERITY_EMOJI: Readonly<Record<Finding["severity"], string>> = {
  blocking: "❌",
  warning: "⚠️",
  notice: "ℹ️",
};

export const CHANGE_SIGN: Readonly<Record<ChangeKind, string>> = {
  added: "+",
  removed: "−",
  changed: "~",
  renamed: "→",
};

/** `1 replica`, `2 replicas`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${grouped(String(n))} ${n === 1 ? one : many}`;

/** The gravest of several verdicts decides: unknown hides a possible block, so it ranks just below one. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ["block", "unknown", "warn", "pass"];
  return order.find((verdict) => verdicts.includes(verdict)) ?? "pass";
}
