/** How we know a number: printed by the maker, measured by somebody who is named, or assumed (said wherever it is used). */
export type Basis = "datasheet" | "measured" | "assumed";

/** A number with who says so and since when. `seen` is an ISO date (YYYY-MM-DD). */
export interface Fact<T> {
  readonly value: T;
  readonly basis: Basis;
  readonly source: string;
  readonly seen: string;
}

/** A number the maker prints: data sheet, price page, published configuration. */
export const datasheet = <T>(value: T, source: string, seen: string): Fact<T> => ({
  value,
  basis: "datasheet",
  source,
  seen,
});

/** A number somebody who is named read off a running system. */
export const measured = <T>(value: T, source: string, seen: string): Fact<T> => ({
  value,
  basis: "measured",
  source,
  seen,
});

/** A number nobody vouches for: said wherever it is used. `source` says what it rests on. */
export const assumed = <T>(value: T, source: string, seen: string): Fact<T> => ({
  value,
  basis: "assumed",
  source,
  seen,
});

/** A fact as the `facts` command lists it: where it belongs, what it is, in which unit. */
export interface ListedFact extends Fact<number | string | boolean> {
  readonly subject: string;
  readonly name: string;
  readonly unit: string;
}

/** Whether a prediction lies inside what was measured. `why` names the nearest evidence, or what is missing. */
export interface Coverage {
  readonly status: "measured" | "interpolated" | "extrapolated" | "refused";
  readonly why: string;
}
