import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Calibration } from "../../../planner/index.ts";
import { calibrationYaml, readCalibration } from "../../../src/config/index.ts";
import { InputError } from "../../../src/ports/failure.ts";
import { calibration } from "../../support/calibration.ts";

const text = calibrationYaml(calibration());

function problemsIn(from: string, to: string): readonly string[] {
  expect(text).toContain(from);
  try {
    readCalibration(text.replace(from, to), "c.yaml");
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ line, at, advice }) => `${line} ${at}: ${advice}`);
    throw error;
  }
  return [];
}

describe("a Calibration", () => {
  it("reads as it was written, whatever its numbers", () => {
    const positive = fc.double({ min: 1e-6, max: 1e5, noNaN: true });
    const terms = fc.record({
      offsetSeconds: fc.double({ min: 0, max: 10, noNaN: true }),
      ...{ decode: positive, kv: positive, prefill: positive },
    });
    fc.assert(
      fc.property(terms, positive, fc.double({ min: -1, max: 1, noNaN: true }), (given, median, bias) => {
        const errors = { ttft: { median, p90: 2 * median, bias }, tpot: null };
        const error = { heldBack: "every third load", before: errors, after: errors };
        const value: Calibration = calibration({ terms: given, error });
        expect(readCalibration(calibrationYaml(value), "c.yaml").value).toEqual(value);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("may be JSON as well", () => {
    const spec = readCalibration(text, "c.yaml").value;
    const subject = { ...spec.subject, engine: "vllm@0.15" };
    const json = JSON.stringify({
      apiVersion: "loadline.dev/v1alpha1",
      kind: "Calibration",
      spec: { ...spec, subject },
    });
    expect(readCalibration(json, "c.json").value).toEqual(calibration());
  });

  it.each([
    ["vllm@0.15", "vllm", "spec.subject.engine: Write it like this: vllm@0.15."],
    ["decode: 2", "decode: 0", "spec.terms.decode: Write a number above 0."],
    ["offsetSeconds: 0", "offsetSeconds: -1", "spec.terms.offsetSeconds: Write a number from 0 to 3600."],
    ["prefill: 2", "prefil: 2", 'spec.terms.prefil: Did you mean "prefill"?'],
    ["- kv", "- kvs", 'spec.undetermined[0]: Did you mean "kv"?'],
    ["concurrency: [1, 1000]", "concurrency: [1000, 1]", "spec.fittedOn.range.concurrency[0]: Swap the two."],
    ["source: vllm-bench", "source: rumour", "spec.fittedOn.source: Write one of:"],
  ])("says where it is wrong: %s → %s", (from, to, wanted) => {
    const found = problemsIn(from, to);
    expect(found.filter((problem) => /^\d+ /.test(problem) && problem.includes(wanted))).toHaveLength(1);
  });

  it("is not taken for another kind", () => {
    expect(problemsIn("kind: Calibration", "kind: Scenario")).toEqual([
      "2 kind: This file is a Scenario; name a Calibration here.",
    ]);
  });
});
