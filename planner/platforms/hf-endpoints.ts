import { assumed, datasheet } from "../domain/fact.ts";
import type { GpuId } from "../domain/ids.generated.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { gibibytes, seconds } from "../units/index.ts";
import { refuseInstance } from "./_instances.ts";

const seen = "2026-11-29";
const docs = "huggingface/hf-endpoints-documentation@6b7307a docs/source";
const autoscaling = "huggingface/hf-endpoints-documentation@f4ed1eb docs/source/guides/autoscaling.md";

/** GPU of a family, counts it comes in, vCPUs and GiB of host memory for each GPU. */
type Row = readonly [gpu: GpuId, counts: readonly number[], vcpusEach: number, memoryGibEach: number];

/** Instance types over the clouds `aws` and `gcp`, which stand as regions; not each comes in each count in both. */
const families: Readonly<Record<string, Row>> = {
  "nvidia-t4": ["t4", [1, 4], 3, 14],
  "nvidia-l4": ["l4", [1, 4], 7, 30],
  "nvidia-a10g": ["a10g", [1, 4], 6, 28],
  "nvidia-l40s": ["l40s", [1, 4, 8], 7, 60],
  "nvidia-a100": ["a100-sxm4-80gb", [1, 2, 4, 8], 11, 142],
  "nvidia-h100": ["h100-sxm5", [1, 2, 4, 8], 23, 240],
  "nvidia-h200": ["h200-sxm5", [1, 2, 4, 8], 23, 256],
  "nvidia-b200": ["b200-sxm6", [1, 2, 4, 8], 23, 256],
};

const basis = assumed(
  "all of the replica; vCPUs and memory as the creation page showed them",
  "general knowledge, no source read: the price list names GPUs only",
  seen,
);

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries(families).flatMap(([family, row]) =>
    row[1].map((count): [string, Shape] => [`${family}-x${count}`, shapeOf(row, count)]),
  ),
);

/** Hugging Face Inference Endpoints (dedicated): a model on rented replicas behind a proxy. */
export const hfEndpoints = {
  name: "Hugging Face Inference Endpoints",
  kind: "endpoint",
  shapes,
  billing: {
    grain: seconds(60),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet(
      "by the minute, while initialising and while running",
      `${docs}/support/pricing.md`,
      "2026-05-19",
    ),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(60), p99: seconds(240) },
      "documentation: usually 3 to 5 minutes to start, less what image and engine take",
      seen,
    ),
    imagePull: assumed({ p50: seconds(60), p99: seconds(180) }, "what is left of the 3 to 5 minutes", seen),
  },
  controlPlane: null,
  extras: { disk: null, imageUsdPerGibMonth: null, egressUsdPerGib: null },
  spot: null,
  committed: null,
  scaling: datasheet(
    {
      metric: "requests-waiting",
      target: 1.5,
      shareOfLimit: null,
      interval: seconds(60),
      upAfter: seconds(20),
      downAfter: seconds(300),
      toZeroAfter: seconds(3600),
      atZero: "refuse",
    },
    `${autoscaling}: over 1.5 pending a replica in 20 s (no status sent yet: a streamed answer is pending until its first token); up each minute, down each two after 300 s; to zero after an hour`,
    seen,
  ),
  autoscales: true,
  requestTimeout: null,
  replicaQuota: null,
  timeToFirstDeploy: assumed(
    { p50: seconds(1800), p99: seconds(2 * 86_400) },
    "an account with a card, a form and a start; two days where the GPU quota must be raised",
    seen,
  ),
  regionIn: { america: "aws", europe: "aws", asia: "aws" },
  retiring: datasheet(
    { aws: ["nvidia-h100", "nvidia-b200"] },
    `${docs}/support/pricing.md: deprecated from December 2025`,
    "2026-05-19",
  ),
  refuse,
  goodFor: [
    {
      text: "A model of the Hub serves within minutes; nothing to build, no cluster.",
      source: `${docs}/quick_start.md`,
    },
    { text: "vLLM, SGLang, TGI or a container of one's own.", source: `${docs}/engines` },
    {
      text: "One price in all regions of a cloud, nothing for traffic or control plane.",
      source: `${docs}/support/pricing.md`,
    },
  ],
  watchOut: [
    {
      text: "At zero replicas the proxy answers 503 at once, unless each request carries X-Scale-Up-Timeout.",
      source: autoscaling,
    },
    {
      text: "1.5 pending requests a replica add a replica long before a batching engine is full: raise the threshold.",
      source: autoscaling,
    },
    {
      text: "On GPU utilisation (80 % over a minute) one long answer is enough to add a replica.",
      source: autoscaling,
    },
    { text: "H100 and B200 on AWS are deprecated since December 2025.", source: `${docs}/support/pricing.md` },
    {
      text: "GPUs an account may run are a quota nobody prints; asking takes a mail. No limit of requests an hour is documented.",
      source: `${docs}/support/faq.md`,
    },
    {
      text: "Starting is billed: each scale-up pays for minutes that answer nothing.",
      source: `${docs}/support/pricing.md`,
    },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (instance: string) => instance.replace(/-?x\d+$/, "");
  return refuseInstance(request, { rentedBy: "Inference Endpoints", shapes, familyOf });
}

function shapeOf([gpu, , vcpusEach, memoryGibEach]: Row, gpuCount: number): Shape {
  const [vcpus, memory] = [vcpusEach * gpuCount, gibibytes(memoryGibEach * gpuCount)];
  return { gpu, gpuCount, vcpus, memory, allocatable: { milliCpu: vcpus * 1000, memory, basis }, cpu: null };
}
