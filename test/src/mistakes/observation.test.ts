import { rmSync } from "node:fs";
import { join } from "node:path";
import { OBSERVATION } from "../../../src/mistakes/observation.ts";
import type { MetricsAnswer } from "../../../src/ports/metrics-server.ts";
import { type ObserveOptions, observe, serverOf } from "../../../src/tasks/observe-deployment.ts";
import { readObservations } from "../../../src/tasks/observe-history.ts";
import { pastOf } from "../../../src/tasks/observe-past.ts";
import { realWorld } from "../../../src/world.ts";
import { committed, configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { refusal, withFiles } from "../../support/in-process.ts";
import { showEach, withPlacesNamed } from "../../support/mistakes.ts";

/** 2026-11-25. */
const NOW = 1_795_564_800;
const CHAT = "models/chat.yaml";
const settings = (servers: string) => `${SETTINGS}prometheus: ${servers}\n`;
const against = (given: string, files: Readonly<Record<string, string>> = {}) => {
  return async () => {
    const folder = configRepository();
    rmSync(join(folder, CHAT));
    committed(folder);
    withFiles(folder, { [CHAT]: MODEL, ...files });
    return refusal(folder, "observe", CHAT, "--against", given, "--now", "2026-11-25");
  };
};

/** Observes a day of a server that answers all alike. */
const measured =
  (answer: MetricsAnswer, selector: string | null = null) =>
  async () => {
    const folder = configRepository({ settings: settings("{ main: {} }") });
    const past = await pastOf(`${folder}/${CHAT}`, null, realWorld());
    const world = { ...realWorld(), metrics: async () => ({ range: async () => answer }) };
    const options: ObserveOptions = {
      ...{ from: NOW - 86_400, to: NOW, now: NOW, seed: 1, traffic: null, prometheus: null, selector },
      ...{ comparesBefore: false, progress: () => undefined },
    };
    await withPlacesNamed(() => observe(past, world, { options, history: null }), [folder, "/here"]);
  };

const several = async () => {
  const folder = configRepository({ settings: settings("{ main: {}, other: {} }") });
  const { one } = await pastOf(`${folder}/${CHAT}`, null, realWorld());
  return serverOf(one, null);
};
const kept = (text: string) => () =>
  readObservations(new TextEncoder().encode(text), "kept/observations/ai-models/chat.json");
const PLAN = { schema: "loadline.plan/v1", deployments: [] };
const MISSING = ["traffic: no samples between 2026-11-24T00:05:00Z"];

showEach("observation", OBSERVATION, {
  whichServer: [several, ["main", "other"]],
  nothingMeasured: [
    measured({ kind: "series", series: [], warnings: [] }),
    "main",
    { from: "2026-11-24", to: "2026-11-25" },
    MISSING,
  ],
  noSelector: [measured({ kind: "refused", message: "parse error" }, 'model="chat'), 'model="chat', "parse error"],
  notAtRevision: [against("HEAD"), "HEAD", CHAT],
  noPlan: [against("plan.json", { "plan.json": '{"schema":"loadline.plan/v1"}' }), "deployments"],
  planOfOthers: [against("plan.json", { "plan.json": JSON.stringify(PLAN) }), [], "chat"],
  noObservations: [kept('{"schema":"loadline.observations/v1"}'), "deployment"],
  observationsNotJson: [kept("{"), "Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
});
