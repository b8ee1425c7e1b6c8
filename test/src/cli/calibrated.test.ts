import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Calibration } from "../../../planner/index.ts";
import { calibrationYaml } from "../../../src/config/index.ts";
import { calibration } from "../../support/calibration.ts";
import { temporaryFolder } from "../../support/command.ts";
import { committed, configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";

const SCENARIO = `apiVersion: loadline.dev/v1alpha1
kind: Scenario
spec:
  stepTime: { kind: hardware, model: meta-llama/Llama-3.1-8B, gpu: h100-sxm5, engine: vllm@0.15, weights: bf16 }
  load: { closedLoop: { concurrency: 8, inputTokens: 512, outputTokens: 64, requests: 64 } }
`;
const CALIBRATED = SCENARIO.replace("weights: bf16 }", "weights: bf16, calibration: c.yaml }");
const plain = calibration();

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function simulated(scenario: string, given: Calibration | null = plain) {
  const files = { "s.yaml": scenario, ...(given === null ? {} : { "c.yaml": calibrationYaml(given) }) };
  return loadline(folderWith(files), "simulate", "s.yaml", "--json");
}

describe("simulate with a calibration", () => {
  it("takes twice as long where the calibration says so, and counts as measured", async () => {
    const before = JSON.parse((await simulated(SCENARIO)).stdout);
    const after = JSON.parse((await simulated(CALIBRATED)).stdout);
    expect(after.tpotMs.p50 / before.tpotMs.p50).toBeCloseTo(2, 6);
    // What stands before the engine's queue takes as long as it did.
    expect(after.ttftMs.p50 / before.ttftMs.p50).toBeGreaterThan(1.2);
    expect(after.ttftMs.p50 / before.ttftMs.p50).toBeLessThan(2.1);
    expect(after.coverage).toMatchObject({ status: "measured", why: expect.stringContaining("c.yaml") });
    expect(before.coverage.why).not.toContain("c.yaml");
  });

  it("extrapolates under more load than was measured", async () => {
    const { fittedOn } = plain;
    const range = { ...fittedOn.range, concurrency: [1, 4] as const };
    const { coverage } = JSON.parse(
      (await simulated(CALIBRATED, { ...plain, fittedOn: { ...fittedOn, range } })).stdout,
    );
    expect(coverage).toMatchObject({
      status: "extrapolated",
      why: expect.stringMatching(/1 to 4 requests at once, here/),
    });
  });

  it("refuses one of something else, with the place of the key", async () => {
    const other = { ...plain, subject: { ...plain.subject, tensorParallel: 2 } };
    const { code, stdout, stderr } = await simulated(CALIBRATED, other);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^s\.yaml:4:\d+ {2}spec\.stepTime\.calibration\n/);
    expect(stderr).toContain("tensorParallel is 1 and was 2");
  });

  it("says which file is missing or wrong", async () => {
    const missing = await simulated(CALIBRATED, null);
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/s\.yaml:4:\d+.*\n.*c\.yaml, which does not/),
    ]);
    const folder = folderWith({ "s.yaml": CALIBRATED, "c.yaml": calibrationYaml(plain).replace("kv: 2", "kv: none") });
    const wrong = await loadline(folder, "simulate", "s.yaml", "--json");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/c\.yaml:\d+:\d+ {2}spec\.terms\.kv\n/)]);
  });

  it("answers a line of a batch that names another's calibration, and goes on", async () => {
    const spec = {
      stepTime: {
        kind: "hardware",
        model: "Qwen/Qwen3-8B",
        gpu: "h100-sxm5",
        engine: "vllm@0.15",
        calibration: "c.yaml",
      },
      load: { closedLoop: { concurrency: 1, inputTokens: 8, outputTokens: 4, requests: 1 } },
    };
    const good = { ...spec, stepTime: { ...spec.stepTime, model: "meta-llama/Llama-3.1-8B", weights: "bf16" } };
    const batch = [spec, good].map((one) => JSON.stringify({ kind: "Scenario", spec: one })).join("\n");
    const folder = folderWith({ "b.jsonl": batch, "c.yaml": calibrationYaml(plain) });
    const { code, stdout } = await loadline(folder, "simulate", "--batch", "b.jsonl");
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect([code, first.error.kind, second.coverage.why]).toEqual([1, "invalid", expect.stringContaining("c.yaml")]);
  });
});

describe("plan and diff with a calibration", () => {
  const gpu = "a10g";
  const subject = { ...plain.subject, gpu };
  const repository = (given: Calibration) => {
    const model = MODEL.replace("engine: { name: vllm", "engine: { name: vllm, calibration: calibrations/chat.yaml");
    expect(model).not.toBe(MODEL);
    const folder = configRepository({ model });
    mkdirSync(join(folder, "calibrations"));
    writeFileSync(join(folder, "calibrations/chat.yaml"), calibrationYaml(given));
    return folder;
  };
  const NOW = ["--json", "--now", "2026-11-25"];

  it("plan lists the file, and blocks where it is one of something else", async () => {
    const used = JSON.parse((await loadline(repository({ ...plain, subject }), "plan", ".", ...NOW)).stdout);
    expect(used.deployments[0].assumptions[0].source).toBe("calibrations/chat.yaml (vllm-bench)");
    const other = await loadline(repository(plain), "plan", ".", ...NOW);
    const [finding] = JSON.parse(other.stdout).deployments[0].findings.filter(
      ({ id }: { id: string }) => id === "calibration-mismatch",
    );
    expect([other.code, finding.file, finding.severity]).toEqual([1, "models/chat.yaml", "blocking"]);
  });

  it("diff shows a deployment whose calibration alone changed", async () => {
    const folder = repository({ ...plain, subject });
    const git = committed(folder);
    const slower = { ...plain, subject, terms: { ...plain.terms, decode: 3 } };
    writeFileSync(join(folder, "calibrations/chat.yaml"), calibrationYaml(slower));
    git("commit", "-q", "-am", "slower");
    const { stdout } = await loadline(folder, "diff", "HEAD~1", "HEAD", ...NOW);
    const [change] = JSON.parse(stdout).deployments;
    expect(change.change).toBe("changed");
    expect(change.head.latency.tpotMs.p50).toBeGreaterThan(change.base.latency.tpotMs.p50);
  });
});
