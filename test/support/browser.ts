import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

export const hasBrowser = existsSync(CHROMIUM);

/** The title of tests that need it. */
export const inBrowser = (what: string): string => (hasBrowser ? what : `SKIPPED, no ${CHROMIUM}: ${what}`);

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });

/** A page that is open, and what it did that it should not. */
export interface Opened {
  readonly page: Page;
  /** What the console said, and every request beside the page itself. */
  readonly complaints: readonly string[];
}

/** Opens a page as people see it: from an address of its own, without a network behind it. */
export async function open(browser: Browser, markup: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  await context.route("**", (route, request) => {
    if (request.url() === ADDRESS) return route.fulfill({ contentType: "text/html; charset=utf-8", body: markup });
    complaints.push(`request: ${request.url()}`);
    return route.abort();
  });
  await page.goto(ADDRESS);
  return { page, complaints };
}

const ADDRESS = "http://report.test/";

/** What axe-core finds serious or critical, each with the first place. Drawings are hidden from who hears a page; their hundreds of
 *  marks would take most of the time. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(
      { exclude: [["svg"]] },
      { resultTypes: ["violations"], elementRef: false },
    ),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
}

/** Milliseconds from the request to the first text on the screen. */
export const firstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    `new Promise((resolve) => {
      const seen = (list) => resolve(list.getEntriesByName("first-contentful-paint")[0]?.startTime);
      new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
    })`,
  );

/** How far the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - innerWidth");
