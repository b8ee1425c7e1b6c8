import { describe, expect, it } from "vitest";
import type { DeploymentForecast, ModelDeployment } from "../../../planner/domain/index.ts";
import { forecastDeployment } from "../../../planner/plan/forecast-deployment.ts";
import type { PlanRequest } from "../../../planner/plan/request.ts";
import { DAY, seconds, usDollars } from "../../../planner/units/index.ts";
import { deployment, history, NOW, question } from "./question.ts";

function forecast(changes: Partial<PlanRequest> = {}): DeploymentForecast {
  const answer = forecastDeployment(question(changes));
  if (answer.kind !== "forecast") throw new Error(answer.kind);
  return answer.forecast;
}

const but = (changes: Partial<ModelDeployment>): ModelDeployment => ({ ...deployment, ...changes });
/** True of the question itself (see question.ts): traffic newer than the day of the plan, two large cards for it, no budget. */
const NO_NEWS = ["future-traffic", "idle-gpus", "no-budget"];

const ids = (found: DeploymentForecast): string[] =>
  found.findings.map(({ id }) => id).filter((id) => !NO_NEWS.includes(id));

describe("the verdict", () => {
  it("passes when every target holds on a measured card", () => {
    const found = forecast();
    expect(found).toMatchObject({ verdict: "pass", coverage: { status: "interpolated" } });
    expect(found.slo.every(({ met, probability }) => met && (probability ?? 0) > 0.95)).toBe(true);
    expect(ids(found)).toEqual([]);
  });

  it("blocks on a target that is missed, and says by how much on its path", () => {
    const found = forecast({
      deployment: but({
        slo: { latency: [{ metric: "tpot", percentile: 95, limit: seconds(0.004) }], errorRate: null, confidence: 0.9 },
      }),
    });
    expect(found.verdict).toBe("block");
    expect(found.slo[0]).toMatchObject({ met: false, metric: "tpot", percentile: "p95", target: 4 });
    expect(found.findings.find(({ severity }) => severity === "blocking")).toMatchObject({
      id: "target-missed",
      path: ["spec", "slo", "tpot", "p95"],
      message: expect.stringMatching(/p95 TPOT: [\d.]+ ms against 4 ms/),
    });
  });

  it("blocks when the model does not fit, without simulating", () => {
    const found = forecast({
      deployment: but({ model: { ...deployment.model, id: "meta-llama/Llama-3.1-70B-Instruct" } }),
    });
    expect(found).toMatchObject({ verdict: "block", plan: { memory: { fits: false } }, windows: [] });
    expect(ids(found)).toContain("does-not-fit");
  });

  it("is unknown without a price, and the cost is then null and not zero", () => {
    const found = forecast({ deployment: but({ platform: { ...deployment.platform, region: "mars-1" } }) });
    expect(found).toMatchObject({
      verdict: "unknown",
      cost: { monthlyUsd: null, perMillionTokensUsd: null, priceSource: null },
    });
  });

  it.each([
    ["platform", { platform: { ...deployment.platform, name: "openshift" } }, "unknown-platform"],
    ["instance", { platform: { ...deployment.platform, instance: "p5.huge" } }, "platform-cannot-host"],
    ["engine version", { engine: { ...deployment.engine, version: "9.9" } }, "unknown-engine-version"],
  ] as const)("is unknown for an unknown %s", (_what, changes, id) => {
    const found = forecast({ deployment: but(changes) });
    expect(found.verdict).toBe("unknown");
    expect(ids(found)).toContain(id);
  });

  it("warns over budget, on a card nobody measured, on a short history, on old prices", () => {
    const warned = (changes: Partial<PlanRequest>) => forecast(changes);
    expect(warned({ deployment: but({ budget: { monthlyUsd: usDollars(100) } }) })).toMatchObject({ verdict: "warn" });
    expect(
      ids(warned({ deployment: but({ platform: { ...deployment.platform, instance: "g6e.xlarge" } }) })),
    ).toContain("extrapolated-speed");
    expect(ids(warned({ history: history(20_000, 3) }))).toContain("short-history");
    expect(ids(warned({ now: NOW + 30 * DAY }))).toContain("stale-price");
  });

  it("warns within five points of the wanted confidence", () => {
    const p95 = forecast().slo[0]?.range?.[1] ?? 0;
    const close = forecast({
      deployment: but({
        slo: {
          latency: [{ metric: "ttft", percentile: 95, limit: seconds((p95 * 1.01) / 1000) }],
          errorRate: null,
          confidence: 0.9,
        },
      }),
    });
    expect(close.slo[0]?.probability).toBeGreaterThanOrEqual(0.9);
    expect(close.slo[0]?.probability).toBeLessThan(0.95);
    expect(close).toMatchObject({ verdict: "warn" });
    expect(ids(close)).toEqual(["target-close"]);
  });

  it("without traffic is unknown where there are targets, and a warning where there are none", () => {
    expect(forecast({ history: null })).toMatchObject({ verdict: "unknown", latency: { ttftMs: { p95: null } } });
    const untargeted = but({ slo: { latency: [], errorRate: null, confidence: 0.9 } });
    expect(forecast({ history: null, deployment: untargeted })).toMatchObject({
      verdict: "warn",
      cost: { monthlyUsd: { p50: 2 * 6.88 * 730 } },
    });
  });

  it("is unknown where nothing has what a target is about", () => {
    const chats = history(2000);
    const outputTokens = new Int32Array(chats.workload.outputTokens.length).fill(1);
    const oneToken = { ...chats, workload: { ...chats.workload, outputTokens } };
    const latency = [{ metric: "tpot", percentile: 95, limit: seconds(0.1) }] as const;
    const asked = but({ slo: { latency, errorRate: null, confidence: 0.9 } });
    const found = forecast({ history: oneToken, deployment: asked });
    expect(found).toMatchObject({ verdict: "unknown", errorRate: 0, latency: { tpotMs: { p95: null } } });
    expect(ids(found)).toEqual(["target-unchecked"]);
  });

  it("without simulation knows an autoscaled fleet's bounds and no cost between them", () => {
    const scaling = { mode: "hpa", minReplicas: 1, maxReplicas: 5, headroom: 0, target: null, schedule: [] } as const;
    const platform = { ...deployment.platform, instance: "g5.2xlarge" };
    const untargeted = { latency: [], errorRate: null, confidence: 0.9 };
    const budget = { monthlyUsd: usDollars(1) };
    const found = forecast({ history: null, deployment: but({ scaling, platform, slo: untargeted, budget }) });
    expect(found).toMatchObject({ cost: { monthlyUsd: null, perMillionTokensUsd: null }, replicas: null });
    expect(found.assumptions[0]?.text).toBe(
      "cost: nothing was simulated; $885 a month with the fewest replicas (1), $4,424 with the most (5)",
    );
    expect(found.findings.find(({ id }) => id === "over-budget")?.message).toMatch(/^at least \$885 a month is over/);
    const large = but({ scaling, platform, model: { ...deployment.model, id: "meta-llama/Llama-3.1-70B-Instruct" } });
    expect(forecast({ deployment: large })).toMatchObject({ verdict: "block", cost: { monthlyUsd: null } });
  });

  it("follows the severities of Settings", () => {
    const settings = {
      policies: {
        "model-revision": { severity: "blocking", override: [] },
        "stale-price": { severity: "off", override: [] },
      },
    };
    const loose = but({ model: { ...deployment.model, revision: null } });
    const found = forecast({ deployment: loose, settings: settings as never, now: NOW + 30 * DAY });
    expect(found.verdict).toBe("block");
    expect(ids(found)).toEqual(["model-revision"]);
  });

  it("cannot be talked out of what is missing or missed", () => {
    const off = { severity: "off", override: [] } as const;
    const settings = { policies: { "unknown-price": off, "target-missed": off } };
    const nowhere = but({ platform: { ...deployment.platform, region: "mars-1" } });
    expect(forecast({ deployment: nowhere, settings: settings as never }).verdict).toBe("unknown");
  });
});

describe("the forecast", () => {
  it("is the same every time", () => {
    expect(JSON.stringify(forecast())).toBe(JSON.stringify(forecast()));
  });

  it("bills a fixed fleet to the cent", () => {
    const found = forecast({ deployment: but({ platform: { ...deployment.platform, instance: "g5.2xlarge" } }) });
    expect(found.cost.monthlyUsd).toEqual({ p10: 1769.52, p50: 1769.52, p90: 1769.52 });
    expect(found.replicas).toEqual({ min: 2, mean: 2, max: 2 });
  });

  it("packs several replicas on a node with several GPUs", () => {
    const packed = but({
      platform: { ...deployment.platform, instance: "g5.12xlarge" },
      scaling: { mode: "fixed", replicas: 4, headroom: 0 },
    });
    expect(forecast({ deployment: packed }).cost.monthlyUsd?.p50).toBeCloseTo(5.672 * 730, 6);
    const five = { ...packed, scaling: { mode: "fixed", replicas: 5, headroom: 0 } as const };
    expect(forecast({ deployment: five }).cost.monthlyUsd?.p50).toBeCloseTo(2 * 5.672 * 730, 6);
  });

  it("never gets faster with more traffic on a fixed fleet", () => {
    const [one, four, sixteen] = [1, 4, 16].map((trafficScale) => forecast({ trafficScale }).latency);
    for (const metric of ["ttftMs", "tpotMs", "e2eMs"] as const) {
      const values = [one, four, sixteen].map((latency) => latency?.[metric].p95 ?? 0);
      expect(values, metric).toEqual(values.toSorted((a, b) => a - b));
      expect(values[2], metric).toBeGreaterThan((values[0] ?? 0) * 1.05);
    }
  });

  it("costs more when an autoscaled fleet must carry an event or more traffic", () => {
    const scaling = {
      mode: "keda",
      minReplicas: 1,
      maxReplicas: 8,
      headroom: 0,
      target: { metric: "requests-running", value: 4 },
      schedule: [],
    } as const;
    const base = but({ scaling, platform: { ...deployment.platform, instance: "g5.2xlarge" } });
    const cost = (changes: Partial<PlanRequest>) =>
      forecast({ deployment: base, ...changes }).cost.monthlyUsd?.p50 ?? 0;
    const usual = cost({});
    expect(usual).toBeGreaterThanOrEqual(1.212 * 730);
    expect(cost({ trafficScale: 3 })).toBeGreaterThan(usual * 1.3);
    const event = {
      name: "sale",
      start: new Date((NOW + 2 * DAY) * 1000).toISOString(),
      duration: seconds(10 * DAY),
      multiplier: 3,
    };
    const traffic = deployment.traffic && { ...deployment.traffic, events: [event] };
    expect(cost({ deployment: { ...base, traffic } })).toBeGreaterThan(usual * 1.1);
  });

  it("counts prompts beyond the context as failed requests", () => {
    const short = but({ model: { ...deployment.model, maxContext: 2048 } });
    const found = forecast({ deployment: short });
    const { inputTokens } = history().workload;
    const share = inputTokens.filter((tokens) => tokens >= 2048).length / inputTokens.length;
    expect(found.errorRate).toBeGreaterThan(share * 0.7);
    expect(found.errorRate).toBeLessThan(share * 1.3);
    expect(found.verdict).toBe("block");
  });

  it("counts sequences of full length by what they hold, also where windows let blocks go", () => {
    const contexts = (id: string) => {
      const model = { ...deployment.model, id, maxContext: 32_768 };
      const found = forecast({ history: null, deployment: but({ model }) });
      return [found.capacity.fullContexts ?? 0, (found.capacity.kvTokens ?? 0) / 32_768] as const;
    };
    const [plain, plainTokens] = contexts("meta-llama/Llama-3.1-8B-Instruct");
    expect(plain).toBeCloseTo(plainTokens, 2);
    const [windowed, windowedTokens] = contexts("google/gemma-3-12b-it");
    expect(windowed).toBeGreaterThan(2 * windowedTokens);
  });

  it("reports its progress, rising to one", () => {
    const shares: number[] = [];
    forecast({ progress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(20);
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, i) => share > (shares[i - 1] ?? 0))).toBe(true);
  });
});
