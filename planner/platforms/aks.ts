import { assumed, datasheet } from "../domain/fact.ts";
import type { HostingRequest, Platform } from "../domain/platform.ts";
import { seconds, usDollarsPerHour } from "../units/index.ts";
import { type GpuRow, gpuShapes, refuseInstance } from "./_instances.ts";
import { memoryOnAks, reservedMilliCpuOnAks } from "./_reserves.ts";

const seen = "2026-11-29";
const unread = "general knowledge, page not read";

/** Azure VM sizes. NC A100 v4 has PCIe cards, ND has SXM. Sizes with the H100 NVL (94 GB) are left out: no such GPU in the
 *  catalogue. */
const sizes: Readonly<Record<string, GpuRow>> = {
  Standard_NC4as_T4_v3: ["t4", 1, 4, 28],
  Standard_NC8as_T4_v3: ["t4", 1, 8, 56],
  Standard_NC16as_T4_v3: ["t4", 1, 16, 110],
  Standard_NC64as_T4_v3: ["t4", 4, 64, 440],
  Standard_NC24ads_A100_v4: ["a100-pcie-80gb", 1, 24, 220],
  Standard_NC48ads_A100_v4: ["a100-pcie-80gb", 2, 48, 440],
  Standard_NC96ads_A100_v4: ["a100-pcie-80gb", 4, 96, 880],
  Standard_ND96asr_v4: ["a100-sxm4-40gb", 8, 96, 900],
  Standard_ND96amsr_A100_v4: ["a100-sxm4-80gb", 8, 96, 1800],
  Standard_ND96isr_H100_v5: ["h100-sxm5", 8, 96, 1900],
  Standard_ND96isr_H200_v5: ["h200-sxm5", 8, 96, 1850],
  Standard_ND96isr_MI300X_v5: ["mi300x", 8, 96, 1850],
};

/** Pods a node may have with the overlay network, the default of new clusters. */
const MAX_PODS = 250;

const basis = datasheet(
  "AKS's reserve by cores and for 250 pods a node (overlay network), off the printed size; what the kernel keeps itself is not known",
  "learn.microsoft.com/azure/aks/node-resource-reservations, 1.29 and later",
  seen,
);

const shapes = gpuShapes(sizes, (vcpus, memory) => ({
  milliCpu: vcpus * 1000 - reservedMilliCpuOnAks(vcpus),
  memory: memoryOnAks(memory, MAX_PODS),
  basis,
}));

/** Azure Kubernetes Service, Standard tier, with GPU node pools that the cluster autoscaler grows. */
export const aks = {
  name: "Azure AKS",
  kind: "kubernetes",
  shapes,
  billing: {
    grain: seconds(60),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: assumed("by the minute", `azure.microsoft.com/pricing/details/virtual-machines; ${unread}`, seen),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(240), p99: seconds(720) },
      "autoscaler, scale set, boot, join, GPU driver and device plugin; with capacity at hand",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image, pulled and unpacked at 80 MB/s, nothing cached, no artifact streaming",
      seen,
    ),
  },
  controlPlane: datasheet(
    usDollarsPerHour(0.1),
    "azure.microsoft.com/pricing/details/kubernetes-service, Standard tier",
    seen,
  ),
  extras: {
    disk: {
      gibibytes: assumed(200, "engine image, weights and logs of one node", seen),
      usdPerGibMonth: assumed(
        0.135,
        `azure.microsoft.com/pricing/details/managed-disks, premium SSD P15; ${unread}`,
        seen,
      ),
    },
    imageUsdPerGibMonth: assumed(0.1, `azure.microsoft.com/pricing/details/container-registry; ${unread}`, seen),
    egressUsdPerGib: assumed(0.087, `azure.microsoft.com/pricing/details/bandwidth, first 10 TB; ${unread}`, seen),
  },
  spot: {
    interruptionsPerMonth: assumed(
      { low: 0.5, high: 15 },
      "the portal shows eviction rates an hour, up to 5 % in the lowest band; wide on purpose",
      seen,
    ),
    notice: datasheet(seconds(30), "learn.microsoft.com/azure/virtual-machines/spot-vms, scheduled events", seen),
    priceMoves: assumed({ low: 0.7, high: 1.5 }, "Azure prints no history by zone; wide on purpose", seen),
  },
  committed: assumed(
    { low: 0.38, high: 0.74 },
    `reserved instances, three years to one, differs by series; ${unread}`,
    seen,
  ),
  scaling: null,
  autoscales: true,
  requestTimeout: null,
  replicaQuota: null,
  timeToFirstDeploy: assumed(
    { p50: seconds(2 * 86_400), p99: seconds(14 * 86_400) },
    "a cluster, a vCPU quota of the GPU series and access rights: two days where the quota is there, two weeks where it is not",
    seen,
  ),
  regionIn: { america: "eastus2", europe: "swedencentral", asia: "japaneast" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "GitOps: each change is a commit that Argo CD syncs.", source: "argo-cd.readthedocs.io" },
    {
      text: "KEDA is an add-on: scales on the engine's own queue, to zero.",
      source: "learn.microsoft.com/azure/aks/keda-about",
    },
    { text: "Deep spot discounts on T4, A100 and H100.", source: "anycloud-sh/catalog@62ff0a9, medians of 2026-05-20" },
  ],
  watchOut: [
    {
      text: "The free tier costs nothing for the control plane and has no uptime agreement.",
      source: "learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    },
    {
      text: "Quota is counted in vCPUs of each series and region, and is 0 for GPU series at first.",
      source: "learn.microsoft.com/azure/quotas/per-vm-quota-requests",
    },
    {
      text: "H200 shows a spot price equal to on demand: no discount is published.",
      source: "anycloud-sh/catalog@62ff0a9, 2026-05-20",
    },
    {
      text: "Spot nodes are evicted with 30 seconds' notice, often within hours.",
      source: "learn.microsoft.com/azure/aks/spot-node-pool",
    },
    {
      text: "A listed price is no promise of capacity: allocation fails in regions that list the size.",
      source: "learn.microsoft.com/troubleshoot/azure/virtual-machines/allocation-failure",
    },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (size: string) => size.match(/^(?:Standard_)?[A-Z]+/i)?.[0] ?? "";
  return refuseInstance(request, { rentedBy: "Azure", shapes, familyOf });
}
