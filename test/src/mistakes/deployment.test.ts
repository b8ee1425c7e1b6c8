import { readModelDeployment } from "../../../src/config/index.ts";
import { DEPLOYMENT } from "../../../src/mistakes/deployment.ts";
import { showEach } from "../../support/mistakes.ts";
import { deployment, replaced } from "../config/examples.ts";

const read = (from: string, to: string) => () =>
  readModelDeployment(replaced(deployment, from, to), "models/chat.yaml");

const MODEL =
  "{ layers: 24, hidden: 1024, heads: 16, kvHeads: 8, intermediate: 4096, vocabulary: 32000, maxPositions: 8192";
const shaped = (architecture: string) =>
  read("    weights: bf16\n", `    weights: bf16\n    architecture: ${architecture}\n`);
const traffic = (keys: string) =>
  read(deployment.slice(deployment.indexOf("    file: traffic"), deployment.indexOf("  slo:")), `${keys}\n`);
const FROM_PROMETHEUS = "    prometheus: { server: main, rate: vllm:request_success_total }";
const scaled = (keys: string) =>
  read(
    deployment.slice(deployment.indexOf("  scaling:"), deployment.indexOf("  traffic:")),
    `  scaling: { minReplicas: 0, maxReplicas: 6, ${keys} }\n`,
  );

showEach("deployment", DEPLOYMENT, {
  regionMissing: [read("region: europe-west4, ", "")],
  moreExpertsPerToken: [shaped(`${MODEL}, moe: { experts: 8, expertsPerToken: 9, expertIntermediate: 512 } }`), 8],
  moreThanLayers: [shaped(`${MODEL}, slidingWindow: { tokens: 4096, layers: 25 } }`), 24],
  unevenKvHeads: [shaped(`${MODEL.replace("kvHeads: 8", "kvHeads: 5")} }`), 16],
  unevenHeads: [shaped(`${MODEL.replace("hidden: 1024", "hidden: 1000")} }`), 1000],
  versionApart: [read("name: vllm, ", "name: vllm, version: 0.15, ")],
  secretInAccount: [read("capacity: spot }", "capacity: spot, account: { token: hf_1 } }")],
  securityContext: [read("  build:", "  pod: { securityContext: { runAsUser: 1000 } }\n  build:")],
  rangeWhenFixed: [scaled("mode: fixed")],
  numberWhenElastic: [read("maxReplicas: 6", "maxReplicas: 6\n    replicas: 6")],
  zeroWithHpa: [read("mode: keda", "mode: hpa")],
  minimumAboveMaximum: [read("    minReplicas: 0", "    minReplicas: 7"), 6],
  scheduleAboveMaximum: [read("minReplicas: 3 }", "minReplicas: 9 }"), 6, 9],
  emptySchedule: [scaled("mode: scheduled")],
  nothingToWake: [read("    minReplicas: 0", "    minReplicas: 1\n    wakeUp: up")],
  shareAboveWhole: [read("value: 80%", "value: 80"), 80],
  twoSources: [traffic(`    file: traffic/chat.csv\n${FROM_PROMETHEUS}`)],
  noSource: [traffic("    growthPerMonth: 1%")],
  lengthsOfOneSide: [traffic("    file: traffic/chat.csv\n    inputTokens: 900")],
  lengthsBesidePrometheus: [traffic(`${FROM_PROMETHEUS}\n    inputTokens: 900\n    outputTokens: 90`)],
  startBesidePrometheus: [traffic(`${FROM_PROMETHEUS}\n    start: "2026-03-02T00:00:00Z"`)],
  repeatedHoliday: [read("2026-12-25, {", "2026-12-24, {")],
  unsortedQuantiles: [
    traffic("    file: chat.csv\n    inputTokens: { quantiles: [[0.5, 9], [0.1, 90]] }\n    outputTokens: 90"),
  ],
  fallingQuantiles: [
    traffic("    file: chat.csv\n    inputTokens: { quantiles: [[0.1, 90], [0.5, 9]] }\n    outputTokens: 90"),
  ],
  noPercentile: [read("e2e: { p99: 1m }", "e2e: {}")],
  percentileTooHigh: [read("p95: 800ms", "p99.95: 800ms")],
  repeatedPercentile: [read("p95: 800ms", "p99.90: 800ms")],
  unevenInterval: [read("restartEvery: 2d", "restartEvery: 5h")],
  repeatedSecret: [
    read(
      "{ name: hub, store: vault, key: kv/hub }",
      "{ name: hub, store: v, key: a }, { name: hub, store: v, key: b }",
    ),
  ],
  takenVariable: [read("name: hub", "name: hf-home"), "HF_HOME"],
  storageClassMissing: [read("  build:", "  pod: { cache: { kind: shared } }\n  build:"), "shared"],
  storageClassOnNode: [read("  build:", "  pod: { cache: { kind: node, storageClass: fast } }\n  build:")],
});
