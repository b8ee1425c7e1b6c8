import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outputs } from "../../../src/config/outputs/index.ts";
import { loadline } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25", "--horizon", "1d"];
const ADVISE = ["advise", "models/chat.yaml", "--weights", "bf16", ...NOW];

/** Standard output must be one JSON document that its published schema accepts, and nothing else. */
const advised = (stdout: string) => outputs["loadline.advise/v1"].parse(JSON.parse(stdout));

describe("advise", () => {
  it("finds a plan that holds; the same bytes twice, and a page beside the document", async () => {
    const folder = configRepository();
    const [first, second] = await Promise.all([
      loadline(folder, ...ADVISE, "--json"),
      sharedLoadline(folder, ...ADVISE, "--json", "--format", "html", "--out", "report"),
    ]);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const { recommendation, candidates, current, feasible } = advised(first.stdout);
    expect(feasible).toBe(true);
    expect(recommendation?.slo?.every(({ met }) => met)).toBe(true);
    expect(recommendation?.cost.monthlyUsd?.p50).toBeLessThanOrEqual(current?.cost.monthlyUsd?.p50 ?? 0);
    const { considered, discarded, simulated } = candidates;
    expect(discarded.memory + discarded.throughput + discarded.price + simulated).toBe(considered);
    expect(second).toMatchObject({ code: 0, stdout: first.stdout });
    expect(readFileSync(join(folder, "report/index.html"), "utf8")).toContain("<code>chat</code> holds cheapest");
  }, 60_000);

  it("ends with 1 where nothing holds, and says what comes nearest and what it misses", async () => {
    const folder = configRepository({ model: MODEL.replace("p95: 2.5s", "p95: 1ms") });
    const { code, stdout } = await sharedLoadline(folder, ...ADVISE, "--json");
    expect(code).toBe(1);
    expect(advised(stdout)).toMatchObject({
      feasible: false,
      recommendation: null,
      nearestMiss: { failsOn: expect.stringMatching(/p95 TTFT: .* against 1 ms/) },
    });
  }, 60_000);

  it("ends with 1 where no price is known, and calls it unknown", async () => {
    const model = MODEL.replace("name: eks,", "name: eks, region: eu-nowhere-1,");
    const { code, stdout } = await sharedLoadline(configRepository({ model }), ...ADVISE);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\? chat has no answer on eks in eu-nowhere-1: no on-demand price of/);
  }, 60_000);

  it("ends with 1 where nobody knows the model, and names the nearest", async () => {
    const folder = configRepository({ model: MODEL.replace("3.1-8B", "3.1-9B") });
    const { code, stdout } = await sharedLoadline(folder, ...ADVISE);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Llama-3\.1-9B[\s\S]*Llama-3\.1-8B/);
  });
});

interface Mistake {
  readonly model: string;
  readonly flags: readonly string[];
  readonly message: RegExp;
}

const SPOILT: Readonly<Record<string, Mistake>> = {
  "no traffic": {
    model: MODEL.replace(/ {2}traffic: .*\n/, ""),
    flags: ["advise"],
    message: /^models\/chat\.yaml:4:\d+ {2}spec\.traffic\n/,
  },
  "no traffic to compare": {
    model: MODEL.replace(/ {2}traffic: .*\n/, ""),
    flags: ["compare"],
    message: /^models\/chat\.yaml:4:\d+ {2}spec\.traffic\n/,
  },
  "weights nobody knows": {
    model: MODEL,
    flags: ["advise", "--weights", "bf15"],
    message: /^command line {2}--weights\n[\s\S]*bf16, fp16/,
  },
};

it.each(Object.entries(SPOILT))("a mistake ends with exit code 2 and says where it is: %s", async (_what, mistake) => {
  const { model, flags, message } = mistake;
  const { code, stdout, stderr } = await sharedLoadline(
    configRepository({ model }),
    ...flags,
    "models/chat.yaml",
    ...NOW,
  );
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).toContain("Wanted: ");
});

it("compare says of every platform whether it holds, and why not", async () => {
  const { code, stdout, stderr } = await loadline(configRepository(), "compare", "models/chat.yaml", "--json", ...NOW);
  expect([code, stderr]).toEqual([0, ""]);
  const { platforms } = outputs["loadline.compare/v1"].parse(JSON.parse(stdout));
  expect(platforms.map(({ platform }) => platform)).toEqual(expect.arrayContaining(["eks", "aws-lambda"]));
  for (const { verdict, cost, reason } of platforms) {
    expect(cost.monthlyUsd === null, reason).toBe(verdict === "block" || verdict === "unknown");
  }
}, 60_000);
