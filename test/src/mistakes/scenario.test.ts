import { readScenario } from "../../../src/config/index.ts";
import { SCENARIO } from "../../../src/mistakes/scenario.ts";
import { showEach } from "../../support/mistakes.ts";
import { replaced, scenario } from "../config/examples.ts";

const read = (from: string, to: string) => () => readScenario(replaced(scenario, from, to), "night.yaml");
const between = (start: string, end: string) => scenario.slice(scenario.indexOf(start), scenario.indexOf(end));
const load = (keys: string) => read(between("    stages:", "  autoscaler:"), `    ${keys}\n`);
const autoscaler = (keys: string) =>
  read(between("  autoscaler:", "  faults:"), keys === "" ? "" : `  autoscaler: { max: 4, ${keys} }\n`);

const LENGTHS = "inputTokens: 8, outputTokens: 4";
const CLOSED = `closedLoop: { concurrency: 1, requests: 1, ${LENGTHS} }`;

showEach("scenario", SCENARIO, {
  noLoad: [read(`  load:\n${between("    stages:", "  autoscaler:")}`, "  load: {}\n")],
  secondLoad: [load(`${CLOSED}\n    poisson: { rate: 1, requests: 1, ${LENGTHS} }`), "poisson", "closedLoop"],
  endlessLoad: [load(`poisson: { rate: 1, ${LENGTHS} }`)],
  twoEnds: [load(`poisson: { rate: 1, requests: 1, duration: 1s, ${LENGTHS} }`)],
  requestsAtNoRate: [load(`poisson: { rate: 0, requests: 1, ${LENGTHS} }`)],
  restartsTooOften: [read("restartEvery: 5h", "restartEvery: 1ms")],
  noMemory: [read("memoryLimit: 16Gi", "memoryLimit: 0Gi")],
  memoryFullAtStart: [read("    memoryLimit: 16Gi", "    memoryLimit: 16Gi\n    memoryAtStart: 16Gi")],
  medianAboveTail: [read("p99: 4m", "p99: 4s")],
  looksTooOften: [read("    min: 1\n", "    min: 1\n    syncPeriod: 0.5s\n")],
  zeroWithHpa: [read("    min: 1\n", "    min: 0\n")],
  minimumAboveMaximum: [read("    min: 1\n", "    min: 5\n"), 4],
  noMetric: [read("    metric: requests-waiting\n", "")],
  noTarget: [read("    target: 4\n", "")],
  emptySchedule: [autoscaler("kind: scheduled, min: 1")],
  endBeforeBeginning: [autoscaler("kind: scheduled, min: 1, schedule: [{ from: 9h, to: 1h, min: 4 }]")],
  scheduleAboveMaximum: [autoscaler("kind: scheduled, min: 1, schedule: [{ from: 1h, to: 9h, min: 5 }]"), 4, 5],
  outsideAutoscaler: [read("replicas: 2", "replicas: 5"), 1, 4],
  nobodyServes: [
    () =>
      readScenario(
        replaced(scenario, between("  autoscaler:", "  faults:"), "").replace("replicas: 2", "replicas: 0"),
        "night.yaml",
      ),
  ],
  noScheduler: [read(between("  scheduler:", "  stepTime:"), "")],
  limitMissing: [read(", kvBlocks: 3328", ""), "kvBlocks", "linear", "3328"],
});
