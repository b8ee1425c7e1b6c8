import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { adviseHtml, compareHtml, diffHtml, observeHtml, planHtml } from "../../../src/report/index.ts";
import { advice, hopeless, second, shared } from "../../support/advice-fixture.ts";
import { compared } from "../../support/comparison-fixture.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";
import { observationReport } from "../../support/observation-fixture.ts";
import { locate, manifest, refused, review, tooLarge } from "../../support/review-fixture.ts";

const MEGABYTE = 2 ** 20;

let diff = "";
let plan = "";
let others: readonly string[] = [];
beforeAll(async () => {
  diff = await diffHtml(review, locate);
  plan = await planHtml([calm, crowded, tooLarge, refused], locate);
  others = await Promise.all([
    adviseHtml([advice], null),
    adviseHtml([hopeless], null),
    adviseHtml([advice, second], shared),
    compareHtml(compared),
    observeHtml(observationReport),
  ]);
});

describe("a page", () => {
  it("has the verdict as its only first heading, then headings in order", () => {
    for (const page of [diff, plan, ...others]) {
      const levels = [...page.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      const steps = levels.map((level, index) => level - (levels[index - 1] ?? 0));
      expect(Math.max(...steps)).toBe(1);
    }
    expect(diff).toMatch(/<h1><code>chat<\/code> misses its p95 TTFT: 2\.8\u00a0s against 1\.5\u00a0s/);
  });

  it("draws the recommended plan above the others, which may cost and take the same", () => {
    const [first = ""] = /<svg[\s\S]*?<\/svg>/.exec(others[0]?.split("Other plans")[1] ?? "") ?? [];
    const marks = [...first.matchAll(/<path transform[^>]* fill="var\(--(\w+)\)" stroke-width="2"/g)];
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.map(([, color]) => color).indexOf("good")).toBe(marks.length - 1);
  });

  it("allows its own style sheet by hash and loads nothing", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(diff)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    for (const page of [diff, ...others]) {
      expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'; img-src data:`);
      expect(page).not.toMatch(/https?:\/\/|<script|<link|<img|@import|url\(| style="/);
    }
  });

  it("says in words what its charts draw, and hides the drawings from who cannot see them", () => {
    expect(diff).toContain('aria-label="Memory of one GPU: Weights 15.0\u00a0GiB');
    expect(diff).toContain('aria-label="Cost per month. now: $1,770, $1,710–$1,900; after: $885, $870–$1,300.');
    expect(diff).toContain(
      'aria-label="p95 time to first token through the week: 0.31\u00a0s to 61\u00a0s; target 1.5\u00a0s.',
    );
    expect(diff).toContain('aria-label="Requests waiting in the worst hour: 0.0 to 411.8."');
    // Two targets, three of the week, four of the worst hour, memory, cost, and the bill by month; each in two widths.
    expect(diff.match(/<svg /g)?.length).toBe(24);
    expect(diff.match(/<svg aria-hidden="true"/g)?.length).toBe(24);
  });

  it("names every table and every drawing, and gives rows and columns their headings", () => {
    for (const page of others) {
      expect(page.match(/<table[ >]/g)?.length ?? 0).toBe(
        page.match(/role="region" aria-label="[^"]+"><table[ >]/g)?.length ?? 0,
      );
      expect(page.match(/<figure>/g)?.length ?? 0).toBe(
        page.match(/<div role="img" aria-label="[^"]+">/g)?.length ?? 0,
      );
      expect(page.match(/<tr[ >]/g)?.length ?? 0).toBe(
        (page.match(/<th scope="row"[ >]/g)?.length ?? 0) + (page.match(/<thead[ >]/g)?.length ?? 0),
      );
    }
  });

  it("draws where the GPU ends below a plan that needs more, and says it", async () => {
    expect(await planHtml([tooLarge], locate)).toMatch(/The GPU has 22\.0\u00a0GiB \(dashed line\)/);
    expect((await planHtml([calm], locate)).includes("The GPU has")).toBe(false);
  });

  it("names the column in each cell of a table that a phone shows as a list", () => {
    const bill = /aria-label="Lines of the bill">[\s\S]*?<\/table>/.exec(plan)?.[0] ?? "";
    expect(bill).toContain('<table role="table">');
    expect(bill).toContain('<td role="cell" data-of="source">aws.amazon.com/eks/pricing</td>');
    // Nothing to name in a cell without text.
    expect(bill).not.toMatch(/data-of="[^"]*"[^>]*><\/td>/);
    expect(plan).toMatch(/<div class="scroll" [^>]*aria-label="Windows of the horizon"><table>/);
  });

  it("shows on a phone what drifted, without scrolling", () => {
    const drifts = /<div class="([^"]*)"[^>]*aria-label="What was forecast, and what came">/.exec(others[4] ?? "");
    expect(drifts?.[1]).toBe("scroll stacks");
  });

  it("is the same bytes each time", async () => {
    expect(await diffHtml(review, locate)).toBe(diff);
  });

  it("stays small with hundreds of deployments and megabytes of manifests", async () => {
    const deployments = Array.from({ length: 300 }, (_, index) => {
      const name = `model-${index}`;
      return { name, change: "changed" as const, base: { ...calm, name }, head: { ...crowded, name } };
    });
    const manifests = Array.from({ length: 30 }, (_, index) => ({
      ...manifest,
      path: `clusters/prod/${index}.yaml`,
      diff: "+  key: <value>\n".repeat(10_000),
    }));
    const large = await diffHtml({ ...review, deployments, manifests }, locate);
    expect(large.length).toBeLessThan(2 * MEGABYTE);
    expect(large).toContain("more deployments are left out");
    for (const { name } of deployments) expect(large).toContain(`<code>${name}</code> misses`);
  }, 60_000);
});
