import { onTestFinished } from "vitest";
import { blankForecast } from "../../../planner/plan/blank.ts";
import { defaultSettings, readModelDeployment } from "../../../src/config/index.ts";
import { LOADING } from "../../../src/mistakes/loading.ts";
import { changedPairs } from "../../../src/tasks/changed-pairs.ts";
import type { LocatedForecast } from "../../../src/tasks/forecast-deployments.ts";
import { renderInputs } from "../../../src/tasks/render-inputs.ts";
import { realWorld } from "../../../src/world.ts";
import { fakeCodeHost, LINK, sha } from "../../fakes/code-host.ts";
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

const FINDING = { message: "vllm 9.9 is not known", action: "Name a known version." };
const NOBODY = { repository: null, revision: null };

/** A deployment of an engine that nobody knows: without a plan. */
async function unknown(): Promise<LocatedForecast> {
  const settings = defaultSettings();
  const located = readModelDeployment(MODEL.replace("instance:", "region: us-east-1, instance:"), CHAT, settings);
  const path = ["spec", "engine", "image"];
  const forecast = blankForecast(located.value, "unknown", [{ ...FINDING, id: "unknown", severity: "blocking", path }]);
  return { forecast, loaded: { located, settings, source: await realWorld().sources.folder("."), path: CHAT } };
}

/** A change that makes a link of a deployment's file. */
async function linked(): Promise<void> {
  const host = fakeCodeHost({ [sha("a")]: { [CHAT]: MODEL }, [sha("b")]: { [CHAT]: LINK } });
  onTestFinished(() => host.close());
  const side = async (name: string) => ({ name, source: await host.source(name), shown: (path: string) => path });
  await changedPairs({ base: await side(sha("a")), head: await side(sha("b")) });
}

showEach("loading", LOADING, {
  missing: [() => refusal(configRepository(), "plan", "models/none.yaml", ...QUICK)],
  noFolder: [() => refusal(configRepository(), "render", CHAT, "--diff", "nowhere", ...QUICK)],
  noDeployments: [() => refusal(configRepository(), "plan", "traffic", ...QUICK)],
  link: [linked],
  tooLarge: [holding("models/big.yaml", new Uint8Array(2 ** 20 + 1)), 2 ** 20 + 1],
  notUtf8: [holding("models/latin.yaml", Uint8Array.of(0x61, 0xe9, 0x0a))],
  repeatedDeployment: [
    () => refusal(withFiles(configRepository(), { "models/copy.yaml": MODEL }), "plan", "models", ...QUICK),
    "ai-models/chat",
    "models/chat.yaml",
  ],
  notPlanned: [
    async () => renderInputs([await unknown()], { provenance: async () => NOBODY }),
    FINDING.message,
    FINDING.action,
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
