import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ended, startOnto, temporaryFolder } from "../../support/command.ts";
import { configRepository } from "../../support/config-repository.ts";
import { sharedLoadline as loadline } from "../../support/many-commands.ts";

const NOW = ["--now", "2026-11-25"];
const MAIN = resolve(fileURLToPath(import.meta.url), "../../../../src/cli/main.ts");

describe("where answers go", () => {
  it("a folder for the report, and the JSON document on stdout as well when it is wanted", async () => {
    const folder = configRepository();
    const plan = ["plan", "models/chat.yaml", ...NOW];
    const alone = await loadline(folder, ...plan, "--json");
    const both = await loadline(folder, ...plan, "--json", "--format", "markdown", "--out", "report");
    expect(both.stdout).toBe(alone.stdout);
    expect(readFileSync(join(folder, "report/report.md"), "utf8")).toMatch(/^### /m);
    const quiet = await loadline(folder, ...plan, "--format", "html", "--out", "report");
    expect(quiet).toMatchObject({ code: 0, stdout: "" });
    expect(quiet.stderr).toContain("report/index.html");
  });

  it.skipIf(!existsSync("/dev/full"))("a full device ends with exit code 3 and one sentence", async () => {
    const full = openSync("/dev/full", "w");
    const end = await ended(startOnto(full, temporaryFolder(), "facts"));
    closeSync(full);
    expect(end.code).toBe(3);
    expect(end.stderr).toMatch(/^operating system: .*ENOSPC/);
    expect(end.stderr).not.toMatch(/\n\s+at /);
  });

  it.each(["calibrate --help", "plam", "facts"])("a reader who has left ends `%s` without a word", async (words) => {
    const late = `(sleep 0.5; exec ${process.execPath} ${MAIN} ${words} 2>&1) | true; echo "\${PIPESTATUS[0]}"`;
    const end = await ended(spawn("bash", ["-c", late], { stdio: ["ignore", "pipe", "pipe"] }));
    expect(end).toMatchObject({ stderr: "", stdout: words === "plam" ? "2\n" : "0\n" });
  });

  it("render --diff writes nothing and says what would change", async () => {
    const folder = configRepository();
    await loadline(folder, "render", "models/chat.yaml", "--out", "old", ...NOW);
    const same = await loadline(folder, "render", "models/chat.yaml", "--diff", "old", ...NOW);
    expect(same).toMatchObject({ code: 0, stdout: "" });
    const model = readFileSync(join(folder, "models/chat.yaml"), "utf8");
    writeFileSync(join(folder, "models/chat.yaml"), model.replace("maxReplicas: 6", "maxReplicas: 7"));
    const changed = await loadline(folder, "render", "models/chat.yaml", "--diff", "old", ...NOW);
    expect(changed.stdout).toMatch(/^-\s+maxReplicaCount: 6\n\+\s+maxReplicaCount: 7$/m);
    const one = join(folder, "models/other.yaml");
    writeFileSync(one, model.replace("name: chat,", "name: other,"));
    await loadline(folder, "render", ".", "--out", "both", ...NOW);
    expect(await loadline(folder, "render", "models/other.yaml", "--diff", "both", ...NOW)).toMatchObject({
      stdout: "",
    });
    rmSync(one);
    const gone = await loadline(folder, "render", ".", "--diff", "both", ...NOW);
    expect(gone.stdout).toMatch(/^--- a\/clusters\/prod\/ai-models\/other\/deployment.yaml\n\+\+\+ \/dev\/null$/m);
    const both = await loadline(folder, "render", ".", "--diff", "both", "--out", "new", ...NOW);
    expect(both.stdout.startsWith(gone.stdout)).toBe(true);
    expect(both.stdout).toContain("manifests to new");
    expect(existsSync(join(folder, "new/clusters/prod/ai-models/chat/deployment.yaml"))).toBe(true);
    const neither = await loadline(folder, "render", "models/chat.yaml");
    expect(neither.code).toBe(2);
    expect(neither.stderr).toContain("--diff DIR");
  });
});

describe("simulate", () => {
  const spec = {
    scheduler: { policy: "vllm", maxBatchedTokens: 512, maxSequences: 8, kvBlocks: 1000 },
    stepTime: { kind: "linear", base: 0.01, perPrefillToken: 1e-5, perDecodeSequence: 1e-5, perKvToken: 1e-8 },
    fleet: { replicas: 1, router: "round-robin" },
    load: { poisson: { rate: 2, requests: 10, inputTokens: 10, outputTokens: 5 } },
    seed: 1,
  };

  it("never writes results over what it reads", async () => {
    const folder = configRepository();
    const text = "request_id,arrival_s,input_tokens,output_tokens\na,0,5,5\n";
    writeFileSync(join(folder, "r.csv"), text);
    const { code, stderr } = await loadline(
      folder,
      "simulate",
      "s.yaml",
      "--requests",
      "r.csv",
      "--results",
      "./r.csv",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("another file for the results");
    expect(readFileSync(join(folder, "r.csv"), "utf8")).toBe(text);
  });

  it("replays requests in order of arrival and answers in the order of the file", async () => {
    const folder = temporaryFolder();
    const { load: _none, ...alone } = spec;
    const scenario = { apiVersion: "loadline.dev/v1alpha1", kind: "Scenario", spec: alone };
    writeFileSync(join(folder, "s.json"), JSON.stringify(scenario));
    const head = "request_id,arrival_s,input_tokens,output_tokens";
    const rows = ["late,5,10,5", "first,1,200,5", "second,1,10,1"];
    const results = async (name: string, ...lines: readonly string[]) => {
      writeFileSync(join(folder, name), [head, ...lines, ""].join("\n"));
      const end = await loadline(folder, "simulate", "s.json", "--requests", name, "--results", "out.csv", "--json");
      expect(end.stderr).toBe("");
      return readFileSync(join(folder, "out.csv"), "utf8").trim().split("\n").slice(1);
    };
    const [first = "", second = "", late = ""] = await results(
      "sorted.csv",
      rows[1] ?? "",
      rows[2] ?? "",
      rows[0] ?? "",
    );
    expect(first).toMatch(/^first,1,1,/);
    expect(await results("unsorted.csv", ...rows)).toEqual([late, first, second]);
  });

  it("takes a batch of nothing for a mistake", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "b.jsonl"), "\n\n");
    const end = await loadline(folder, "simulate", "--batch", "b.jsonl");
    expect(end).toMatchObject({ code: 2, stdout: "" });
    expect(end.stderr).toContain("an empty file");
  });

  it("answers every line of a batch: what is too much, and what is no JSON, with where it stands", async () => {
    const folder = temporaryFolder();
    const huge = { ...spec, load: { poisson: { rate: 1e6, duration: "1h", inputTokens: 10, outputTokens: 5 } } };
    const scheduler = { ...spec.scheduler, maxBatchedTokens: 4 };
    const lines = [{ spec: huge }, "no json", { spec }, { spec: { ...spec, scheduler } }];
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
    writeFileSync(join(folder, "b.jsonl"), text);
    const batch = await loadline(folder, "simulate", "--batch", "b.jsonl");
    const answers = batch.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(batch.code).toBe(1);
    expect(answers).toMatchObject([
      {
        id: 1,
        error: { kind: "refused", message: expect.stringMatching(/3,600,000,000 requests; at most 200,000,000/) },
      },
      { id: 2, error: { kind: "invalid", message: expect.stringMatching(/^b\.jsonl:2[\s\S]*one JSON object/) } },
      { id: 3, requests: { completed: 10 } },
      {
        id: 4,
        error: {
          kind: "invalid",
          message: expect.stringMatching(
            /^b\.jsonl:4 {2}spec\.scheduler\.maxBatchedTokens\n[\s\S]*Raise it to 8 or more\.$/,
          ),
        },
      },
    ]);
  });

  it("says on stderr that a load is not used where requests are given", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "s.json"),
      JSON.stringify({ apiVersion: "loadline.dev/v1alpha1", kind: "Scenario", spec }),
    );
    writeFileSync(join(folder, "r.csv"), "request_id,arrival_s,input_tokens,output_tokens\na,0,5,5\n");
    const end = await loadline(folder, "simulate", "s.json", "--requests", "r.csv", "--json");
    expect(JSON.parse(end.stdout)).toMatchObject({ requests: { arrived: 1, completed: 1 } });
    expect(end).toMatchObject({ code: 0, stderr: expect.stringMatching(/^s\.json: spec\.load is not used/) });
  });

  it("lasts as long as a load that brings nobody, and counts the replicas that stand there", async () => {
    const folder = temporaryFolder();
    const load = { poisson: { rate: 0, duration: "100s", inputTokens: 10, outputTokens: 5 } };
    const silent = { ...spec, fleet: { replicas: 2 }, load };
    const mixed = {
      ...silent,
      load: { stages: [load.poisson, { ...load.poisson, rate: 1e3, requests: 1, duration: undefined }] },
    };
    const text = [{ spec: silent }, { spec: mixed }].map((line) => JSON.stringify(line)).join("\n");
    writeFileSync(join(folder, "b.jsonl"), text);
    const [one = "", two = ""] = (await loadline(folder, "simulate", "--batch", "b.jsonl")).stdout.trim().split("\n");
    expect(JSON.parse(one)).toMatchObject({ simulatedSeconds: 100, replicas: { mean: 2, max: 2 } });
    expect(JSON.parse(two)).toMatchObject({ simulatedSeconds: expect.closeTo(100, 0), requests: { completed: 1 } });
  });

  it("blames a small token budget on vLLM alone, and never on the memory", async () => {
    const folder = temporaryFolder();
    const stepTime = { kind: "hardware", model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "a10g", engine: "vllm@0.15" };
    const limits = { maxBatchedTokens: 64, maxSequences: 128 };
    const lines = ["vllm", "tgi"].map((policy) => ({ spec: { ...spec, stepTime, scheduler: { ...limits, policy } } }));
    writeFileSync(join(folder, "b.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
    const [own = "", other = ""] = (await loadline(folder, "simulate", "--batch", "b.jsonl")).stdout.trim().split("\n");
    expect(JSON.parse(own)).toMatchObject({
      error: { kind: "invalid", message: expect.stringContaining("(64) is below maxSequences (128)") },
    });
    expect(JSON.parse(other)).toMatchObject({ requests: { completed: 10 } });
  });
});
