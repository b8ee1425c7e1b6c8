import type { Mistake } from "../ports/failure.ts";

const oneLine = 'Write one scenario a line: {"id":"…","kind":"Scenario","spec":{…}}.';

/** What `simulate` reads and writes beside the Scenario: tables of step times, batches, results. */
export const SIMULATION = {
  tableMissing: {
    found: "nothing",
    wanted: "a CSV table",
    advice: "Table paths are relative to the scenario's folder.",
  },
  tableTooLarge: (bytes: number): Mistake => ({
    found: `${bytes} bytes`,
    wanted: "a table of at most 64 MiB",
    advice: "Thin the grid out.",
  }),
  emptyTable: {
    found: "no rows",
    wanted: "at least one step",
    advice: "A table needs a header and its rows.",
  },
  columnMissing: (columns: readonly string[], column: string): Mistake => ({
    found: `the columns ${columns.join(", ")}, …`,
    wanted: `a column ${column}`,
    advice: "Columns are named as in Vidur's iteration-times tables.",
  }),
  badCell: (column: string, text: string): Mistake => ({
    found: `${column} = ${text}`,
    wanted: "a number of at least 0",
    advice: "Correct the cell.",
  }),
  resultsOverInput: {
    found: "what is read as well",
    wanted: "another file for the results",
    advice: "Name a file of its own with --results; nothing was written.",
  },
  emptyBatch: {
    found: "an empty file",
    wanted: "JSON lines",
    advice: oneLine,
  },
  noJsonLine: (found: string): Mistake => ({ found, wanted: "one JSON object on the line", advice: oneLine }),
  nothingToDo: {
    found: "nothing in spec.load, and no --requests FILE is given",
    wanted: "requests to simulate",
    advice: "Add a load (closedLoop, poisson or stages), or name the requests to replay with --requests.",
  },
  /** `found` says in what the two differ. */
  otherCalibration: (found: string): Mistake => ({
    found,
    wanted: "a calibration of the model, GPU and engine that the scenario states",
    advice: "Calibrate on what the scenario states, or remove the key.",
  }),
  /** Counts come as they are shown: 1,000. */
  tooManyRequests: (about: string, most: string): string =>
    `spec.load brings about ${about} requests; at most ${most} are simulated: shorten the load, or lower its rate`,
  unevenChunks: (found: string, blockSize: number): Mistake => ({
    found,
    wanted: "a multiple of blockSize",
    advice: `Use a multiple of ${blockSize}.`,
  }),
  fewerTokensThanSequences: (found: string, maxSequences: number): Mistake => ({
    found,
    wanted: "at least one token for each sequence of a step",
    advice: `Raise it to ${maxSequences} or more.`,
  }),
} as const;
