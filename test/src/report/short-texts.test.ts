import { describe, expect, it } from "vitest";
import {
  commitText,
  diffText,
  factsText,
  initText,
  planText,
  renderText,
  simulateText,
  validateText,
} from "../../../src/report/index.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";
import { review } from "../../support/review-fixture.ts";

const style = { width: 100, color: false };
const place = { repository: "../gitops", branch: "main" };

describe("plan and diff", () => {
  it.each([80, 100])("stay within a terminal of %i columns, tables too", (width) => {
    const lines =
      `${planText([calm, crowded], { width, color: false })}${diffText(review, { width, color: false })}`.split("\n");
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    // A wide terminal has each row of the bill on one line.
    expect(planText([calm], { width: 140, color: false })).toMatch(
      /once for all deployments of the cluster +\$73\.00 /,
    );
  });
});

describe("short answers", () => {
  it("validate prints lines an editor can jump to, and a count", () => {
    const text = validateText({
      files: 2,
      documents: 3,
      invalid: [
        {
          file: "a.yaml",
          line: 12,
          kind: "Deployment",
          name: "chat",
          path: "spec.replicas",
          message: "must be a number",
        },
        { file: "b.yaml", line: null, kind: null, name: null, path: null, message: "is not YAML" },
      ],
      skipped: [{ file: "b.yaml", line: 4, kind: "Widget", name: "w", reason: "the group example.com is not known" }],
      findings: [],
    });
    expect(text).toBe(
      [
        "a.yaml:12: Deployment chat spec.replicas: must be a number",
        "b.yaml: is not YAML",
        "b.yaml:4: Widget w: skipped, the group example.com is not known",
        "✗ 2 mistakes, 1 document skipped in 3 documents of 2 files",
        "",
      ].join("\n"),
    );
    expect(validateText({ files: 1, documents: 1, invalid: [], skipped: [], findings: [] })).toBe(
      "✓ nothing invalid in 1 document of 1 file\n",
    );
  });

  it("validate says what policies found, where, and what to do", () => {
    const resource = { kind: "Deployment", name: "chat", file: "a.yaml", line: 12 };
    const words = { id: "literal-key", path: ["spec"], message: "HF_TOKEN holds a key as text", action: "Revoke it." };
    const findings = [{ ...words, severity: "blocking", resource } as const];
    expect(validateText({ files: 1, documents: 1, invalid: [], skipped: [], findings })).toBe(
      [
        "a.yaml:12: blocking literal-key: HF_TOKEN holds a key as text",
        "  → Revoke it.",
        "✗ nothing invalid, 1 finding in 1 document of 1 file",
        "",
      ].join("\n"),
    );
  });

  it("commit says what was written, or that nothing was and why", () => {
    const committed = { kind: "committed", commit: "9f3c2ab0d1e4f5", paths: ["clusters/a.yaml"], notes: [] } as const;
    expect(commitText({ ...place, result: committed })).toBe(
      "  clusters/a.yaml\n✓ committed 9f3c2ab0d1 to main of ../gitops: 1 file\n",
    );
    expect(commitText({ ...place, result: { kind: "unchanged", commit: null, notes: ["recovered"] } })).toContain(
      "  recovered\n✓ nothing to commit",
    );
    const secret = { kind: "secret", path: "a.yaml", line: 3, detail: "looks like a token" } as const;
    expect(commitText({ ...place, result: secret })).toBe(
      "✗ nothing was committed to main of ../gitops\n  a.yaml:3: looks like a token\n",
    );
    expect(commitText({ ...place, result: { kind: "conflict", attempts: 10, detail: "the branch moved" } })).toContain(
      "the branch moved",
    );
  });

  it("render and init list files and say what is next", () => {
    expect(renderText({ out: "out", files: [{ path: "a.yaml", sha256: "0" }], findings: [] }, style)).toBe(
      "  a.yaml\n✓ wrote 1 manifest to out\n",
    );
    expect(initText({ directory: "demo", files: ["loadline.yaml", "models/chat.yaml"], kept: ["README.md"] })).toBe(
      "  loadline.yaml\n  models/chat.yaml\n  README.md (was there, kept)\n✓ wrote 2 files to demo\n  Next: cd demo && loadline plan models/chat.yaml\n",
    );
  });

  it("facts group by subject and mark what is assumed", () => {
    const fact = {
      subject: "gpu a10g",
      name: "memory",
      value: 25_769_803_776,
      unit: "bytes",
      source: "data sheet",
      seen: "2026-11-25",
    };
    const text = factsText(
      [
        { ...fact, basis: "datasheet" },
        { ...fact, name: "power", value: 300, unit: "watts", basis: "assumed" },
      ],
      { ...style, color: true },
    );
    expect(text).toContain("25,769,803,776");
    expect(text).toContain("\u001b[33massumed\u001b[39m");
    expect(text).toMatch(/2 facts, 1 assumed\n$/);
    expect(text.match(/gpu a10g/g)).toHaveLength(1);
  });

  it("simulate shows a refusal as one line", () => {
    const document = {
      schema: "loadline.simulate/v1",
      id: 1,
      error: { kind: "refused", message: "sglang is not simulated" },
    };
    expect(simulateText(document, style)).toBe("✗ refused: sglang is not simulated\n");
  });
});
