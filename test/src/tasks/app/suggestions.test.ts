import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../../planner/index.ts";
import { readModelDeployment, readSettings } from "../../../../src/config/index.ts";
import { proposedChanges } from "../../../../src/report/index.ts";
import { suggestionFor } from "../../../../src/tasks/app/suggestions.ts";
import { MODEL, SETTINGS } from "../../../support/config-repository.ts";
import { MODEL_FIXED } from "../../../support/review-desk.ts";
import { deployment as whole } from "../../config/examples.ts";

const PATH = "models/chat.yaml";
const settings = readSettings(SETTINGS, "loadline.yaml").value;
const read = (text: string): ModelDeployment => readModelDeployment(text, PATH, settings).value;
const everyLine = (text: string) => text.split("\n").map((_, index) => index + 1);
const shown = (lines: readonly number[]) => [{ path: PATH, change: "changed" as const, before: null, lines }];

/** The file as it is after a click on "Commit suggestion". */
function clicked(text: string, { startLine, line, body }: { startLine: number; line: number; body: string }): string {
  const replacement = /```suggestion\n([\s\S]*)\n```/.exec(body)?.[1] ?? "";
  return text
    .split("\n")
    .toSpliced(startLine - 1, line - startLine + 1, ...replacement.split("\n"))
    .join("\n");
}

const scaling = fc.oneof(
  fc.record({
    mode: fc.constant("fixed" as const),
    replicas: fc.integer({ min: 1, max: 9 }),
    headroom: fc.constant(0),
  }),
  fc.record({
    ...{ mode: fc.constant("keda" as const), minReplicas: fc.integer({ min: 1, max: 3 }), headroom: fc.constant(0) },
    ...{ maxReplicas: fc.integer({ min: 4, max: 9 }), schedule: fc.constant([]) },
    target: fc.constant({ metric: "requests-running" as const, value: 7 }),
  }),
);
const change = fc.record({
  scaling,
  weights: fc.constantFrom("bf16" as const, "fp8" as const),
  instance: fc.constantFrom("g5.2xlarge", "g6.xlarge"),
  maxSequences: fc.integer({ min: 1, max: 256 }),
});

describe.each([
  ["a file with a fixed number", MODEL_FIXED],
  ["a file that scales", MODEL],
  ["a file with every key", whole],
])("a suggestion on %s", (_, text) => {
  const base = read(text);
  const proposal = fc.tuple(change, fc.subarray(everyLine(text)));

  it("that is clicked makes the file say what was proposed; lines outside of the diff are left alone", () => {
    fc.assert(
      fc.property(proposal, ([{ scaling: scales, weights, instance, maxSequences }, lines]) => {
        const proposed: ModelDeployment = {
          ...base,
          model: { ...base.model, weights },
          engine: { ...base.engine, maxSequences },
          platform: { ...base.platform, instance },
          scaling: scales as ModelDeployment["scaling"],
        };
        const changes = proposedChanges(base, proposed);
        const about = { path: PATH, text, changes, why: "why" };
        const suggestion = suggestionFor(about, shown(everyLine(text)));
        expect(suggestion === null).toBe(changes.length === 0);
        if (suggestion === null) return;
        expect(read(clicked(text, suggestion))).toEqual(proposed);
        const partly = suggestionFor(about, shown(lines));
        for (let line = suggestion.startLine; line <= suggestion.line; line++) {
          if (!lines.includes(line)) expect(partly).toBeNull();
        }
        expect(suggestionFor(about, shown([]))).toBeNull();
      }),
    );
  });
});
