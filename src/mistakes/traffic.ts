import type { Expectation, Mistake } from "../ports/failure.ts";

const readable = "CSV or JSON lines in UTF-8, or Parquet";
const betweenDates = "a date and time between 2000 and 2100, as 2026-10-26T08:30:00Z";
const unixSeconds = "Unix seconds must lie between 2000 and 2100; milliseconds must be divided by 1000.";
const oneLength = "Export all windows with one length; a window of which nothing is known may be left out.";
const quantileRows = "Write a row for each quantile, the least first, as 0.5,1020 for the median.";
const emptyCell = "Leave the cell empty where there was no request.";

/** Traffic files: request logs, rates by the window, tables of token lengths. Counts come as they are shown: 1,000. */
export const TRAFFIC = {
  noAccess: (why: string): Mistake => ({
    found: why,
    wanted: "a file that can be read",
    advice: "Check the path and its permissions.",
  }),
  noFile: (what: string): Mistake => ({ found: what, wanted: "a file of requests", advice: "Name the file itself." }),
  noContent: { found: "no content", wanted: "a header line and requests", advice: "Export the log again." },
  packed: (kind: string): Mistake => ({ found: `a ${kind} archive`, wanted: readable, advice: "Unpack it first." }),
  utf16: { found: "UTF-16 text", wanted: readable, advice: "Save it as UTF-8." },
  binary: { found: "a binary file", wanted: readable, advice: "Export the log as text." },
  jsonArray: {
    found: "a JSON array",
    wanted: "JSON lines: one object a line",
    advice: "Convert it, for example with: jq -c '.[]' FILE",
  },
  repeatedColumn: {
    found: "two columns of this name",
    wanted: "each column once",
    advice: "Remove or rename one of them.",
  },
  unreadable: (kind: string, reason: string): Mistake => ({
    found: `not readable as ${kind} (${reason})`,
    wanted: `a whole ${kind} file`,
    advice: "Export or copy the file again; it may be cut off.",
  }),
  openQuote: {
    found: "a quote that is never closed",
    wanted: "a quote at each end of a cell",
    advice: "Close it; everything after it was read as one cell.",
  },
  otherColumns: (lines: string): Mistake => ({
    found: `${lines} lines or more that do not have the columns of the header`,
    wanted: "one request a line",
    advice: "Check how the file was exported: separators, quotes, line ends.",
  }),
  badLine: (why: string, wanted: string): Mistake => ({ found: why, wanted, advice: "Correct or remove the line." }),
  tooManyBad: ({ bad, read, what, percent }: BadRows, most: number, named: string): Mistake => ({
    found: `${bad} of ${read} rows that are no ${what} (${percent} %)`,
    wanted: `at most ${most} %`,
    advice: named,
  }),
  firstFollow: (count: number): string => `The first ${count} follow.`,
  allFollow: "They follow.",
  tooManyRows: (most: string): Mistake => ({
    found: `more than ${most} rows`,
    wanted: `at most ${most}`,
    advice: "Give a shorter stretch of the log, or every n-th request with --traffic-scale n.",
  }),
  noTokens: {
    wanted: "a whole number of tokens, 1 or more",
    advice: "A request without input or output is no load; leave it out.",
  },
  prefixTooLong: {
    wanted: "a whole number of tokens, at most the input",
    advice: "Leave the cell empty where nothing is shared.",
  },
  noSeconds: { wanted: "seconds, 0 or more", advice: unixSeconds },
  noMilliseconds: { wanted: "milliseconds, 0 or more", advice: "Unix milliseconds must lie between 2000 and 2100." },
  noNanoseconds: { wanted: "Unix nanoseconds", advice: "They must lie between 2000 and 2100." },
  noTimestamp: {
    wanted: betweenDates,
    advice: "Write dates as RFC 3339; without a zone they are taken as UTC.",
  },
  noInstant: { wanted: `${betweenDates}, or Unix seconds`, advice: unixSeconds },
  dateInTheWrongColumn: "Dates belong in a column named timestamp; in this one write the time since the first request.",
  /** `left` says how many were left out, and why. */
  noRequests: (left: readonly string[], advice: string): Mistake => ({
    found: ["no requests", ...left].join(", "),
    wanted: "at least one",
    advice,
  }),
  withoutUsage: "Log the token usage of each request.",
  exportAgain: "Export the log again.",
  guidellmWithoutRequests: "Save the report as JSON with its requests.",
  vllmWithoutRequests: "Repeat the run with --save-detailed and a release of vLLM that saves start_times.",
  noRequestsInWindows: (format: string): Mistake => ({
    found: `rates by the window (${format}), no requests`,
    wanted: "a log with a row for each request",
    advice:
      "Rates are for plan and forecast; let a Scenario draw requests: load.poisson with rate, inputTokens, outputTokens.",
  }),
  noRate: { wanted: "a number, 0 or more", advice: "Leave the cell empty where nothing was seen." },
  noMean: { wanted: "a mean number of tokens", advice: emptyCell },
  noBurstiness: {
    wanted: "a coefficient of variation, 0 or more",
    advice: "Leave the cell empty where it is not known.",
  },
  noRates: {
    found: "no window with a rate in it",
    wanted: "at least one",
    advice: "Check the query the file was exported with.",
  },
  tooFewWindows: (found: string): Mistake => ({
    found,
    wanted: "at least two, from which their length is told",
    advice: "Export a longer stretch; two weeks show a week's pattern.",
  }),
  repeatedWindow: {
    found: "a window that begins when another does",
    wanted: "each window once",
    advice: "Remove one of the two, or add them up, if they are of different replicas.",
  },
  farWindow: (windows: string): Mistake => ({
    found: `a window ${windows} windows after the first`,
    wanted: "fewer",
    advice: oneLength,
  }),
  unevenWindow: (windows: string, seconds: number): Mistake => ({
    found: `a window that begins ${windows} windows after the first`,
    wanted: `a whole number of windows of ${seconds} s, the commonest time between two`,
    advice: oneLength,
  }),
  tooFewQuantiles: (count: number): Mistake => ({
    found: `${count} quantiles`,
    wanted: "at least two",
    advice: quantileRows,
  }),
  /** `before` is the quantile above it in the file; null in the first row. */
  noQuantile: (found: string, before: number | null): Mistake => ({
    found,
    wanted: before === null ? "a quantile between 0 and 1" : `a quantile above ${before} and at most 1`,
    advice: quantileRows,
  }),
  fallingTokens: (found: string, before: number | null): Mistake => ({
    found,
    wanted: before === null ? "a number of tokens" : `a number of tokens, not below ${before}`,
    advice: "A higher quantile cannot be shorter; sort the rows.",
  }),
  noQuantileTable: (found: string): Mistake => ({
    found,
    wanted: "CSV with the columns quantile and tokens",
    advice: quantileRows,
  }),
  tooManyQuantiles: (most: number): Mistake => ({
    found: `more than ${most} quantiles`,
    wanted: "fewer",
    advice: "Leave some out: 100 say enough.",
  }),
  unknownColumns: (layouts: readonly string[], advice: string): Expectation => ({
    wanted: `the columns of one of these layouts: ${layouts.join("; ")}`,
    advice,
  }),
  objectOverLines: "One JSON object a line: jq -c . FILE makes it so.",
  headerMissing: "The first line holds values, not names: add a header line.",
  nothingNear: "Rename the columns.",
  nearestLayout: (layout: string, lacks: string, hints: readonly string[]): string =>
    [`Nearest is ${layout}, which lacks ${lacks}.`, ...hints].join(" "),
} as const;

interface BadRows {
  readonly bad: string;
  readonly read: string;
  /** What they should have been: requests, windows of rates. */
  readonly what: string;
  readonly percent: string;
}
