import { assumed, datasheet } from "../domain/fact.ts";
import type { GpuId } from "../domain/ids.generated.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { gibibytes, seconds } from "../units/index.ts";
import { refuseInstance } from "./_instances.ts";

const seen = "2026-11-29";
const gpuPage = "docs.cloud.google.com/run/docs/configuring/services/gpu";
const scalingPage = "docs.cloud.google.com/run/docs/about-instance-autoscaling";

/** GPU, vCPUs, GiB of memory. The first of each GPU is the least that Cloud Run accepts with it. */
type Row = readonly [gpu: GpuId, vcpus: number, memoryGib: number];

const sizes: Readonly<Record<string, Row>> = {
  "l4-4cpu-16gib": ["l4", 4, 16],
  "l4-8cpu-32gib": ["l4", 8, 32],
  "rtx-pro-6000-20cpu-80gib": ["rtx-pro-6000-server", 20, 80],
};

const basis = datasheet("all of it: limits of a Cloud Run container are what it gets", gpuPage, seen);

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries(sizes).map(([size, row]) => [size, shapeOf(row)]),
);

/** Cloud Run services with one GPU an instance, without zonal redundancy, billed by instance. */
export const cloudRun = {
  name: "Google Cloud Run",
  kind: "serverless",
  shapes,
  billing: {
    grain: seconds(0.1),
    minimum: seconds(0.1),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet("instance-based, by 100 ms, from start to end of the instance; none for requests", gpuPage, seen),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(5), p99: seconds(20) },
      `${gpuPage}: an instance with GPU and driver is there in about 5 s; its tail is a guess`,
      seen,
    ),
    imagePull: assumed({ p50: seconds(2), p99: seconds(15) }, "images are streamed: 1 to 2 s reported", seen),
  },
  controlPlane: null,
  extras: {
    disk: null,
    imageUsdPerGibMonth: assumed(
      0.1,
      "cloud.google.com/artifact-registry/pricing; general knowledge, page not read",
      seen,
    ),
    egressUsdPerGib: assumed(
      0.12,
      "cloud.google.com/vpc/network-pricing, premium tier; general knowledge, page not read",
      seen,
    ),
  },
  spot: null,
  committed: null,
  scaling: assumed(
    {
      metric: "concurrency",
      target: null,
      shareOfLimit: 0.6,
      interval: seconds(5),
      upAfter: seconds(0),
      downAfter: seconds(900),
      toZeroAfter: seconds(900),
      atZero: "wait",
    },
    `${scalingPage}: 60 % of the maximum concurrency, looked at each 5 s; an idle instance may stay for 15 minutes, here it always does`,
    seen,
  ),
  autoscales: true,
  requestTimeout: datasheet(
    seconds(3600),
    "docs.cloud.google.com/run/docs/configuring/request-timeout, most that can be set",
    seen,
  ),
  replicaQuota: assumed(
    3,
    `${gpuPage}: L4 a project and region without zonal redundancy, granted at the first deployment; older versions of the page grant none`,
    seen,
  ),
  timeToFirstDeploy: assumed(
    { p50: seconds(2 * 3600), p99: seconds(4 * 86_400) },
    "an image with the engine and a deploy command; days where more than the first GPUs are needed",
    seen,
  ),
  regionIn: { america: "us-central1", europe: "europe-west4", asia: "asia-southeast1" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "To zero and back in seconds, plus what the engine takes for the weights.", source: gpuPage },
    { text: "Nothing to run: no nodes, no drivers, no autoscaler.", source: gpuPage },
    { text: "A request that finds no instance waits for one.", source: scalingPage },
  ],
  watchOut: [
    {
      text: "Idle instances are billed in full until they go, up to 15 minutes after the last request.",
      source: scalingPage,
    },
    {
      text: "The GPU brings 4 vCPU and 16 GiB (L4) or 20 vCPU and 80 GiB (RTX PRO 6000) onto the bill.",
      source: gpuPage,
    },
    { text: "One GPU an instance: nothing that needs two fits.", source: gpuPage },
    {
      text: "A waiting request is refused with 429 after 3.5 times the usual start, 10 seconds at least.",
      source: scalingPage,
    },
    {
      text: "Concurrency is set by hand: at 60 % of it instances are added, whatever the engine could batch.",
      source: scalingPage,
    },
    {
      text: "Zonal redundancy is on by default and costs half as much again for the GPU; it has its own quota.",
      source: gpuPage,
    },
    { text: "The price of the RTX PRO 6000 is not known here. L4 in us-central1 is by invitation.", source: gpuPage },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  if (request.gpusPerReplica > 1) {
    return `Cloud Run gives an instance one GPU; a replica of ${request.gpusPerReplica} GPUs does not run there.`;
  }
  const familyOf = (instance: string) => instance.replace(/-\d+cpu.*$/, "");
  return refuseInstance(request, { rentedBy: "Cloud Run", shapes, familyOf });
}

function shapeOf([gpu, vcpus, memoryGib]: Row): Shape {
  const memory = gibibytes(memoryGib);
  return { gpu, gpuCount: 1, vcpus, memory, allocatable: { milliCpu: vcpus * 1000, memory, basis }, cpu: null };
}
