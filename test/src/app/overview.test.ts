import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { overviewPage } from "../../../src/app/overview.ts";
import type { AppStore } from "../../../src/ports/app-store.ts";
import { REFUSED_COMMANDS } from "../../../src/tasks/app/audit.ts";
import { FORECASTS } from "../../../src/tasks/app/cached-forecasts.ts";
import { REFUSED_WRITES } from "../../../src/tasks/app/refusal.ts";
import { broughtBy, broughtKey, observationsKey, rolloutKey } from "../../../src/tasks/app/rollout-memory.ts";
import { barriers, hasBrowser, inBrowser, open, overflow, startBrowser } from "../../support/browser.ts";
import { calm, crowded } from "../../support/forecast-fixture.ts";

const HOSTILE = '</td><script>alert("x")</script>';

const rollout = (begun: number, state: string) => ({
  ...{
    repository: "acme/serving" as const,
    number: 7,
    deployment: `${calm.deployment.namespace}/chat`,
    statusOf: null,
  },
  folder: `clusters/prod/${calm.deployment.namespace}/chat`,
  ...{ application: { name: "chat", namespace: "argocd" }, gitops: "acme/gitops", commit: "9f3c2ab", files: {} },
  ...{ begun, state, description: "synced and healthy" },
});

/** What a store that has seen some days would answer. */
function storeOf(memory: Readonly<Record<string, unknown>>): AppStore {
  const keys = async (prefix: string) =>
    Object.keys(memory)
      .filter((key) => key.startsWith(prefix))
      .sort();
  const readAll = async (wanted: readonly string[]) =>
    new Map(wanted.flatMap((key) => (key in memory ? [[key, memory[key]]] : [])));
  const figures = async () => ({ waiting: 2, oldestSeconds: 3.4, later: 1, active: 1, dead: 1 });
  const work = { kind: "review", repository: "acme/serving", number: 9 } as const;
  const dead = async () => [{ work, at: "2026-11-25T10:00:00Z", error: HOSTILE }];
  return { kind: "pglite", memory: { keys, readAll }, figures, dead } as unknown as AppStore;
}

const known = {
  [`${FORECASTS}20781/old`]: { ...calm, name: "yesterday", deployment: { ...calm.deployment, name: "yesterday" } },
  [`${FORECASTS}20782/a`]: calm,
  [broughtKey(rollout(0, "success"))]: broughtBy(calm),
  [`${FORECASTS}20782/b`]: crowded,
  [rolloutKey("acme/serving", 6)]: [rollout(1_764_000_000_000, "failure")],
  [rolloutKey("acme/serving", 7)]: [rollout(1_764_060_000_000, "success")],
  [`${REFUSED_COMMANDS}acme/serving#8/55`]: {
    by: "mallory",
    line: `/loadline approve ${HOSTILE}`,
    why: "may not",
    at: 1_764_000_000_000,
  },
  [`${REFUSED_WRITES}acme/locked#3`]: "9f3c2ab",
};

const rowsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    row
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );

describe("the overview", () => {
  it("says of each deployment its verdict, forecast, what is not observed, when the budget goes, and how far it is rolled out", async () => {
    const page = await overviewPage(storeOf(known), "1.2.3");
    const place = `${calm.deployment.namespace}/chat`;
    const rows = rowsOf(page);
    expect(rows).toContainEqual(
      `${place} 2 × g5.2xlarge in us-east-1 ✓ pass $1,770 ($1,712 to $1,905) not observed not observed $3,000 2028-01-16 in one case of ten success clusters/prod/${place}`,
    );
    expect(rows).toContainEqual(expect.stringContaining(`${place} 1 × g5.2xlarge in us-east-1 ✗ block $885`));
    // What was deployed as it was reviewed stands there once.
    expect(rows.filter((row) => row.startsWith(`${place} 2 × g5.2xlarge`))).toHaveLength(1);
    expect(page).not.toContain("yesterday");
  });

  it("shows what was observed last", async () => {
    const ratios = { requests: 1.31, prompts: 1, answers: null, engine: 1.2, replicas: 1, cost: 1.04 };
    const entry = (to: string, drifted: readonly string[]) => ({
      from: "2026-11-17T00:00:00Z",
      to,
      drifted,
      ...ratios,
    });
    const observations = [entry("2026-11-18T00:00:00Z", []), entry("2026-11-24T00:00:00Z", ["requests", "engine"])];
    const key = observationsKey("acme/serving", `clusters/prod/${calm.deployment.namespace}/chat`);
    const rows = rowsOf(await overviewPage(storeOf({ ...known, [key]: { observations } }), "1.2.3"));
    const shown = "1.04 × forecast to 2026-11-24 requests × 1.31, engine × 1.20";
    expect(rows).toContainEqual(expect.stringContaining(shown));
  });

  it("shows what an earlier merge brought while a later one is only proposed, and after a rollback", async () => {
    const later = { ...rollout(1_764_070_000_000, "queued"), number: 8 };
    const proposal = { number: 3, url: "https://github.com/acme/gitops/pull/3" };
    const brought = { [broughtKey(later)]: broughtBy(crowded) };
    const deployedRows = async (more: Readonly<Record<string, unknown>>) =>
      rowsOf((await overviewPage(storeOf({ ...known, ...more }), "1.2.3")).split("<h2>In review")[0] ?? "").slice(1);
    const before = [expect.stringContaining("✓ pass")];
    const proposed = [{ ...later, proposal }];
    expect(await deployedRows({ ...brought, [rolloutKey("acme/serving", 8)]: proposed })).toEqual(before);
    expect(await deployedRows({ ...brought, [rolloutKey("acme/serving", 8)]: [later] })).toEqual([
      expect.stringContaining("✗ block"),
    ]);
    expect(await deployedRows({ [rolloutKey("acme/serving", 8)]: [later] })).toEqual(before);
  });

  it("keeps the newest pull requests of a repository that has many", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => {
        const number = 801 + index;
        const key = rolloutKey("acme/serving", number);
        return [key, [{ ...rollout(1_764_000_000_000 + number, "success"), folder: `f/${number}`, number }]];
      }),
    );
    const page = await overviewPage(storeOf({ ...known, ...many }), "1.2.3");
    expect(page).toContain("acme/serving#1100");
    expect(page).not.toContain("acme/serving#850");
  });

  it("has the last rollout of each, refusals and what was given up, as text whatever they hold", async () => {
    const page = await overviewPage(storeOf(known), "1.2.3");
    expect(page).toContain("<td>2025-11-25 08:40</td><td>success</td>");
    expect(page).not.toContain("<td>failure</td>");
    expect(page).toContain("<td>mallory</td><td>acme/serving#8</td><td>/loadline approve &lt;/td&gt;&lt;script&gt;");
    expect(page).toContain("GitHub lets the App write nothing on: acme/locked#3.");
    expect(page).not.toContain("<script>");
  });

  it("has words for an App that has seen nothing", async () => {
    const page = await overviewPage(storeOf({}), "1.2.3");
    expect(page).toContain("No pull request was forecast in the last days");
    expect(page).toContain("Nothing was deployed yet.");
    expect(page).toContain("Nothing was merged yet.");
  });
});

describe.skipIf(!hasBrowser)(inBrowser("the overview in a real browser"), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each(["light", "dark"] as const)(
    "has no serious barrier and does not scroll sideways: %s",
    async (colorScheme) => {
      const markup = await overviewPage(storeOf(known), "1.2.3");
      const { page, complaints } = await open(browser, markup, { colorScheme, viewport: { width: 390, height: 844 } });
      expect([await barriers(page), await overflow(page), complaints]).toEqual([[], 0, []]);
    },
  );
});
