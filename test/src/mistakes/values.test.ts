import { readModelDeployment, readScenario, readSettings } from "../../../src/config/index.ts";
import { VALUES } from "../../../src/mistakes/values.ts";
import { showEach } from "../../support/mistakes.ts";
import { deployment, replaced, scenario, settings } from "../config/examples.ts";

const read = (from: string, to: string) => () =>
  readModelDeployment(replaced(deployment, from, to), "models/chat.yaml");
const loaded = (from: string, to: string) => () => readScenario(replaced(scenario, from, to), "night.yaml");
const set = (from: string, to: string) => () => readSettings(replaced(settings, from, to), "loadline.yaml");

const named = (name: string) => read("name: support,", `name: ${name},`);
const traffic = (path: string) => read("file: traffic/support.csv", `file: ${path}`);
const cron = (text: string) => read('"30 6 * * mon-fri"', text);
const start = (text: string) => read('"2026-03-02T00:00:00+01:00"', text);
const holiday = (text: string) => read("2026-12-25, {", `${text}, {`);
const zone = (name: string) => read("timezone: Europe/Paris, duration", `timezone: ${name}, duration`);
const lasting = (text: string) => read("duration: 10h", `duration: ${text}`);
const growing = (text: string) => read("growthPerMonth: -2%", `growthPerMonth: ${text}`);
const leaking = (text: string) => loaded("leakPerHour: 200Mi", `leakPerHour: ${text}`);

showEach("values", VALUES, {
  likeThis: [named("Support"), "support"],
  quoteIt: [named("7")],
  unquoteIt: [read("maxContext: 16384", 'maxContext: "16384"')],
  tooLong: [named("a".repeat(64)), 63],
  noWhole: [read("maxContext: 16384", "maxContext: 16384.5")],
  outOfBounds: [read("maxReplicas: 6", "maxReplicas: -1"), "from 1 to 10000"],
  otherWord: [
    read("weights: bf16", "weights: good"),
    ["bf16", "fp16", "fp8", "int8", "gptq-int4", "awq-int4", "mxfp4", "nvfp4"],
  ],
  bareOff: [set("severity: off", "severity: false")],
  noFlag: [read("prefixCaching: false", 'prefixCaching: "no"')],
  noLabelValue: [read("team: help", 'team: "help desk"')],
  twoLambdas: [read("name: gke,", "name: lambda,")],
  instanceMissing: [read("instance: g2-standard-8, ", ""), "n1-standard-4-t4", "Google GKE"],
  addressForId: [read("id: Qwen/Qwen2.5-7B-Instruct", 'id: "https://huggingface.co/Qwen/Qwen2.5-7B-Instruct"')],
  loginWithAt: [set("bo-b]", '"@alice"]'), "alice"],
  noPath: [traffic('""')],
  controlCharacters: [traffic('"traffic/\\u0007.csv"')],
  backslash: [traffic("traffic\\support.csv")],
  addressForPath: [traffic('"https://example.com/support.csv"')],
  absolutePath: [traffic("/srv/support.csv"), "the folder that holds loadline.yaml"],
  leadsOutside: [traffic("../support.csv")],
  noScenarioId: [loaded("id: night", "id: [night]")],
  noBranch: [set("branch: release/live", "branch: a..b")],
  cronWithoutQuotes: [cron("30")],
  cronByName: [cron('"@daily"')],
  cronNever: [cron('"0 7 31 2 *"')],
  otherCount: [cron('"0 30 6 * * 1"'), 6],
  cronField: [cron('"61 6 * * 1"'), { name: "minute", low: 0, high: 59 }],
  instantWithoutQuotes: [start("1772409600")],
  noSuchMoment: [start('"2026-02-30T00:00:00Z"')],
  noDate: [holiday('"25.12.2026"')],
  noSuchDay: [holiday('"2026-02-30"')],
  timeMissing: [start('"2026-03-02"'), "2026-03-02"],
  noInstant: [start('"monday"')],
  offsetMissing: [start('"2026-03-02 08:30"'), "2026-03-02T08:30:00"],
  noTimeZone: [zone("7")],
  otherTimeZone: [zone("QQQ")],
  unitOfTimeMissing: [lasting("10"), "10"],
  noQuantity: [lasting("true")],
  noTime: [lasting("0s")],
  tooLate: [lasting("4000d")],
  dateForDuration: [lasting('"2026-03-02"')],
  severalUnits: [lasting("1h30m")],
  noUnitOfTime: [lasting("2w")],
  write: [lasting("10 hr"), "10h"],
  shareOutside: [read("confidence: 95%", "confidence: 100%"), "above 0% to below 100%"],
  percentMissing: [growing("8"), 8],
  noShare: [growing("true")],
  noPercent: [growing("much")],
  spacedPercent: [growing("8 %"), "8"],
  unitOfSizeMissing: [leaking("200"), 200],
  severalSizes: [leaking("much")],
});
