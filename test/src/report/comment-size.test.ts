import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeploymentChange, ManifestChange, Review } from "../../../planner/index.ts";
import { diffMarkdown, planMarkdown } from "../../../src/report/index.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";
import { locate, manifest, review } from "../../support/review-fixture.ts";

const LIMIT = 60_000;

const manifests = (count: number, lines: number, line = "+  key: value"): ManifestChange[] =>
  Array.from({ length: count }, (_, index) => ({
    ...manifest,
    path: `clusters/prod/file-${index}.yaml`,
    diff: `${manifest.diff}${`${line}\n`.repeat(lines)}`,
  }));

const many = (count: number): DeploymentChange[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `model-${index}`;
    const head = index % 7 === 0 ? crowded : calm;
    return { name, change: "changed", base: { ...calm, name }, head: { ...head, name } };
  });

const check = (markdown: string): void => {
  expect(markdown.length).toBeLessThanOrEqual(LIMIT);
  expect(markdown.split("\n").filter((line) => /^`{3,}/.test(line)).length % 2).toBe(0);
  expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0);
};

describe("a comment ten times too long", () => {
  it("keeps verdict and table, shows whole files while there is room, and names the others", () => {
    const markdown = diffMarkdown({ ...review, manifests: manifests(40, 1500) }, locate);
    check(markdown);
    expect(markdown).toContain("misses its p95 TTFT: 2.8 s against 1.5 s");
    expect(markdown).toContain("| p95 time to first token | 0.41 s | **2.8 s** ❌ | ≤ 1.5 s | 3 % |");
    expect(markdown.match(/^```diff$/gm)?.length).toBeGreaterThan(0);
    expect(markdown).toMatch(/Too long to show here: .*file-39|and \d+ more/);
  });

  it("names a file that alone is too long", () => {
    const markdown = diffMarkdown({ ...review, manifests: manifests(1, 30_000) }, locate);
    check(markdown);
    expect(markdown).toContain("Too long to show here: ~ `clusters/prod/file-0.yaml`");
    expect(markdown).not.toContain("```diff");
  });

  it("gives the gravest of many deployments their tables first, and says what is left out", () => {
    const markdown = diffMarkdown({ ...review, deployments: many(60) }, locate);
    check(markdown);
    expect(markdown).toContain("60 deployments: 9 blocked, 51 fine");
    for (let index = 0; index < 60; index += 7) expect(markdown).toContain(`#### ❌ \`model-${index}\``);
    expect(markdown).toContain("Left out for length:");
  });

  it("shows details only under their own table", () => {
    const markdown = diffMarkdown({ ...review, deployments: many(60) }, locate);
    const headings = markdown.split("\n").filter((line) => line.startsWith("#### ")).length;
    expect(markdown.match(/<summary>Why<\/summary>/g)?.length ?? 0).toBeLessThanOrEqual(headings);
  });

  it("holds for thousands", () => check(diffMarkdown({ ...review, deployments: many(2000) }, locate)));

  it("holds for a plan", () => {
    check(
      planMarkdown(
        many(80).flatMap(({ head }) => head ?? []),
        locate,
      ),
    );
  });

  it("holds whatever the characters", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("@", "漢", "🧊", "`", "|", "<", "#1 "),
        fc.integer({ min: 1, max: 60 }),
        (filler, count) => {
          const text = filler.repeat(3000);
          const findings = Array.from({ length: count }, () => ({
            ...crowded.findings[1],
            message: text,
            action: text,
          }));
          const long: Review = {
            ...review,
            deployments: many(count).map((change) => ({ ...change, name: text, head: { ...crowded, name: text } })),
            manifests: manifests(count, 200, `+${filler.repeat(20)}`).map((one) => ({ ...one, path: text })),
            findings: findings.map((finding) => ({ ...finding, id: text, severity: "warning", path: [] })),
          } as Review;
          check(diffMarkdown(long, () => ({ file: text, line: 1 })));
        },
      ),
      { numRuns: 30 },
    );
  });
});
