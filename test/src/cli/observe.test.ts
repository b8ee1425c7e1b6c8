import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { ended, loadlineWith } from "../../support/command.ts";
import { configRepository, MODEL, SETTINGS } from "../../support/config-repository.ts";
import { exported } from "../../support/exported-weeks.ts";
import { noPrometheus, type PrometheusServer, startPrometheus } from "../../support/prometheus-server.ts";
import { servedWeeks } from "../../support/served-weeks.ts";

const RATE = 'rate: "vllm:request_success_total{namespace=\\"ai-models\\",service=\\"chat\\"}"';
const MEASURED = MODEL.replace(/scaling: .*/, "scaling: { mode: fixed, replicas: 2 }").replace(
  /traffic: .*/,
  `traffic: { prometheus: { server: main, ${RATE}, window: 14d } }`,
);
const WITH_SERVER = `${SETTINGS}prometheus: { main: {} }\n`;

/** Two weeks as forecast, and a third with 30 % more requests on an engine whose steps take 20 % longer. */
describe.skipIf(noPrometheus !== null)(
  `observe with a real Prometheus${noPrometheus ?? ""}`,
  { timeout: 60_000 },
  () => {
    let server: PrometheusServer;
    beforeAll(async () => {
      server = await startPrometheus(exported(servedWeeks([{}, {}, { rate: 1.3, slowness: 1.2 }])));
    }, 60_000);
    afterAll(() => server.stop());

    const observed = (folder: string, ...more: readonly string[]) =>
      ended(
        loadlineWith({ LOADLINE_PROMETHEUS_MAIN: server.address }, folder, [
          ...["observe", "models/chat.yaml", "--now", "2026-11-25", ...more],
        ]),
      );

    it("finds both, tells them apart, and explains the latency by them", async () => {
      const folder = configRepository({ model: MEASURED, settings: WITH_SERVER });
      const end = await observed(folder, "--json");
      expect(end.stderr).toBe("");
      const document = outputs["loadline.observe/v1"].parse(JSON.parse(end.stdout));
      const { drifts, engine, latency, recalibration, targets, missing, measuredShare } = document;
      const standing = Object.fromEntries(drifts.map(({ kind, status }) => [kind, status]));
      expect(standing).toEqual({
        ...{ requests: "drifted", prompts: "as-forecast", answers: "as-forecast" },
        ...{ engine: "drifted", replicas: "as-forecast", cost: "as-forecast" },
      });
      const requests = drifts.find(({ kind }) => kind === "requests");
      expect(requests?.ratio).toBeGreaterThan(1.27);
      expect(requests?.ratio).toBeLessThan(1.33);
      // Within what the prediction says of itself, and yet not what it was the week before.
      expect(engine.slowness).toBeCloseTo(1.2, 1);
      expect((engine.slowness ?? 0) / (engine.before ?? 1)).toBeCloseTo(1.2, 1);
      expect(engine.slowness).toBeLessThan(engine.range[1]);
      expect([recalibration.pays, missing, measuredShare]).toEqual([true, [], 1]);
      const mean = latency.find(({ metric, statistic }) => metric === "ttft" && statistic === "mean");
      expect((mean?.withReplicasMs ?? 0) / (mean?.measuredMs ?? 1)).toBeCloseTo(1, 1);
      expect((mean?.measuredMs ?? 0) / (mean?.forecastMs ?? 1)).toBeGreaterThan(1.1);
      expect([end.code, targets.map(({ met }) => met)]).toEqual([0, [true, true]]);
    });
  },
);
