import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleTrafficCsv } from "../../planner/index.ts";
import { temporaryFolder } from "./command.ts";

/** 2026-11-11, a Wednesday. */
const START = 1_794_355_200;

export const MODEL = `apiVersion: loadline.dev/v1alpha1
kind: ModelDeployment
metadata: { name: chat, namespace: ai-models, labels: { team: assistants } }
spec:
  model: { id: meta-llama/Llama-3.1-8B-Instruct, revision: 0e9e39f, weights: bf16, maxContext: 8192 }
  engine: { name: vllm, image: "vllm/vllm-openai:v0.15.1", maxSequences: 64, maxBatchedTokens: 2048 }
  platform: { name: eks, instance: g5.2xlarge, tensorParallel: 1, capacity: on-demand }
  scaling: { mode: keda, minReplicas: 2, maxReplicas: 6, target: { metric: requests-running, value: 12 } }
  traffic: { file: traffic/chat.csv, start: "2026-11-11T00:00:00Z", growthPerMonth: 8% }
  slo: { ttft: { p95: 2.5s }, tpot: { p95: 80ms }, errorRate: 0.1%, confidence: 90% }
  budget: { monthlyUsd: 3000 }
`;

export const SETTINGS = `apiVersion: loadline.dev/v1alpha1
kind: Settings
models: ["models/*.yaml"]
gitops: { repository: example/gitops, branch: main, path: clusters, mode: commit }
clusters: [{ name: prod, server: "https://kubernetes.default.svc", default: true }]
defaults: { region: us-east-1 }
`;

/** A small configuration repository in a temporary folder: two weeks of light traffic, one model. Returns the folder. */
export function configRepository(changes: { readonly model?: string; readonly settings?: string } = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "models"));
  mkdirSync(join(folder, "traffic"));
  writeFileSync(join(folder, "loadline.yaml"), changes.settings ?? SETTINGS);
  writeFileSync(join(folder, "models/chat.yaml"), changes.model ?? MODEL);
  writeFileSync(
    join(folder, "traffic/chat.csv"),
    exampleTrafficCsv({ seed: 1, days: 14, requestsPerDay: 2000, start: START }),
  );
  return folder;
}

/** Makes a folder a Git repository with all its files in a first commit. Returns Git there, with somebody's name. */
export function committed(folder: string): (...args: readonly string[]) => string {
  const name = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...name, ...args], { cwd: folder, encoding: "utf8" }).trim();
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "base");
  return git;
}
