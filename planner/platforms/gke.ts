import { assumed, datasheet, type Fact } from "../domain/fact.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { type Bytes, seconds, usDollarsPerHour } from "../units/index.ts";
import { type GpuRow, gpuShapes, refuseInstance } from "./_instances.ts";
import { memoryOnGke, reservedMilliCpu } from "./_reserves.ts";

const seen = "2026-11-29";
const unread = "general knowledge, page not read";

/** Compute Engine machine types. A100 and H100 are SXM throughout. `n1-standard-4-t4` is n1-standard-4 with one T4 attached. */
const machines: Readonly<Record<string, GpuRow>> = {
  "n1-standard-4-t4": ["t4", 1, 4, 15],
  "g2-standard-4": ["l4", 1, 4, 16],
  "g2-standard-8": ["l4", 1, 8, 32],
  "g2-standard-12": ["l4", 1, 12, 48],
  "g2-standard-16": ["l4", 1, 16, 64],
  "g2-standard-24": ["l4", 2, 24, 96],
  "g2-standard-32": ["l4", 1, 32, 128],
  "g2-standard-48": ["l4", 4, 48, 192],
  "g2-standard-96": ["l4", 8, 96, 384],
  "a2-highgpu-1g": ["a100-sxm4-40gb", 1, 12, 85],
  "a2-highgpu-2g": ["a100-sxm4-40gb", 2, 24, 170],
  "a2-highgpu-4g": ["a100-sxm4-40gb", 4, 48, 340],
  "a2-highgpu-8g": ["a100-sxm4-40gb", 8, 96, 680],
  "a2-megagpu-16g": ["a100-sxm4-40gb", 16, 96, 1360],
  "a2-ultragpu-1g": ["a100-sxm4-80gb", 1, 12, 170],
  "a2-ultragpu-2g": ["a100-sxm4-80gb", 2, 24, 340],
  "a2-ultragpu-4g": ["a100-sxm4-80gb", 4, 48, 680],
  "a2-ultragpu-8g": ["a100-sxm4-80gb", 8, 96, 1360],
  "a3-highgpu-1g": ["h100-sxm5", 1, 26, 234],
  "a3-highgpu-2g": ["h100-sxm5", 2, 52, 468],
  "a3-highgpu-4g": ["h100-sxm5", 4, 104, 936],
  "a3-highgpu-8g": ["h100-sxm5", 8, 208, 1872],
  "a3-megagpu-8g": ["h100-sxm5", 8, 208, 1872],
  "a3-ultragpu-8g": ["h200-sxm5", 8, 224, 2952],
  "a4-highgpu-8g": ["b200-sxm6", 8, 224, 3968],
};

/** Their memory is not in the price file: 3.75 GiB a vCPU. The smaller ones have a part of a GPU and are left out. */
const memoryInferred: Readonly<Record<string, GpuRow>> = {
  "g4-standard-48": ["rtx-pro-6000-server", 1, 48, 180],
  "g4-standard-96": ["rtx-pro-6000-server", 2, 96, 360],
  "g4-standard-192": ["rtx-pro-6000-server", 4, 192, 720],
  "g4-standard-384": ["rtx-pro-6000-server", 8, 384, 1440],
};

const formula = "GKE's reserve by cores and memory, off the printed size; what the kernel keeps itself is not known";
const nodeSizes = "cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes";
const compute = "cloud.google.com/compute/all-pricing";

const shapes: Readonly<Record<string, Shape>> = {
  ...gpuShapes(machines, leaves(datasheet(formula, nodeSizes, seen))),
  ...gpuShapes(memoryInferred, leaves(assumed(`${formula}; memory inferred from the vCPUs`, nodeSizes, seen))),
};

/** Google Kubernetes Engine, Standard mode, with GPU node pools that the cluster autoscaler grows. */
export const gke = {
  name: "Google GKE",
  kind: "kubernetes",
  shapes,
  billing: {
    grain: seconds(1),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet("by the second, one minute at least", compute, seen),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(150), p99: seconds(480) },
      "autoscaler, boot, join and GPU driver installation; with capacity at hand",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image, pulled and unpacked at 80 MB/s, nothing cached, no image streaming",
      seen,
    ),
  },
  controlPlane: datasheet(usDollarsPerHour(0.1), "cloud.google.com/kubernetes-engine/pricing, cluster fee", seen),
  extras: {
    disk: {
      gibibytes: assumed(200, "engine image, weights and logs of one node", seen),
      usdPerGibMonth: assumed(
        0.1,
        `cloud.google.com/compute/disks-image-pricing, balanced disk, us-central1; ${unread}`,
        seen,
      ),
    },
    imageUsdPerGibMonth: assumed(0.1, `cloud.google.com/artifact-registry/pricing; ${unread}`, seen),
    egressUsdPerGib: assumed(0.12, `cloud.google.com/vpc/network-pricing, premium tier, first TiB; ${unread}`, seen),
  },
  spot: {
    interruptionsPerMonth: assumed({ low: 0.05, high: 1 }, "Google prints no rate; wide on purpose", seen),
    notice: datasheet(seconds(30), "cloud.google.com/compute/docs/instances/spot, preemption period", seen),
    priceMoves: assumed(
      { low: 0.8, high: 1.3 },
      "cloud.google.com/compute/docs/instances/spot: at most one change a day, 60 to 91 % below the list",
      seen,
    ),
  },
  committed: assumed(
    { low: 0.45, high: 0.63 },
    `committed use of accelerator machines, three years to one; ${unread}`,
    seen,
  ),
  scaling: null,
  autoscales: true,
  requestTimeout: null,
  replicaQuota: null,
  timeToFirstDeploy: assumed(
    { p50: seconds(2 * 86_400), p99: seconds(14 * 86_400) },
    "a cluster, a GPU quota and access rights: two days where the quota is there, two weeks where it is not",
    seen,
  ),
  regionIn: { america: "us-central1", europe: "europe-west4", asia: "asia-southeast1" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "GitOps: each change is a commit that Argo CD syncs.", source: "argo-cd.readthedocs.io" },
    { text: "Scales on the engine's own queue, to zero with KEDA.", source: "keda.sh/docs, scaling deployments" },
    {
      text: "Image streaming starts a container before its image is there.",
      source: "cloud.google.com/kubernetes-engine/docs/how-to/image-streaming",
    },
    {
      text: "GPU, CPU and memory in many sizes from one L4 to sixteen A100.",
      source: "cloud.google.com/compute/docs/gpus",
    },
  ],
  watchOut: [
    {
      text: "New projects have next to no GPU quota: one by region and type, and GPUs over all regions.",
      source: "cloud.google.com/compute/resource-usage",
    },
    {
      text: "H200 and B200 are had by reservation, flex start or spot; there is no true on-demand price.",
      source: "cloud.google.com/compute/docs/accelerator-optimized-machines",
    },
    {
      text: "Zones run out of GPUs: the pool stays at its size and pods stay pending.",
      source: "cloud.google.com/kubernetes-engine/docs/how-to/gpus",
    },
    {
      text: "Spot nodes go within 30 seconds of the notice: less than a long answer takes.",
      source: "cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
    },
    {
      text: "Public catalogues list A100 80 GB, H100 and H200 at half the price: the wrong product was matched.",
      source: "cloudpilot-ai/karpenter-provider-gcp@417f047 against anycloud-sh/catalog@62ff0a9",
    },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (instance: string) => instance.split("-").slice(0, 2).join("-");
  return refuseInstance(request, { rentedBy: "Compute Engine", shapes, familyOf });
}

/** What GKE leaves to pods, and how that is known. */
function leaves(basis: Fact<string>) {
  return (vcpus: number, memory: Bytes) => ({
    milliCpu: vcpus * 1000 - reservedMilliCpu(vcpus),
    memory: memoryOnGke(memory),
    basis,
  });
}
