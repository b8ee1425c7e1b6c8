import { describe, expect, it } from "vitest";
import type { Advice, Finding, TogetherAdvice } from "../../../planner/index.ts";
import { outputs } from "../../../src/config/outputs/index.ts";
import {
  adviceSentence,
  adviseHtml,
  adviseJson,
  adviseMarkdown,
  adviseText,
  compareHtml,
  compareJson,
  compareMarkdown,
  compareText,
  qualityNote,
} from "../../../src/report/index.ts";
import {
  advice,
  crowdedOut,
  dearer,
  hopeless,
  priceless,
  second,
  settled,
  shared,
} from "../../support/advice-fixture.ts";
import { compared, comparison, nowhereToGo, onSpot } from "../../support/comparison-fixture.ts";
import { deployment } from "../../support/deployment-fixture.ts";

const golden = (name: string): string => `../../golden/report/${name}`;
const style = { width: 100, color: false };
const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** A page that a reviewer can read: without style sheet, its hash, and drawings. */
const readable = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, "<style></style>")
    .replace(/sha256-[^']+/, "sha256-…")
    .replace(/<svg [\s\S]*?<\/svg>/g, "<svg></svg>");

type Asked = readonly [readonly Advice[], TogetherAdvice | null];
const cases: readonly (readonly [string, Asked])[] = [
  ["something cheaper holds", [[advice], null]],
  ["nothing cheaper holds", [[settled], null]],
  ["what holds is dearer", [[dearer], null]],
  ["nothing holds", [[hopeless], null]],
  ["no price is known", [[priceless], null]],
  ["several together", [[advice, second], shared]],
  ["several that do not fit together", [[advice, second], crowdedOut]],
];

describe("advice in a pull request", () => {
  it("measures against the change, which is not what runs now", () => {
    const text = adviseMarkdown([advice], null, "this change as it is");
    expect(text).toContain("$1,182 less than this change as it is");
    expect(text).toContain("**Saves, against this change:**");
    expect(text).not.toMatch(/than now|\*\*Now:/);
    expect(adviceSentence({ ...advice, current: advice.recommendation?.forecast ?? advice.current }, "now")).toContain(
      "as much as now",
    );
  });

  it("says where answers become others", () => {
    const { recommendation, deployment: own } = advice;
    if (recommendation === null) throw new Error("the fixture recommends something");
    const like = (model: Partial<typeof own.model>) =>
      qualityNote(own, { deployment: { ...recommendation.deployment, model: { ...own.model, ...model } } });
    expect(like({})).toBe("");
    expect(like({ weights: "fp8" })).toMatch(
      /^It changes the weights from bf16 to fp8, and with that how good answers are/,
    );
    expect(like({ kvCache: "fp8" })).toContain("the KV cache from auto to fp8");
  });
});

/** Whole answers that a reviewer can read; the laws beside them are below and in hostile and page tests. */
describe("whole advice", () => {
  it("on a terminal, in Markdown, as JSON and as a page", async () => {
    await expect(adviseText([advice], null, style)).toMatchFileSnapshot(golden("advise.txt"));
    await expect(adviseMarkdown([advice], null)).toMatchFileSnapshot(golden("advise.md"));
    await expect(json(adviseJson([advice], null))).toMatchFileSnapshot(golden("advise.json"));
    await expect(readable(await adviseHtml([advice], null))).toMatchFileSnapshot(golden("advise.html"));
  });

  it("whatever comes out, on a terminal", async () => {
    const texts = cases.slice(1, 6).map(([name, [advices, together]]) => {
      return `# ${name}\n\n${adviseText(advices, together, style)}`;
    });
    await expect(texts.join("\n")).toMatchFileSnapshot(golden("advise-otherwise.txt"));
  });

  it("of several in Markdown", async () => {
    await expect(adviseMarkdown([advice, second], shared)).toMatchFileSnapshot(golden("advise-of-several.md"));
  });

  it("comparison on a terminal, in Markdown, as JSON and as a page", async () => {
    await expect(compareText(compared, style)).toMatchFileSnapshot(golden("compare.txt"));
    await expect(compareMarkdown(compared)).toMatchFileSnapshot(golden("compare.md"));
    await expect(json(compareJson(comparison, deployment))).toMatchFileSnapshot(golden("compare.json"));
    await expect(readable(await compareHtml(compared))).toMatchFileSnapshot(golden("compare.html"));
  });
});

describe("advice", () => {
  it.each(cases)("fits the terminal and the schema where %s", (_name, [advices, together]) => {
    for (const width of [80, 100, 140]) {
      const lines = adviseText(advices, together, { ...style, width }).split("\n");
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
    const printed = JSON.parse(JSON.stringify(adviseJson(advices, together)));
    expect(outputs["loadline.advise/v1"].parse(printed)).toEqual(printed);
  });

  it("says first what to do and what it saves, and stands for the file where it is the cheapest", () => {
    const [first] = adviseText([advice], null, style).split("\n");
    expect(first).toBe(
      "⚠ chat holds cheapest on 1 x g6.xlarge in us-east-1 (spot): $588 a month, $1,182 less than now",
    );
    const [asItIs] = adviseText([settled], null, style).split("\n");
    expect(asItIs).toBe("✓ chat holds cheapest as it stands: 2 x g5.2xlarge in us-east-1, $1,770 a month");
    expect(adviseText([settled], null, style)).not.toContain("Write under spec:");
  });

  it("says that what is cheaper now does not hold", () => {
    expect(adviseText([dearer], null, style)).toMatch(/\$885 more than now,\s+which does\s+not hold/);
  });

  it("writes the plan that is taken together, not the one that is cheapest alone", () => {
    const text = adviseText([advice, second], shared, style);
    expect(text.match(/instance: (\S+)/g)).toEqual(["instance: g6.xlarge", "instance: g6e.xlarge"]);
    expect(text).toContain("⚠ 2 deployments hold together for $1,946 a month, $3,539 now");
    expect(text.replace(/\s+/g, " ")).toContain("$3,539 now ($1,593 less) of a budget of $2,000");
    expect(text).toMatch(/Deployment +now +plan/);
    const priceless = { ...second, current: { ...second.current, cost: { ...second.current.cost, monthlyUsd: null } } };
    expect(adviseText([advice, priceless], shared, style)).toContain("together for $1,946 a month of a budget");
    expect(adviseText([advice, second], crowdedOut, style)).toMatch(/^✗ together they fail on the quota/);
  });

  it("says when the trials ended before the search did, and how many nobody can judge", () => {
    const cut = { ...advice, endedAfter: 400, candidates: { ...advice.candidates } };
    const discarded = { ...advice.candidates.discarded, price: 950, untried: 7 };
    const text = adviseText([{ ...cut, candidates: { ...cut.candidates, discarded } }], null, style);
    const joined = text.replace(/\s+/g, " ");
    expect(joined).toContain("The search ended after 400 trials: 7 candidates that may be cheaper were not tried.");
    expect(joined).toContain("carry too little or are too slow, 25 nobody can judge (see below), 950 cost more");
    expect(adviseText([advice], null, style)).not.toContain("The search ended");
  });

  it("says that machines without a spot price were left out, and that on demand may cost less", () => {
    const joined = (asked: Advice) => adviseText([asked], null, style).replace(/\s+/g, " ");
    const said = /No spot price of \d machines is known, and one of them may cost less: ask for capacity: on-demand/;
    const { platform } = advice.deployment;
    const onSpot = {
      ...advice,
      deployment: { ...advice.deployment, platform: { ...platform, capacity: "spot" as const } },
    };
    expect(joined(onSpot)).toMatch(said);
    expect(joined({ ...onSpot, unknown: [] })).not.toMatch(said);
    expect(joined(advice)).not.toMatch(said);
  });

  it("adds up the candidates and names instances without a price together", () => {
    const text = adviseText([advice], null, style);
    expect(text).toMatch(/Not looked at: no spot price of g4dn\.metal, g5\.16xlarge, g5\.24xlarge and 1 more in/);
    expect(adviseText([priceless], null, style)).toMatch(/^\? chat has no answer on eks in us-east-1: no spot price/);
  });
});

describe("comparison", () => {
  it.each([compared, nowhereToGo, onSpot])("fits the terminal and the schema", (asked) => {
    for (const width of [80, 100, 140]) {
      const lines = compareText(asked, { ...style, width }).split("\n");
      expect(lines.filter((line) => line.length > width)).toEqual([]);
    }
    const printed = JSON.parse(JSON.stringify(compareJson(asked.comparison, asked.deployment)));
    expect(outputs["loadline.compare/v1"].parse(printed)).toEqual(printed);
  });

  it("marks old prices alone, and the platform that it is on", () => {
    const markdown = compareMarkdown(compared);
    expect(markdown).toMatch(/^\| lambda-cloud \(all regions\) \|.* ⚠ 2026-07-20 \|/m);
    expect(markdown).toMatch(/^\| eks \(us-east-1, now\) \|.* \| 2026-07-20 \|/m);
    expect(compareText(nowhereToGo, style)).toMatch(/^✗ chat holds on none of 1 platform\n/);
  });

  it("says what each plan that holds warns of, and once what all of them do", () => {
    const warning = (id: string, message: string) => ({
      id,
      severity: "warning" as const,
      path: [],
      message,
      action: "-",
    });
    const short = warning("short-history", "the history covers 58 min");
    const [first, ...others] = compared.comparison.platforms;
    const withWarnings = (one: typeof first, findings: readonly Finding[]) =>
      one?.plan ? [{ ...one, plan: { ...one.plan, forecast: { ...one.plan.forecast, findings } } }] : [];
    const platforms = [
      ...withWarnings(first, [
        short,
        warning("over-budget", "x"),
        warning("target-close", "p95 TPOT: 1 s against 2 s"),
      ]),
      ...others.flatMap((one) => withWarnings(one, [short])),
    ];
    const text = compareText(
      { ...compared, comparison: { ...compared.comparison, platforms } },
      { ...style, width: 400 },
    );
    expect(text).toContain("⚠ On each of them: the history covers 58 min.");
    expect(text).toMatch(/; ⚠ over the budget of \$[\d,]+, p95 TPOT only just met\n/);
    expect(text.match(/58 min/g)).toHaveLength(1);
  });

  it("says in every form where spot is not to be had, and where a quota was kept", async () => {
    const said = "spot is not offered or not known there: compared at the price on demand";
    const quota = "The quota of loadline.yaml is that of eks and is kept there alone.";
    const joined = (text: string) => text.replace(/\s+/g, " ");
    const text = joined(compareText(onSpot, { ...style, width: 140 }));
    expect(text).toMatch(/cloud-run \(us-central1\) .* on-demand \(no spot\)/);
    for (const form of [text, compareMarkdown(onSpot), await compareHtml(onSpot)]) {
      expect(joined(form).split(said)).toHaveLength(3);
      expect(joined(form)).toContain(quota);
      expect(form).toMatch(/on-demand \(no spot\)/);
    }
    expect(compareJson(onSpot.comparison, onSpot.deployment)).toMatchObject({
      quotaOn: "eks",
      platforms: [{ capacity: "spot", remarks: [] }, { capacity: "on-demand", remarks: [said] }, { remarks: [said] }],
    });
    expect(compareText(compared, style)).not.toMatch(/capacity|\(no /);
  });
});
