import type { Mistake } from "../ports/failure.ts";

/** Files that a command reads: not there, not text, or not what goes together with the others. */
export const LOADING = {
  missing: {
    found: "nothing",
    wanted: "a file that exists",
    advice: "Check the spelling and the folder you are in.",
  },
  noFolder: {
    found: "no folder",
    wanted: "the folder of an earlier rendering, or a checkout of the GitOps repository",
    advice: "Check the spelling, or render into it first with --out.",
  },
  noDeployments: {
    found: "a folder without ModelDeployments",
    wanted: "files that match `models` of loadline.yaml (by default models/*.yaml)",
    advice: "Name the files, or the folder that holds loadline.yaml. `loadline init` makes one.",
  },
  link: {
    found: "a symbolic link",
    wanted: "a file: links of a pull request are not followed",
    advice: "Commit the file itself here. Left as it is, its deployment would count as removed.",
  },
  tooLarge: (bytes: number): Mistake => ({
    found: `${bytes} bytes`,
    wanted: "a configuration file of at most 1 MiB",
    advice: "A request log belongs in spec.traffic.file or --traffic.",
  }),
  notUtf8: {
    found: "bytes that are not UTF-8",
    wanted: "a text file",
    advice: "Save it as UTF-8, or check that this is the right file.",
  },
  repeatedDeployment: (name: string, other: string): Mistake => ({
    found: `${name}, as in ${other}`,
    wanted: "one ModelDeployment for each name and namespace",
    advice: "Rename one of the two, or name the file once.",
  }),
  notPlanned: (found: string, action: string): Mistake => ({
    found,
    wanted: "a model, an engine and a place that are known: manifests follow from the plan",
    advice: action,
  }),
  noTraffic: {
    found: "no traffic",
    wanted: "the traffic that a plan has to carry",
    advice: "Name a request log in spec.traffic.file, or pass --traffic FILE.",
  },
  nothingToForecast: {
    found: "nothing",
    wanted: "traffic to forecast",
    advice: "Add traffic: { file: traffic/chat.csv }, or name the traffic file itself.",
  },
  folderToForecast: {
    found: "a folder",
    wanted: "a file: a request log, rates by the window, or a ModelDeployment",
    advice: "Name one file.",
  },
  trafficMissing: (file: string, folder: string): Mistake => ({
    found: `${file}, which does not exist below ${folder}`,
    wanted: "a request log that exists",
    advice: "Paths are relative to the folder that holds loadline.yaml. Check the spelling, or pass --traffic FILE.",
  }),
  lengthsMissing: (file: string): Mistake => ({
    found: `${file}, which holds rates and no token lengths`,
    wanted: "how long prompts and answers are",
    advice: "Add inputTokens and outputTokens here: a number, { mean, cv } or { quantiles: [[0.5, 900], …] }.",
  }),
  calibrationMissing: (file: string, folder: string): Mistake => ({
    found: `${file}, which does not exist below ${folder}`,
    wanted: "a Calibration, as `loadline calibrate` writes it",
    advice: "Check the spelling, or remove the key to predict without one.",
  }),
} as const;
