import { type Comparison, type PlatformComparison, seconds } from "../../planner/index.ts";
import { proposedPlan } from "./advice-fixture.ts";
import { deployment } from "./deployment-fixture.ts";
import { stalePrice } from "./forecast-fixture.ts";

// Written by hand, so that reports are tested apart from the search.

const spread = (p50: number) => ({ p50: seconds(p50), p99: seconds(4 * p50) });
const goodFor = [{ text: "Scales on the engine's own queue, to zero with KEDA.", source: "keda.sh/docs" }];
const watchOut = [{ text: "A new replica waits for a node: minutes, not seconds.", source: "docs.aws.amazon.com/eks" }];

const eks: PlatformComparison = {
  ...{ platform: "eks", name: "Amazon EKS", region: "us-east-1", verdict: "pass" },
  ...{ reason: "1 x g6e.xlarge, bf16 weights, 64 sequences, 2048 tokens a step", goodFor, watchOut },
  ...{ capacity: "on-demand", unknown: [], remarks: [] },
  plan: proposedPlan({
    text: "1 x g6e.xlarge, bf16 weights, 64 sequences, 2048 tokens a step",
    platform: { instance: "g6e.xlarge" },
    ...{ monthlyUsd: 1358.53, p95: [384.2, 28.1], forecast: { findings: [] } },
  }),
  priceSource: { source: "aws/karpenter-provider-aws", date: "2026-11-20" },
  isPriceKnown: true,
  coldStartShare: 0,
  timeToFirstDeploy: spread(172_800),
};

const lambda: PlatformComparison = {
  ...eks,
  ...{ platform: "lambda-cloud", name: "Lambda", region: "all", verdict: "warn" },
  ...{ reason: "1 x gpu_1x_a10, bf16 weights, 64 sequences, 2048 tokens a step" },
  plan: proposedPlan({
    text: "1 x gpu_1x_a10, bf16 weights, 64 sequences, 2048 tokens a step",
    platform: { name: "lambda-cloud", region: "all", instance: "gpu_1x_a10" },
    ...{ monthlyUsd: 941.7, p95: [1024, 43], forecast: { verdict: "warn", findings: [stalePrice] } },
  }),
  remarks: ["Lambda asks one price in all of its regions, so none is named"],
  priceSource: { source: "anycloud-sh/catalog@62ff0a9 lambda/vms.csv", date: "2026-07-20" },
  timeToFirstDeploy: spread(14_400),
};

const cloudRun: PlatformComparison = {
  ...eks,
  ...{ platform: "cloud-run", name: "Google Cloud Run", region: "us-central1", verdict: "warn" },
  ...{ reason: "0 to 3 x l4-4cpu-16gib, bf16 weights, 64 sequences, 2048 tokens a step" },
  plan: proposedPlan({
    text: "0 to 3 x l4-4cpu-16gib, bf16 weights, 64 sequences, 2048 tokens a step",
    platform: { name: "cloud-run", region: "us-central1", instance: "l4-4cpu-16gib" },
    ...{ monthlyUsd: 2012.4, p95: [1402, 51] },
    forecast: {
      verdict: "warn",
      findings: [],
      cost: { ...(eks.plan?.forecast.cost ?? refuse()), monthlyUsd: { p10: 1804.2, p50: 2012.4, p90: 2288.8 } },
    },
  }),
  coldStartShare: 0.0123,
  timeToFirstDeploy: spread(7200),
};

function refuse(): never {
  throw new Error("the fixture has a plan");
}

const nowhere = { source: "azure.microsoft.com/pricing: no price of a GPU is known", date: "2026-11-29" };
const without = { plan: null, priceSource: nowhere, isPriceKnown: false, coldStartShare: null } as const;

const apps: PlatformComparison = {
  ...eks,
  ...without,
  ...{ platform: "azure-container-apps", name: "Azure Container Apps", region: "westus3", verdict: "unknown" },
  unknown: ["Consumption-GPU-NC24-A100", "Consumption-GPU-NC8as-T4"].map(
    (instance) => ({ kind: "price", capacity: "on-demand", instance, region: "westus3" }) as const,
  ),
  reason:
    "no on-demand price of Consumption-GPU-NC24-A100 in westus3 is known; no on-demand price of Consumption-GPU-NC8as-T4 in westus3 is known",
};

const functions: PlatformComparison = {
  ...eks,
  ...without,
  ...{ platform: "aws-lambda", name: "AWS Lambda", region: "us-east-1", verdict: "block" },
  reason: "Weights and one full request need 16.0 GiB; the largest function has 9.5 GiB for the model, and no GPU.",
};

/** Three places hold, one has no price, one has no GPU. */
export const comparison: Comparison = {
  ...{ name: "chat", quotaOn: null },
  platforms: [lambda, eks, cloudRun, apps, functions],
};
export const compared = { comparison, deployment };

/** Asked for spot, which one of the places does not have, under a quota of another. */
export const onSpot = {
  comparison: {
    ...{ name: "chat", quotaOn: "eks" },
    platforms: [
      { ...eks, capacity: "spot" as const },
      { ...cloudRun, remarks: ["spot is not offered or not known there: compared at the price on demand"] },
      { ...functions, remarks: ["spot is not offered or not known there: compared at the price on demand"] },
    ],
  },
  deployment: { ...deployment, platform: { ...deployment.platform, capacity: "spot" as const } },
};

/** It holds nowhere. */
export const nowhereToGo = { comparison: { name: "chat", quotaOn: null, platforms: [functions] }, deployment };
