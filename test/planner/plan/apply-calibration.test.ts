import { describe, expect, it } from "vitest";
import type { Calibration, DeploymentForecast, ModelDeployment } from "../../../planner/domain/index.ts";
import { calibrationMismatch, coverageOfLoad } from "../../../planner/plan/apply-calibration.ts";
import { forecastDeployment } from "../../../planner/plan/forecast-deployment.ts";
import { calibration } from "../../support/calibration.ts";
import { deployment, history, question } from "./question.ts";

const named = (changes: Partial<Calibration> = {}) => ({ file: "c.yaml", calibration: calibration(changes) });
const quiet = { history: history(2000), horizonSeconds: 86_400 };

function forecast(given: Calibration | null, changes: Partial<ModelDeployment> = {}): DeploymentForecast {
  const of = given === null ? null : { file: "c.yaml", calibration: given };
  const answer = forecastDeployment(question({ ...quiet, deployment: { ...deployment, ...changes }, calibration: of }));
  if (answer.kind !== "forecast") throw new Error(answer.kind);
  return answer.forecast;
}

describe("a calibration of the same serving", () => {
  it("makes the forecast slower as its terms say, is listed, and counts as measured", () => {
    const before = forecast(null);
    const after = forecast(calibration());
    const ratio = (after.latency.tpotMs.p50 ?? 0) / (before.latency.tpotMs.p50 ?? 1);
    expect(ratio).toBeGreaterThan(1.9);
    expect(ratio).toBeLessThan(2.2);
    expect(after.assumptions[0]).toMatchObject({
      basis: "measured",
      source: "c.yaml (vllm-bench)",
      date: "2026-11-25",
    });
    expect(after.findings.map(({ id }) => id)).not.toContain("calibration-mismatch");
    expect(before.assumptions.map(({ source }) => source)).not.toContain("c.yaml (vllm-bench)");
  });

  it("carries its own spread into the ranges", () => {
    const width = (spread: number) => {
      const [low = 0, high = 0] = forecast(calibration({ relativeError: spread })).slo[0]?.range ?? [];
      return Math.log(high / low);
    };
    expect(width(0.5)).toBeGreaterThan(1.5 * width(0.05));
  });

  it("says that it extrapolates under loads that it was not measured on", () => {
    const { fittedOn } = calibration();
    const range = { ...fittedOn.range, inputTokens: [1, 2] as const };
    const found = forecast(calibration({ fittedOn: { ...fittedOn, range } }));
    expect(found.findings.find(({ id }) => id === "extrapolated-speed")?.message).toContain("1 to 2 prompt tokens");
    expect(found.coverage.status).toBe("extrapolated");
  });
});

describe("a calibration of something else", () => {
  const subject = calibration().subject;
  const served = { ...subject, model: "meta-llama/Llama-3.1-8B-Instruct" };

  it("is any that differs in model, GPU, group, engine or weights; a tune and a patch version are the same", () => {
    expect(calibrationMismatch(named(), served)).toBeNull();
    expect(calibrationMismatch(named(), { ...served, engine: { name: "vllm", version: "0.15.1" } })).toBeNull();
    for (const change of [
      { model: "meta-llama/Llama-3.1-70B" },
      { gpu: "h200-sxm5" },
      { tensorParallel: 2 },
      { engine: { name: "vllm", version: "0.14" } },
      { engine: { name: "sglang", version: "0.15" } },
      { weights: "fp8" as const },
    ]) {
      expect(calibrationMismatch(named(), { ...served, ...change })).toContain("c.yaml was measured on something else");
    }
  });

  it("blocks, says what differs, and changes nothing", () => {
    const other = calibration({ subject: { ...subject, gpu: "h200-sxm5" } });
    const found = forecast(other);
    expect(found.verdict).toBe("block");
    expect(found.findings.find(({ id }) => id === "calibration-mismatch")).toMatchObject({
      severity: "blocking",
      path: ["spec", "engine", "calibration"],
      message: "c.yaml was measured on something else: the GPU is h100-sxm5 and was h200-sxm5; it was not used",
    });
    expect(found.latency).toEqual(forecast(null).latency);
  });
});

describe("the loads that it was measured on", () => {
  const { fittedOn } = calibration();
  const range = { concurrency: [4, 64], inputTokens: [200, 800], outputTokens: [50, 50] } as const;
  const within = (concurrency: number, inputTokens: number, outputTokens: number) => {
    const of = named({ fittedOn: { ...fittedOn, range } });
    return coverageOfLoad(of, { concurrency, inputTokens, outputTokens }).status;
  };

  it("reach from half of the lightest to a tenth above the heaviest", () => {
    expect([within(4, 200, 50), within(64, 800, 50), within(2, 100, 25), within(70, 880, 55)]).toEqual(
      new Array(4).fill("measured"),
    );
    expect([
      within(1.9, 500, 50),
      within(71, 500, 50),
      within(9, 99, 50),
      within(9, 881, 50),
      within(9, 500, 56),
    ]).toEqual(new Array(5).fill("extrapolated"));
  });

  it("take an idle engine for one with a request", () => {
    const { fittedOn: wide } = calibration();
    const of = named({ fittedOn: wide });
    expect(coverageOfLoad(of, { concurrency: 0.01, inputTokens: 500, outputTokens: 50 }).status).toBe("measured");
  });
});
