import type { ExplainedUnit, Explanation, Fact } from "../../domain/index.ts";

type Value = Explanation["value"];

/** A figure that is calculated from others. */
export const calculated = (
  name: string,
  [value, unit]: readonly [Value, ExplainedUnit],
  [how, ...from]: readonly [string, ...Explanation[]],
): Explanation => ({ name, value, unit, how, from, says: null });

/** A figure that somebody says. */
export const stated = (name: string, fact: Fact<number | string>, unit: ExplainedUnit): Explanation => ({
  ...{ name, value: fact.value, unit, how: "", from: [] },
  says: { basis: fact.basis, source: fact.source, date: fact.seen },
});

/** What the ModelDeployment or the request for a plan says. */
export const given = (name: string, [value, unit]: readonly [Value, ExplainedUnit], source: string): Explanation => ({
  ...{ name, value, unit, how: "", from: [] },
  says: { basis: "datasheet", source, date: null },
});
