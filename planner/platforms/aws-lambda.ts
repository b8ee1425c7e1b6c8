import { assumed, datasheet } from "../domain/fact.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { gigabytesPerSecond, inGibibytes, mebibytes, seconds, teraflops } from "../units/index.ts";

const seen = "2026-11-29";
const guide = "docs.aws.amazon.com/lambda/latest/dg";

/** Megabytes that buy the compute of one vCPU. */
const MB_PER_VCPU = 1769;
const LARGEST = 10_240;

/** Sizes in MB: where the next vCPU appears, up to the largest. Any other size is possible; these stand for them. */
const sizes: readonly number[] = [1769, 3008, 5307, 7076, 8845, LARGEST];

/** Taken by runtime, web adapter and engine before the first weight. */
const OWN_MB = 512;

const basis = assumed(
  `all but ${OWN_MB} MB for runtime and engine; compute by memory`,
  `${guide}/configuration-memory.html`,
  seen,
);

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  sizes.map((megabytes) => [nameOf(megabytes), shapeOf(megabytes)]),
);

/** AWS Lambda functions from a container image: no GPU, billed while they answer. Small models only. */
export const awsLambda = {
  name: "AWS Lambda",
  kind: "serverless",
  shapes,
  billing: {
    grain: seconds(0.001),
    minimum: seconds(0.001),
    whileStarting: true,
    whileIdle: false,
    usdPerMillionRequests: 0.2,
    source: datasheet(
      "by the millisecond of start and answer, by GB of memory; 0.20 USD a million requests",
      "aws.amazon.com/lambda/pricing, x86",
      seen,
    ),
  },
  provisioning: {
    node: assumed({ p50: seconds(0.5), p99: seconds(3) }, "a micro-VM and its runtime, as widely reported", seen),
    imagePull: assumed(
      { p50: seconds(3), p99: seconds(20) },
      "image chunks are cached and loaded on use; no figure is printed",
      seen,
    ),
  },
  controlPlane: null,
  extras: {
    disk: null,
    imageUsdPerGibMonth: datasheet(0.1, "aws.amazon.com/ecr/pricing, private storage", seen),
    egressUsdPerGib: datasheet(0.09, "aws.amazon.com/ec2/pricing/on-demand, data transfer out, first 10 TB", seen),
  },
  spot: null,
  committed: assumed(
    { low: 0.83, high: 0.88 },
    "aws.amazon.com/savingsplans/compute-pricing: up to 17 % less for Lambda",
    seen,
  ),
  scaling: assumed(
    {
      metric: "concurrency",
      target: 1,
      shareOfLimit: null,
      interval: seconds(1),
      upAfter: seconds(0),
      downAfter: seconds(600),
      toZeroAfter: seconds(600),
      atZero: "wait",
    },
    `${guide}/lambda-concurrency.html: one request an environment, a new one at once; how long an idle one stays is not printed, ten minutes are a guess`,
    seen,
  ),
  autoscales: true,
  requestTimeout: datasheet(seconds(900), `${guide}/gettingstarted-limits.html`, seen),
  replicaQuota: datasheet(
    1000,
    `${guide}/gettingstarted-limits.html: concurrent executions an account and region`,
    seen,
  ),
  timeToFirstDeploy: assumed(
    { p50: seconds(6 * 3600), p99: seconds(3 * 86_400) },
    "an image with a CPU engine, a web adapter and a role; no GPU quota to wait for",
    seen,
  ),
  regionIn: { america: "us-east-1", europe: "eu-west-1", asia: "ap-northeast-1" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "Rare requests to a small model: nothing is paid between them.", source: "aws.amazon.com/lambda/pricing" },
    {
      text: "A 1.5B model in 4 bits answers from a function with llama.cpp.",
      source: "aws.amazon.com/blogs/compute, Deploying AI models for inference with AWS Lambda using zip packaging",
    },
  ],
  watchOut: [
    {
      text: "No GPU, 10,240 MB of memory, 6 vCPUs: memory ends it long before the 900 seconds do.",
      source: `${guide}/gettingstarted-limits.html`,
    },
    {
      text: "An image has 10 GB, /tmp another 10 GB: larger weights have nowhere to be.",
      source: `${guide}/gettingstarted-limits.html`,
    },
    {
      text: "One request an environment: no batching, each of them holds the weights.",
      source: `${guide}/lambda-concurrency.html`,
    },
    {
      text: "A cold start reads all weights; requests that meet it wait.",
      source: `${guide}/lambda-runtime-environment.html`,
    },
    {
      text: "New accounts start far below 1,000 concurrent executions.",
      source: `${guide}/gettingstarted-limits.html`,
    },
    {
      text: "API Gateway in front allows 29 seconds and no streaming by default; a function URL streams.",
      source: `${guide}/configuration-response-streaming.html`,
    },
  ],
} satisfies Platform;

function refuse({ instance, gpu, gpusPerReplica, needs }: HostingRequest): string | null {
  const shape = Object.hasOwn(shapes, instance) ? shapes[instance] : undefined;
  const room = (shape ?? shapeOf(LARGEST)).allocatable.memory;
  if (needs > shapeOf(LARGEST).allocatable.memory) {
    return `Weights and one full request need ${gib(needs)}; the largest function has ${LARGEST} MB, ${gib(shapeOf(LARGEST).allocatable.memory)} of it for the model, and no GPU.`;
  }
  if (shape === undefined)
    return `A function has no size ${instance} that is known here; known: ${Object.keys(shapes).join(", ")}.`;
  if (needs > room) {
    return `Weights and one full request need ${gib(needs)}; ${instance} has ${gib(room)} for the model. The largest is ${nameOf(LARGEST)}.`;
  }
  if (gpu !== null) return `A function has no GPU, so no ${gpu} either.`;
  if (gpusPerReplica > 1)
    return `A function is one machine without GPUs; a replica of ${gpusPerReplica} parts does not run there.`;
  return null;
}

const gib = (bytes: HostingRequest["needs"]) => `${inGibibytes(bytes).toFixed(1)} GiB`;

function nameOf(megabytes: number): string {
  return `${megabytes}mb`;
}

function shapeOf(megabytes: number): Shape {
  const vcpus = megabytes / MB_PER_VCPU;
  return {
    gpu: null,
    gpuCount: 0,
    vcpus: Math.ceil(vcpus),
    memory: mebibytes(megabytes),
    allocatable: { milliCpu: Math.floor(vcpus * 1000), memory: mebibytes(megabytes - OWN_MB), basis },
    cpu: assumed(
      {
        bytesPerSecond: gigabytesPerSecond(Math.round(3.5 * vcpus)),
        flopPerSecond: teraflops(Math.round(4 * vcpus) / 100),
      },
      "a vCPU is half a core: 2.5 GHz of 32 operations (AVX2), 3.5 GB/s of a socket that others share; nobody prints either",
      seen,
    ),
  };
}
