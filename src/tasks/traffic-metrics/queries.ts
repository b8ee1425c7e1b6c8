import type { TrafficSource } from "../../../planner/index.ts";
import { METRICS } from "../../mistakes/metrics.ts";
import type { Mistake } from "../../ports/failure.ts";
import { isCounter, isHistogram, isRecordedRate, lengthsBeside } from "./families.ts";
import { bareSelector, isNameless, written } from "./selector.ts";

export type PrometheusSource = TrafficSource & { readonly kind: "prometheus" };

/** What is asked for requests per second. */
export interface RateQuery {
  readonly query: string;
  /** Whether it stands as the user wrote it. */
  readonly asWritten: boolean;
}

/** One way to learn lengths. */
export type LengthQuery =
  /** Buckets, over stretches of `piece` seconds; `sum` counts all tokens in them. */
  | { readonly kind: "histogram"; readonly query: string; readonly sum: string; readonly name: string }
  /** Tokens per second. */
  | { readonly kind: "counter"; readonly query: string; readonly name: string }
  | { readonly kind: "expression"; readonly query: string };

/** A query, or what is wrong with what was written. */
export type Asked<T> =
  | { readonly kind: "query"; readonly of: T }
  | { readonly kind: "mistake"; readonly mistake: Mistake };

const asked = <T>(of: T): Asked<T> => ({ kind: "query", of });

/** A counter is turned into its rate; an expression, and a rate that a rule has recorded, are taken as they stand. Anything else
 *  could be either, and a million requests since last month must not pass for a million a second. */
export function rateQuery(rate: string, step: number): Asked<RateQuery> {
  const selector = bareSelector(rate);
  if (selector === null && !isNameless(rate)) return asked({ query: rate, asWritten: true });
  const name = selector?.name ?? "";
  if (selector !== null && isRecordedRate(name)) return asked({ query: rate, asWritten: true });
  const ending = isHistogram(name) ? "_count" : "";
  if (selector !== null && isCounter(`${name}${ending}`)) {
    return asked({ query: `sum(rate(${written(selector, ending)}[${step}s]))`, asWritten: false });
  }
  return { kind: "mistake", mistake: METRICS.counterOrRate(name, rate.trim()) };
}

/** The ways to learn the lengths of one side, the best first; and how the user can tell which was taken. */
export interface LengthQueries {
  readonly queries: readonly LengthQuery[];
  /** The engine whose metrics were found by those of the rate; null where the user named them. */
  readonly derivedFrom: string | null;
}

/** Null where nothing was written, and nothing follows from the rate. */
export function lengthQueries(
  source: PrometheusSource,
  side: "input" | "output",
  { step, piece }: { readonly step: number; readonly piece: number },
): LengthQueries | null {
  const given = side === "input" ? source.inputTokens : source.outputTokens;
  if (given !== null) return { queries: namedQueries(given, { step, piece }), derivedFrom: null };
  const derived = lengthsBeside(source.rate, side);
  if (derived === null) return null;
  const { histogram, total, engine } = derived;
  const counters = total === null ? [] : namedQueries(written(total), { step, piece });
  return { queries: [...namedQueries(written(histogram), { step, piece }), ...counters], derivedFrom: engine };
}

function namedQueries(given: string, { step, piece }: { step: number; piece: number }): readonly LengthQuery[] {
  const selector = bareSelector(given);
  if (selector === null) return [{ kind: "expression", query: given }];
  const { name } = selector;
  if (/_(total|sum)$/.test(name)) {
    return [{ kind: "counter", query: `sum(rate(${written(selector)}[${step}s]))`, name }];
  }
  const base = { ...selector, name: name.replace(/_bucket$/, "") };
  const histogram = {
    kind: "histogram" as const,
    query: `sum by (le) (increase(${written(base, "_bucket")}[${piece}s]))`,
    sum: `sum(increase(${written(base, "_sum")}[${piece}s]))`,
    name: base.name,
  };
  // A rule may have recorded means under a name that tells nothing.
  return [histogram, { kind: "expression", query: given }];
}
