import { LOADING } from "../../../src/mistakes/loading.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { refusal, withFiles } from "../../support/in-process.ts";
import { showEach } from "../../support/mistakes.ts";

const CHAT = "models/chat.yaml";
const QUICK = ["--now", "2026-11-25", "--horizon", "1d"];
const TRAFFIC = /^ {2}traffic: .*\n/m;

const plan = (model: string) => () => refusal(configRepository({ model }), "plan", CHAT, ...QUICK);
const holding = (path: string, content: string | Uint8Array) => () =>
  refusal(withFiles(configRepository(), { [path]: content }), "plan", path, ...QUICK);
const RATES = Array.from({ length: 48 }, (_, hour) => {
  const start = new Date(Date.UTC(2026, 10, 11, hour)).toISOString();
  return `${start},1.5`;
});

showEach("loading", LOADING, {
  missing: [() => refusal(configRepository(), "plan", "models/none.yaml", ...QUICK)],
  noDeployments: [() => refusal(configRepository(), "plan", "traffic", ...QUICK)],
  tooLarge: [holding("models/big.yaml", new Uint8Array(2 ** 20 + 1)), 2 ** 20 + 1],
  notUtf8: [holding("models/latin.yaml", Uint8Array.of(0x61, 0xe9, 0x0a))],
  repeatedDeployment: [
    () => refusal(withFiles(configRepository(), { "models/copy.yaml": MODEL }), "plan", "models", ...QUICK),
    "ai-models/chat",
    "models/chat.yaml",
  ],
  unknownModel: [
    () => refusal(configRepository({ model: MODEL.replace("3.1-8B", "3.1-9B") }), "advise", CHAT, ...QUICK),
    "meta-llama/Llama-3.1-9B-Instruct",
    "Nearest known: meta-llama/Llama-3.1-8B-Instruct",
  ],
  noTraffic: [() => refusal(configRepository({ model: MODEL.replace(TRAFFIC, "") }), "advise", CHAT, ...QUICK)],
  nothingToForecast: [() => refusal(configRepository({ model: MODEL.replace(TRAFFIC, "") }), "forecast", CHAT)],
  folderToForecast: [() => refusal(configRepository(), "forecast", "models")],
  trafficMissing: [plan(MODEL.replace("traffic/chat.csv", "traffic/none.csv")), "traffic/none.csv", "/here"],
  lengthsMissing: [
    () =>
      refusal(
        withFiles(configRepository(), { "traffic/chat.csv": `timestamp,requests_per_second\n${RATES.join("\n")}\n` }),
        "plan",
        CHAT,
        ...QUICK,
      ),
    "traffic/chat.csv",
  ],
  calibrationMissing: [
    plan(MODEL.replace("engine: { name: vllm,", "engine: { name: vllm, calibration: calibrations/none.yaml,")),
    "calibrations/none.yaml",
    "/here",
  ],
});
