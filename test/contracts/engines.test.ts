import { describe, expect, it } from "vitest";
import { engines } from "../../planner/engines/index.generated.ts";
import { gpus } from "../../planner/gpus/index.generated.ts";
import { models } from "../../planner/models/index.generated.ts";
import { isIsoDate } from "../support/facts.ts";

const SOME = ["qwen2.5-0.5b", "llama-3.1-70b", "deepseek-v3", "gpt-oss-120b"] as const;

describe.each(Object.entries(engines))("%s", (_id, engine) => {
  it("says for which versions its laws hold, and starts with one of them", () => {
    expect(engine.versions).toContain(engine.defaultVersion);
    expect(engine.versions.every((version) => /^\d+\.\d+$/.test(version))).toBe(true);
  });

  it("has a source and a date for every number", () => {
    expect(Object.keys(engine.facts).length).toBeGreaterThan(0);
    for (const fact of Object.values(engine.facts)) {
      expect(fact.source.length).toBeGreaterThan(3);
      expect(isIsoDate(fact.seen)).toBe(true);
    }
  });

  it.each(Object.entries(gpus))("keeps a sane amount of %s free", (_gpu, gpu) => {
    for (const version of engine.versions) {
      const limits = engine.defaults(version, gpu, 1);
      expect(limits.utilization).toBeGreaterThan(0.5);
      expect(limits.utilization).toBeLessThanOrEqual(1);
      expect(limits.maxBatchedTokens).toBeGreaterThanOrEqual(limits.maxSequences);
      for (const name of SOME) {
        const { architecture } = models[name];
        for (const tensorParallel of [1, 8]) {
          const reserve = engine.reserve({ version, architecture, gpu, tensorParallel, limits, weights: "fp8" });
          const parts = [reserve.activation, reserve.cudaGraphs, reserve.nonTorch];
          expect(parts.every((part) => Number.isFinite(part) && part >= 0)).toBe(true);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBeGreaterThan(0);
          expect(reserve.coverage.why.length).toBeGreaterThan(10);
        }
      }
    }
  });

  it("keeps no less free for more sequences or more tokens", () => {
    const { architecture } = models["llama-3.1-8b"];
    const limits = engine.defaults(engine.defaultVersion, gpus["h100-sxm5"], 1);
    const reserve = (changes: object) =>
      engine.reserve({
        version: engine.defaultVersion,
        architecture,
        gpu: gpus["h100-sxm5"],
        tensorParallel: 1,
        limits: { ...limits, ...changes },
        weights: "bf16",
      }).activation;
    expect(reserve({ maxSequences: 2 * limits.maxSequences })).toBeGreaterThanOrEqual(reserve({}));
    expect(reserve({ maxBatchedTokens: 2 * limits.maxBatchedTokens })).toBeGreaterThanOrEqual(reserve({}));
  });

  it("calls no memory measured on a card whose logs nobody has", () => {
    const { architecture } = models["llama-3.1-8b"];
    const statuses = engine.versions.map((version) => {
      const asked = {
        version,
        architecture,
        gpu: gpus.t4,
        tensorParallel: 1,
        limits: engine.defaults(version, gpus.t4, 1),
        weights: "fp16" as const,
      };
      return engine.reserve(asked).coverage.status;
    });
    expect(new Set(statuses)).toEqual(new Set(["extrapolated"]));
  });

  it("names metrics and flags as they are written", () => {
    for (const metric of Object.values(engine.metrics)) expect(metric ?? "a_metric").toMatch(/^[a-z_][a-z0-9_:]*$/);
    for (const flag of Object.values(engine.flags)) expect(flag ?? "--flag").toMatch(/^--[a-z][a-z-]*$/);
  });
});
