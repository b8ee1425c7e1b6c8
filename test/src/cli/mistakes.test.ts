import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, ended, loadline, start, temporaryFolder } from "../../support/command.ts";
import { configRepository, MODEL } from "../../support/config-repository.ts";
import { sharedLoadline } from "../../support/many-commands.ts";

/** Exit code 2, an explanation in four parts, no stack, nothing on stdout. */
function expectMistake(end: Ended, ...parts: readonly (string | RegExp)[]): void {
  expect(end.code, end.stderr).toBe(2);
  expect(end.stdout).toBe("");
  expect(end.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(end.stderr).toContain("Found: ");
  expect(end.stderr).toContain("Wanted: ");
  for (const part of parts) expect(end.stderr).toMatch(part);
}

const BOMB = [
  "a: &a [x,x,x,x,x,x,x,x,x]",
  "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]",
  "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]",
  ..."defgh".split("").map((k, i) => `${k}: &${k} [${`*${"cdefg"[i]},`.repeat(9)}x]`),
].join("\n");

type Case = readonly [what: string, model: string, ...parts: (string | RegExp)[]];

const cases: readonly Case[] = [
  [
    "an unknown key",
    MODEL.replace("tensorParallel", "tensorParalel"),
    /models\/chat\.yaml:7:\d+/,
    'Did you mean "tensorParallel"?',
  ],
  ["a wrong unit", MODEL.replace("p95: 2.5s", "p95: 2.5"), /:10:\d+/, "2.5s for seconds"],
  ["an empty file", "", "an empty file"],
  ["a binary file", "\u0000\u0001\u0002", /NUL|binary|control/i],
  ["a YAML bomb", BOMB, /alias/],
  ["negative replicas", MODEL.replace("minReplicas: 2", "minReplicas: -2"), "-2", "from 0 to"],
  [
    "a traffic file that is not there",
    MODEL.replace("traffic/chat.csv", "traffic/none.csv"),
    "traffic/none.csv",
    "--traffic",
  ],
  ["a path that leads outside", MODEL.replace("traffic/chat.csv", "../../etc/passwd"), /\.\./],
  ["a platform that is two things", MODEL.replace("name: eks", "name: lambda"), "aws-lambda", "lambda-cloud"],
];

describe("a mistake in the input ends with exit code 2 and says what to do", () => {
  it.each(cases.map((one) => [one[0], one] as const))("%s", async (_what, [, model, ...parts]) => {
    const folder = configRepository({ model });
    expectMistake(await sharedLoadline(folder, "plan", "models/chat.yaml", "--out", "report"), ...parts);
    expect(readdirSync(folder)).not.toContain("report");
  });

  it("a file that is not there, a folder without models, a file of 200 MB", async () => {
    const folder = configRepository();
    expectMistake(await sharedLoadline(folder, "plan", "models/none.yaml"), "models/none.yaml");
    expectMistake(await sharedLoadline(folder, "plan", "traffic"), "without ModelDeployments");
    writeFileSync(join(folder, "models/big.yaml"), "");
    truncateSync(join(folder, "models/big.yaml"), 200 * 2 ** 20);
    expectMistake(await sharedLoadline(folder, "plan", "models/big.yaml"), "209715200 bytes", "1 MiB");
    expectMistake(await sharedLoadline(folder, "plan", "models/chat.yaml", "--traffic", "models/big.yaml"), "binary");
  });

  it.each([
    ["--now", "2026-02-30"],
    ["--seed", "one"],
    ["--horizon", "3"],
    ["--traffic-scale", "-1"],
  ])("the flag %s %s", async (flag, value) => {
    expectMistake(await sharedLoadline(configRepository(), "plan", "models/chat.yaml", flag, value), flag);
  });

  it.each([
    ["--window", "2d"],
    ["--start", "2026-02-30T00:00:00Z"],
    ["--horizon", "30m"],
    ["--seed", "one"],
  ])("forecast: the flag %s %s", async (flag, value) => {
    expectMistake(await sharedLoadline(configRepository(), "forecast", "traffic/chat.csv", flag, value), flag);
  });

  it("words that are no command", async () => {
    const folder = temporaryFolder();
    const typo = await loadline(folder, "plna");
    expect(typo).toMatchObject({ code: 2, stdout: "" });
    expect(typo.stderr).toContain('Did you mean "plan"?');
  });

  it("simulate: parts of a scenario that do not go together, each at the part to change", async () => {
    const folder = temporaryFolder();
    const scheduler = { policy: "vllm", maxBatchedTokens: 4, maxSequences: 8, kvBlocks: 100 };
    const stepTime = { kind: "linear", base: 0.01, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0 };
    const head = { apiVersion: "loadline.dev/v1alpha1", kind: "Scenario" };
    const write = (spec: object) => writeFileSync(join(folder, "s.json"), JSON.stringify({ ...head, spec }, null, 1));
    write({ scheduler, stepTime });
    const below = await loadline(folder, "simulate", "s.json");
    expectMistake(below, /s\.json:7:\d+ {2}spec\.scheduler\.maxBatchedTokens/, "Raise it to 8 or more");
    write({ scheduler: { ...scheduler, maxBatchedTokens: 8 }, stepTime });
    expectMistake(await sharedLoadline(folder, "simulate", "s.json"), /s\.json:4:\d+ {2}spec\n/, "Add a load");
    expectMistake(await sharedLoadline(folder, "simulate", "s.json", "--now", "2026-02-30"), "--now");
  });
});

describe("an answer that is a refusal ends with exit code 1", () => {
  it("a model that does not fit: by how much, why, and what would", async () => {
    const fit = await sharedLoadline(
      temporaryFolder(),
      "fit",
      "--model",
      "meta-llama/Llama-3.1-8B-Instruct",
      "--gpu",
      "t4",
      "--weights",
      "bf16",
    );
    expect(fit.code).toBe(1);
    expect(fit.stdout).toMatch(/does not fit/);
    expect(fit.stdout).toMatch(/GiB a GPU are missing/);
    expect(fit.stdout).toMatch(/T4 has no bf16/);
    expect(fit.stdout).toMatch(/What would fit\n(.*\n)*.*awq-int4/);
  });

  it.each([
    [
      "a model",
      { model: "Qwen/Qwen3-9B", gpu: "l4", said: /^Qwen\/Qwen3-9B is not a model of the catalogue.*Qwen\/Qwen3-8B/ },
    ],
    ["a GPU", { model: "Qwen/Qwen3-8B", gpu: "l40", said: /^l40 is no gpu that is known\. Did you mean .*l40s/ }],
  ])("fit: %s nobody knows, and what is nearest", async (_what, { model, gpu, said }) => {
    const { code, stdout } = await sharedLoadline(temporaryFolder(), "fit", "--model", model, "--gpu", gpu, "--json");
    const { schema, error } = JSON.parse(stdout);
    expect([code, schema, error.kind]).toEqual([1, "loadline.fit/v1", "refused"]);
    expect(error.message).toMatch(said);
  });

  it("a model nobody knows is unknown, and keeps no other deployment from its answer", async () => {
    const folder = configRepository();
    writeFileSync(
      join(folder, "models/next.yaml"),
      MODEL.replace("3.1-8B", "3.1-9B").replace("name: chat", "name: next"),
    );
    const { code, stdout } = await sharedLoadline(folder, "plan", "models/chat.yaml", "models/next.yaml", "--json");
    const { deployments } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(deployments.map(({ name, verdict }: { name: string; verdict: string }) => [name, verdict])).toEqual([
      ["chat", expect.stringMatching(/pass|warn/)],
      ["next", "unknown"],
    ]);
    expect(stdout).toMatch(/unknown-model[\s\S]*Llama-3\.1-8B-Instruct/);
  });

  it("a price that is not known is unknown, never zero", async () => {
    const folder = configRepository({
      model: MODEL.replace("instance: g5.2xlarge", "region: eu-nowhere-1, instance: g5.2xlarge"),
    });
    const plan = await sharedLoadline(folder, "plan", "models/chat.yaml", "--json");
    expect(plan.code).toBe(1);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      deployments: [{ verdict: "unknown", cost: { monthlyUsd: null } }],
    });
  });
});

describe("Ctrl-C", () => {
  it("during plan leaves no half-written report", async () => {
    const folder = configRepository();
    for (const delay of [200, 700, 1100]) {
      const child = start(folder, "plan", "models/chat.yaml", "--format", "html", "--out", "report");
      setTimeout(() => child.kill("SIGINT"), delay);
      await ended(child);
      const written = readdirSync(folder).includes("report") ? readdirSync(join(folder, "report")) : [];
      expect(written.filter((name) => name !== "index.html")).toEqual([]);
    }
  });

  it("during simulate leaves no half-written results, and keeps those that were there", async () => {
    const folder = configRepository();
    const rows = Array.from({ length: 300_000 }, (_, i) => `${i},${i / 10},400,60`);
    writeFileSync(
      join(folder, "requests.csv"),
      `request_id,arrival_s,input_tokens,output_tokens\n${rows.join("\n")}\n`,
    );
    writeFileSync(join(folder, "results.csv"), "kept\n");
    writeFileSync(join(folder, "scenario.yaml"), SCENARIO);
    const child = start(folder, "simulate", "scenario.yaml", "--requests", "requests.csv", "--results", "results.csv");
    const partial = () => readdirSync(folder).some((name) => name.endsWith(".partial"));
    while (!partial() && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
    child.kill("SIGINT");
    expect((await ended(child)).code).toBeNull();
    expect(partial()).toBe(false);
    expect(readFileSync(join(folder, "results.csv"), "utf8")).toBe("kept\n");
  });
});

const SCENARIO = `apiVersion: loadline.dev/v1alpha1
kind: Scenario
spec:
  scheduler: { policy: vllm, maxBatchedTokens: 512, maxSequences: 64, kvBlocks: 3000 }
  stepTime: { kind: linear, base: 0.01 }
`;
