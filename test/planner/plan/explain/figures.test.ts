import { describe, expect, it } from "vitest";
import type { DeploymentForecast, Explanation, ModelDeployment } from "../../../../planner/domain/index.ts";
import { explainedFigures } from "../../../../planner/plan/explain/figures.ts";
import { forecastDeployment } from "../../../../planner/plan/forecast-deployment.ts";
import { usDollars } from "../../../../planner/units/index.ts";
import { deployment, question } from "../question.ts";

function forecast(changes: Partial<ModelDeployment> = {}): DeploymentForecast {
  const answer = forecastDeployment(question({ deployment: { ...deployment, ...changes } }));
  if (answer.kind !== "forecast") throw new Error(answer.kind);
  return answer.forecast;
}

const variety: Readonly<Record<string, Partial<ModelDeployment>>> = {
  "one card": {},
  "fp8 on two cards, fp8 cache": {
    model: { ...deployment.model, id: "meta-llama/Llama-3.1-70B-Instruct", weights: "fp8", kvCache: "fp8" },
    platform: { ...deployment.platform, instance: "p5.48xlarge", tensorParallel: 2 },
  },
  "too large": { model: { ...deployment.model, id: "meta-llama/Llama-3.1-70B-Instruct" } },
  "autoscaled, with a budget": {
    scaling: { mode: "keda", minReplicas: 1, maxReplicas: 3, headroom: 0.2, target: null, schedule: [] },
    budget: { monthlyUsd: usDollars(9000) },
  },
};

const all = (node: Explanation): readonly Explanation[] => [node, ...node.from.flatMap(all)];
const found = (node: Explanation, name: string | RegExp): number => {
  const one = all(node).find((part) => (typeof name === "string" ? part.name === name : name.test(part.name)));
  if (typeof one?.value !== "number") throw new Error(`no ${name}`);
  return one.value;
};

describe.each(Object.entries(variety))("%s", (_name, changes) => {
  const plan = forecast(changes);
  const figures = explainedFigures(plan);
  const figure = (name: string) => figures.find((one) => one.figure === name)?.explanation;

  it("explains each figure under a name of its own, with the value that the plan shows", () => {
    const names = figures.flatMap(({ figure: name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    const { memory } = plan.plan ?? {};
    const shown: Readonly<Record<string, unknown>> = {
      "memory.kvTokens": memory?.kvTokens,
      "memory.kvBlocks": memory?.kvBlocks,
      "memory.parts.kv": memory?.parts.kv,
      "memory.parts.weights": memory?.parts.weights,
      "memory.host.request": memory?.host.request,
      "plan.startup.p99": plan.plan?.startup.p99,
      "traffic.requestsPerMonth": plan.traffic?.requestsPerMonth.p50,
      "cost.monthlyUsd": plan.cost.monthlyUsd?.p50 ?? null,
      "cost.perMillionTokensUsd": plan.cost.perMillionTokensUsd,
      ...(plan.windows.length > 0 && {
        "latency.ttftMs.p95": plan.latency.ttftMs.p95,
        "replicas.mean": plan.replicas?.mean,
        "slo.ttft.p95.probability": plan.slo[0]?.probability,
      }),
    };
    for (const [name, value] of Object.entries(shown)) expect([name, figure(name)?.value]).toEqual([name, value]);
  });

  it("ends at somebody who says so, or at a rule in words", () => {
    for (const { explanation } of figures) {
      for (const node of all(explanation)) {
        expect(node.name).not.toBe("");
        expect(node.says === null ? node.how : node.says.source).not.toBe("");
        if (typeof node.value === "number") expect(Number.isFinite(node.value)).toBe(true);
      }
    }
  });

  it("adds up: memory by its equations", () => {
    const kv = figure("memory.parts.kv");
    const tokens = figure("memory.kvTokens");
    if (kv === undefined || tokens === undefined) throw new Error("no memory");
    const reserves = ["activations", "CUDA graphs", "driver and libraries"].filter((part) => kv.how.includes(part));
    const taken = found(kv, "weights, a GPU") + reserves.reduce((sum, part) => sum + found(kv, part), 0);
    const room = found(kv, /^usable memory/) * found(kv, "share the engine may use") - taken;
    expect(Math.abs(Math.max(0, room) - found(kv, /^room for keys/))).toBeLessThan(8);
    expect(found(tokens, "blocks") * found(tokens, "tokens of a block")).toBe(tokens.value);
    if (plan.plan?.memory.fits === true) {
      expect(Math.floor(found(tokens, /^room for keys/) / found(tokens, "bytes of a block, a GPU"))).toBe(
        found(tokens, "blocks"),
      );
    }
    const weights = found(kv, "matrices") + found(kv, "table of rotations");
    expect(Math.abs(weights - found(kv, "weights, a GPU"))).toBeLessThan(2);
  });

  it("adds up: starts by their phases, bills by their lines, a fleet by its replicas", () => {
    for (const name of ["plan.startup.p50", "plan.startup.p99", "cost.monthlyUsd"]) {
      const node = figure(name);
      if (node === undefined || node.value === null) continue;
      const parts = node.from.filter(({ unit }) => unit === node.unit).map(({ value }) => Number(value));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Number(node.value), 3);
    }
    const fleet = figure("capacity.fleetRequestsPerSecond");
    if (fleet === undefined) return;
    expect(found(fleet, "requests one replica finishes") * found(fleet, "replicas at most")).toBeCloseTo(
      Number(fleet.value),
      6,
    );
  });
});

it("says that a bill is unknown, and why, instead of leaving it out", () => {
  const plan = forecast({ platform: { ...deployment.platform, region: "mars-1" } });
  const bill = explainedFigures(plan).find(({ figure }) => figure === "cost.monthlyUsd");
  expect(bill?.explanation).toMatchObject({ value: null, how: expect.stringContaining("unknown") });
});
