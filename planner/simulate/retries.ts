/** What clients do when they get an error or lose patience. Seconds. */
export interface Retries {
  /** Further attempts after the first. */
  readonly most: number;
  /** Wait before the first retry; doubles with each further one up to `longest`. */
  readonly first: number;
  readonly longest: number;
  /** Each wait is shortened by a random share up to this one. */
  readonly jitter: number;
}
