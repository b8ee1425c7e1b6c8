import type { Mistake } from "../ports/failure.ts";

/** Flags and arguments. `at` is the flag that the example shows. */
export const COMMAND_LINE = {
  unknownFlag: (flag: string, meant: string | null, help: string): Mistake => ({
    found: flag,
    wanted: "a flag that this command has",
    advice: meant === null ? `${help} lists them.` : `Did you mean "${meant}"? ${help} lists them all.`,
  }),
  unknownCommand: (command: string, meant: string | null): Mistake => ({
    found: command,
    wanted: "a command of loadline",
    advice: meant === null ? "loadline --help lists them." : `Did you mean "${meant}"? loadline --help lists them all.`,
  }),
  missingArgument: (name: string, help: string): Mistake => ({
    found: "nothing",
    wanted: `an argument: ${name}`,
    advice: `${help} shows an example.`,
  }),
  moreArguments: (found: string, wanted: string, help: string): Mistake => ({
    found,
    wanted,
    advice: `${help} shows an example.`,
  }),
  flagWithoutValue: (flag: string, help: string): Mistake => ({
    found: "the flag without a value",
    wanted: flag,
    advice: `${help} says what it takes.`,
  }),
  missingFlag: (flag: string, help: string): Mistake => ({
    found: "nothing",
    wanted: flag,
    advice: `The command needs it; ${help} shows an example.`,
  }),
  noChoice: (found: string, choices: string, help: string): Mistake => ({
    found,
    wanted: `one of: ${choices}`,
    advice: `${help} says more.`,
  }),
  otherUsage: (found: string, help: string): Mistake => ({
    found,
    wanted: "a command line that loadline understands",
    advice: `${help} shows an example.`,
  }),
  noWhole: (found: string, at: string, least: number): Mistake => ({
    found,
    wanted: `a whole number from ${least} to 999999999999999`,
    advice: `For example ${at} ${Math.max(least, 1)}.`,
  }),
  notPositive: (found: string, at: string): Mistake => ({
    found,
    wanted: "a number above 0, at most 1000000",
    advice: `For example ${at} 2.`,
  }),
  notRising: (found: string, at: string, most: number): Mistake => ({
    found,
    wanted: `rising whole numbers from 1 to ${most}, parted by commas`,
    advice: `For example ${at} 1,2,4,8.`,
  }),
  noDuration: (found: string, wanted: string, example: string): Mistake => ({
    found,
    wanted,
    advice: `For example ${example}.`,
  }),
  noShare: (found: string): Mistake => ({
    found,
    wanted: "a share above 0 and up to 1",
    advice: "For example --utilization 0.9 or 90%.",
  }),
  noFormats: (found: string, formats: readonly string[]): Mistake => ({
    found,
    wanted: `formats parted by commas: ${formats.join(", ")}`,
    advice: "For example --weights bf16,fp8.",
  }),
  noDate: (found: string): Mistake => ({
    found,
    wanted: "a date, YYYY-MM-DD",
    advice: "For example --now 2026-11-25.",
  }),
  noInstant: (found: string): Mistake => ({
    found,
    wanted: "an instant of RFC 3339, with an offset",
    advice: "For example --start 2026-11-02T00:00:00Z.",
  }),
  tooManyWindows: (count: number, most: number): Mistake => ({
    found: `${count} windows in the horizon`,
    wanted: `at most ${most}`,
    advice: "Take longer windows, or a shorter --horizon.",
  }),
  nothingToMeasure: (given: readonly string[]): Mistake => ({
    found: given.length === 0 ? "nothing" : given.join(" together with "),
    wanted: "files with measurements, or --endpoint, or --prometheus",
    advice: "loadline calibrate --help shows an example of each.",
  }),
  nowhereToRender: {
    found: "nothing",
    wanted: "--out DIR to write into, or --diff DIR to compare with",
    advice: "For example --out rendered.",
  },
  batchAndMore: (other: string): Mistake => ({
    found: `--batch together with ${other}`,
    wanted: "either one scenario or a batch",
    advice: "Lines of a batch carry their own load.",
  }),
  nothingToSimulate: {
    found: "nothing",
    wanted: "a Scenario file, or --batch FILE",
    advice: "loadline simulate --help shows an example.",
  },
  severalDeployments: (file: string, count: number): Mistake => ({
    found: `${file}, which holds ${count} ModelDeployments`,
    wanted: "one ModelDeployment",
    advice: "Name its file; a folder with a single one will do, too.",
  }),
  severalTrafficFiles: (count: number): Mistake => ({
    found: `${count} files`,
    wanted: "one: a request log, rates by the window, or a ModelDeployment",
    advice: "Forecast them one after the other; `loadline plan` takes several ModelDeployments.",
  }),
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  noFigure: (found: string, meant: string | null, some: readonly string[]): Mistake => ({
    found,
    wanted: "a figure of the plan; without one, `loadline explain FILE` lists them",
    advice: meant ?? `Some of them: ${some.join(", ")}.`,
  }),
  noPullRequest: (found: string): Mistake => ({
    found,
    wanted: "the address of the pull request that the files come from",
    advice: "Write it as the browser shows it: https://github.com/acme/serving/pull/42.",
  }),
  noFinding: (found: string, meant: string | null): Mistake => ({
    found,
    wanted: "the id of a finding, as a report shows it",
    advice: meant ?? "`loadline plan FILE --json` lists the findings with their ids.",
  }),
  noCommitId: (found: string): Mistake => ({
    found,
    wanted: "the id of a commit in the GitOps repository, at least its first four letters",
    advice: "Leave it out for the state before the present one.",
  }),
  severalToRollBack: (count: number): Mistake => ({
    found: `${count} ModelDeployments`,
    wanted: "one ModelDeployment to roll back",
    advice: "Name its file; several are rolled back one after the other.",
  }),
  nothingToReview: (base: string, head: string): Mistake => ({
    found: `${base} and ${head}, neither of which holds a ModelDeployment`,
    wanted: "two states of a repository with files that match `models` of loadline.yaml (by default models/*.yaml)",
    advice: "Name the folders that hold loadline.yaml, or revisions of the repository you are in.",
  }),
  noHoliday: (found: string): Mistake => ({
    found,
    wanted: "a date that exists, YYYY-MM-DD",
    advice: "For example --holiday 2026-12-25. Other days than Sundays: spec.traffic.holidays.",
  }),
  nothingToCheck: (paths: readonly string[]): Mistake => ({
    found: `${paths.join(", ")}, without a file of manifests in it`,
    wanted: "files, or folders with .yaml, .yml or .json manifests",
    advice: "Check the path: a check of nothing would be green for ever.",
  }),
  /** Minor releases of Kubernetes 1. */
  noRelease: (found: string, { first, last }: { first: number; last: number }, usual: string): Mistake => ({
    found,
    wanted: `a release of Kubernetes from 1.${first} to 1.${last}`,
    advice: `For example --kubernetes ${usual}.`,
  }),
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  noSchema: (found: string, known: readonly string[], meant: string | null): Mistake => ({
    found,
    wanted: `one of: ${known.join(", ")}`,
    advice: meant ?? "Without a name, all schemas are printed.",
  }),
  demoFolderTaken: (files: number): Mistake => ({
    found: `a folder with ${files} files of somebody else's`,
    wanted: "a folder that does not exist yet",
    advice: "Name another folder with --out DIR.",
  }),
} as const;
