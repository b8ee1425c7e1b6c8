/** Plans as a table names them: what most of them have in common is said once, below it. */
export interface PlanNames {
  /** By the whole text of a plan. */
  readonly shortOf: (text: string) => string;
  /** "64 sequences, 2048 tokens a step"; empty where every plan is named in full. */
  readonly usual: string;
}

/** Two plans are read in full; from three on the same words over and over hide what differs. */
const FEW = 3;

export function planNames(texts: readonly string[]): PlanNames {
  const plans = texts.map(partsOf);
  const kinds = new Set(plans.flatMap(([, ...parts]) => parts.map(kindOf)));
  const usual = plans.length < FEW ? [] : [...kinds].flatMap((kind) => usualOf(plans, kind) ?? []);
  const shortOf = (text: string) =>
    partsOf(text)
      .filter((part, index) => index === 0 || !usual.includes(part))
      .join(", ");
  return { shortOf, usual: usual.join(", ") };
}

/** The machine, for a sentence: "2 x g5.2xlarge". */
export const machineOf = (text: string): string => partsOf(text)[0] ?? text;

const partsOf = (text: string): readonly string[] => text.split(", ");

/** "64 sequences" and "128 sequences" say the same thing of two plans. */
const kindOf = (part: string): string => part.split(" ").slice(1).join(" ");

/** What more than half of the plans have of a kind that all of them have. */
function usualOf(plans: readonly (readonly string[])[], kind: string): string | null {
  const found = plans.flatMap(([, ...parts]) => parts.filter((part) => kindOf(part) === kind).slice(0, 1));
  if (found.length < plans.length) return null;
  const counts = Map.groupBy(found, (part) => part);
  const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
  return most !== undefined && 2 * most[1].length > plans.length ? most[0] : null;
}
