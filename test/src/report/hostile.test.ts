import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adviseHtml,
  adviseMarkdown,
  adviseText,
  compareHtml,
  compareMarkdown,
  compareText,
  diffHtml,
  diffMarkdown,
  diffText,
  forecastHtml,
  forecastMarkdown,
  forecastText,
  observeHtml,
  observeMarkdown,
  observeText,
  planHtml,
  planMarkdown,
  planText,
} from "../../../src/report/index.ts";
import {
  hostileAdvice,
  hostileComparison,
  hostileForecast,
  hostileRates,
  hostileReview,
  hostileText,
} from "../../support/hostile-text.ts";
import { hostileObservation } from "../../support/observation-fixture.ts";
import { refused } from "../../support/review-fixture.ts";

const style = { width: 100, color: false };

/** Markdown split into lines outside fences and the rest; throws when a fence is left open. */
function outsideFences(markdown: string): string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const line of markdown.split("\n")) {
    const ticks = /^(`{3,})/.exec(line)?.[1] ?? null;
    if (open === null && ticks !== null) open = ticks;
    else if (open !== null && /^`+$/.test(line) && line.length >= open.length) open = null;
    else if (open === null) lines.push(line);
  }
  if (open !== null) throw new Error("a fence is left open");
  return lines;
}

/** How deep `<details>` nest at the end; throws when one closes that was never opened. */
function depthOfDetails(text: string): number {
  let depth = 0;
  for (const [tag] of text.matchAll(/<\/?details>/g)) {
    depth += tag === "<details>" ? 1 : -1;
    if (depth < 0) throw new Error("a </details> too many");
  }
  return depth;
}

function checkMarkdown(markdown: string): void {
  const lines = outsideFences(markdown);
  const text = lines.join("\n");
  expect(text).not.toMatch(/<(?!\/?(?:details|summary|sub|code)>|br>|!-- loadline:review -->\n)/);
  expect(depthOfDetails(text)).toBe(0);
  expect(text).not.toMatch(/(?<![A-Za-z0-9])@[A-Za-z0-9]/);
  // Inside code letters GitHub links nothing.
  const prose = text.replace(/`[^`\n]*`/g, "");
  expect(prose).not.toMatch(/(?<!&)#\d|\bgh-\d/i);
  expect(prose).not.toMatch(/https?:\/\/|www\./i);
  expect(text).not.toMatch(/\]\(/);
  expect(markdown).not.toMatch(/[^\P{C}\n\t]/u);
  for (const block of text.split(/\n(?!\|)/)) {
    const widths = block
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").length);
    expect(new Set(widths).size).toBeLessThanOrEqual(1);
  }
}

const VOID = new Set(["meta", "br"]);
const ALLOWED = new Set(
  "html head meta title style body header main footer nav section div span b i p h1 h2 h3 ul li a code table thead tbody tr th td figure figcaption details summary pre ins del svg g path line text rect".split(
    " ",
  ),
);

const runsOrLoads = (attributes: string): boolean =>
  [...attributes.matchAll(/\s([\w:-]+)(?:="([^"]*)")?/g)].some(
    ([, key = "", value = ""]) =>
      /^on|^(src|style|xlink:href|srcdoc|action)$/i.test(key) || (key === "href" && !/^#d\d+$/.test(value)),
  );

/** Every tag is one of ours, closes in order, and carries no attribute that runs or loads anything. */
function checkHtml(page: string): void {
  const body = page.replace(/^<!doctype html>\n/, "").replace(/<style>[\s\S]*?<\/style>/, "");
  const open: string[] = [];
  // Thousands of tags a page: what is wrong is gathered, for one look.
  const wrong: string[] = [];
  for (const [tag, slash, name = "", attributes = ""] of body.matchAll(/<(\/?)([^\s/>]*)([^>]*)>/g)) {
    if (!ALLOWED.has(name)) wrong.push(tag);
    if (runsOrLoads(attributes)) wrong.push(tag);
    if (slash === "/" && open.pop() !== name) wrong.push(tag);
    else if (slash !== "/" && !VOID.has(name) && !attributes.endsWith("/")) open.push(name);
  }
  expect(wrong).toEqual([]);
  expect(open).toEqual([]);
  expect(body.replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?>/g, "")).not.toMatch(/[<>]/);
  expect(page).not.toMatch(/[^\P{C}\n\t]/u);
}

describe("text that a stranger wrote", () => {
  it("breaks out of no Markdown", () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const locate = () => ({ file: text, line: 3 });
        checkMarkdown(diffMarkdown(hostileReview(text), locate));
        checkMarkdown(planMarkdown([hostileForecast(text)], locate));
        checkMarkdown(forecastMarkdown(hostileRates(text)));
        checkMarkdown(observeMarkdown(hostileObservation(text)));
      }),
      { numRuns: 150 },
    );
  });

  it("breaks out of no Markdown of advice and comparison", () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const { found, missed, together } = hostileAdvice(text);
        checkMarkdown(adviseMarkdown([found], null));
        checkMarkdown(adviseMarkdown([found, missed], together));
        checkMarkdown(compareMarkdown(hostileComparison(text)));
      }),
      { numRuns: 100 },
    );
  });

  it("leaves our marker on the first line alone", () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const [first, ...rest] = outsideFences(diffMarkdown(hostileReview(`${text}<!-- loadline:review -->`)));
        expect(first).toBe("<!-- loadline:review -->");
        expect(rest.join("\n")).not.toContain("<!--");
      }),
      { numRuns: 50 },
    );
  });

  it("breaks out of no page", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText(), async (text) => {
        const quiet = { ...hostileForecast(text), plan: null, traffic: null, worstHour: null };
        checkHtml(await planHtml([quiet, refused], () => ({ file: text, line: 3 })));
        checkHtml(await forecastHtml({ ...hostileRates(text), points: [] }));
        checkHtml(observeHtml(hostileObservation(text)));
      }),
      { numRuns: 100 },
    );
  });

  it("breaks out of no page of advice and comparison", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText(), async (text) => {
        const { found, missed, together } = hostileAdvice(text);
        const drawn = { ...found, runnersUp: [], frontier: [] };
        checkHtml(await adviseHtml([drawn], null));
        checkHtml(await adviseHtml([drawn, missed], together));
        const { comparison, deployment } = hostileComparison(text);
        const platforms = comparison.platforms.map((one) => ({ ...one, plan: null }));
        checkHtml(await compareHtml({ comparison: { ...comparison, platforms }, deployment }));
      }),
      { numRuns: 60 },
    );
  });

  it("breaks out of no page with charts and manifests", async () => {
    await fc.assert(
      fc.asyncProperty(hostileText(), async (text) => {
        checkHtml(await diffHtml(hostileReview(text)));
        checkHtml(await forecastHtml(hostileRates(text)));
        checkHtml(await adviseHtml([hostileAdvice(text).found], null));
        checkHtml(await compareHtml(hostileComparison(text)));
      }),
      { numRuns: 5 },
    );
  });

  it("moves no cursor and paints nothing on a terminal", () => {
    fc.assert(
      fc.property(hostileText(), (text) => {
        const locate = () => ({ file: text, line: 3 });
        const shown =
          diffText(hostileReview(text), { ...style, locate }) + planText([hostileForecast(text)], { ...style, locate });
        const { found, missed, together } = hostileAdvice(text);
        const advised = adviseText([found], null, style) + adviseText([found, missed], together, style);
        const all =
          shown + forecastText(hostileRates(text), style) + advised + observeText(hostileObservation(text), style);
        expect(all + compareText(hostileComparison(text), style)).not.toMatch(/[^\P{C}\n]/u);
      }),
      { numRuns: 100 },
    );
  });
});
