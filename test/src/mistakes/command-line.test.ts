import { CommanderError } from "commander";
import { usageMistake } from "../../../src/cli/usage-mistake.ts";
import { COMMAND_LINE } from "../../../src/mistakes/command-line.ts";
import { schemaNames } from "../../../src/tasks/show-schema.ts";
import { temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { refusal, withFiles } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";

const SERVING = ["--model", "Qwen/Qwen3-8B", "--gpu", "l4"];
const CHAT = "models/chat.yaml";
const QUICK = ["--now", "2026-11-25", "--horizon", "1d"];
const empty =
  (...words: readonly string[]) =>
  () =>
    refusal(temporaryFolder(), ...words);
const repository =
  (...words: readonly string[]) =>
  () =>
    refusal(configRepository(), ...words);
const two = () => withFiles(configRepository(), { "models/more.yaml": MODEL.replace("name: chat,", "name: more,") });
const FORMATS = ["bf16", "fp16", "fp8", "int8", "gptq-int4", "awq-int4", "mxfp4", "nvfp4"];
const INTO = ["--repo", "gitops", "--branch", "main"];

showEach("command-line", COMMAND_LINE, {
  unknownFlag: [empty("plan", CHAT, "--jsn"), "--jsn", "--json", "loadline plan --help"],
  unknownCommand: [empty("plam"), "plam", "plan"],
  missingArgument: [empty("plan"), "file", "loadline plan --help"],
  moreArguments: [empty("compare", "a", "b"), "2: a, b", "1 argument", "loadline compare --help"],
  flagWithoutValue: [empty("plan", CHAT, "--seed"), "--seed <n>", "loadline plan --help"],
  missingFlag: [empty("fit", "--gpu", "l4"), "--model <id>", "loadline fit --help"],
  noChoice: [empty("plan", CHAT, "--format", "xml"), "xml", "text, json, markdown, html", "loadline plan --help"],
  otherUsage: [
    () => {
      throw usageMistake(new CommanderError(1, "commander.conflictingOption", "error: two flags that clash"), "plan");
    },
    "two flags that clash",
    "loadline plan --help",
  ],
  noWhole: [empty("fit", ...SERVING, "--tp", "two"), "two", "--tp", 1],
  notPositive: [empty("plan", CHAT, "--traffic-scale", "-1"), "-1", "--traffic-scale"],
  notRising: [
    empty("calibrate", "--endpoint", "http://127.0.0.1:1", ...SERVING, "--concurrency", "4,2"),
    "4,2",
    "--concurrency",
    1024,
  ],
  noDuration: [empty("plan", CHAT, "--horizon", "30"), "30", "a duration from 1h to 400d", "--horizon 30d"],
  noShare: [empty("fit", ...SERVING, "--utilization", "90"), "90"],
  noFormats: [empty("advise", CHAT, "--weights", "bf61"), "bf61", FORMATS],
  noDate: [empty("plan", CHAT, "--now", "2026-02-30"), "2026-02-30"],
  noInstant: [repository("forecast", "traffic/chat.csv", "--start", "monday"), "monday"],
  tooManyWindows: [repository("forecast", "traffic/chat.csv", "--window", "1m", "--horizon", "400d"), 576_000, 40_000],
  nothingToMeasure: [empty("calibrate", ...SERVING), []],
  nowhereToRender: [empty("render", CHAT)],
  batchAndMore: [empty("simulate", "night.yaml", "--batch", "all.jsonl"), "night.yaml"],
  nothingToSimulate: [empty("simulate")],
  severalDeployments: [() => refusal(two(), "explain", "models", ...QUICK), "models", 2],
  severalTrafficFiles: [empty("forecast", "a.csv", "b.csv"), 2],
  noFigure: [repository("explain", CHAT, "weigths", ...QUICK), "weigths", 'Did you mean "weights"?', []],
  noPullRequest: [repository("commit", CHAT, ...INTO, "--pull-request", "42", ...QUICK), "42"],
  noFinding: [repository("commit", CHAT, ...INTO, "--override", "weather", ...QUICK), "weather", null],
  noCommitId: [repository("commit", CHAT, ...INTO, "--rollback", "yesterday"), "yesterday"],
  severalToRollBack: [() => refusal(two(), "commit", "models", ...INTO, "--rollback"), 2],
  nothingToReview: [
    () => refusal(withFiles(temporaryFolder(), { "old/a.txt": "", "new/a.txt": "" }), "diff", "old", "new", ...QUICK),
    "old",
    "new",
  ],
  noHoliday: [repository("forecast", "traffic/chat.csv", "--holiday", "2026-02-30"), "2026-02-30"],
  nothingToCheck: [() => refusal(withFiles(temporaryFolder(), { "old/a.txt": "" }), "validate", "old"), ["old"]],
  noRelease: [repository("validate", CHAT, "--kubernetes", "1.9"), "1.9", { first: 16, last: 36 }, "1.34"],
  noSchema: [empty("schema", "Senario"), "Senario", schemaNames(), 'Did you mean "scenario"?'],
  demoFolderTaken: [() => refusal(withFiles(temporaryFolder(), { "out/a.txt": "mine" }), "demo", "--out", "out"), 1],
});
