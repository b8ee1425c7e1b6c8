import { assumed, datasheet } from "../domain/fact.ts";
import type { Platform } from "../domain/platform.ts";
import { seconds } from "../units/index.ts";

const seen = "2026-11-29";
const retired = "MicrosoftDocs/azure-compute-docs, GPU container groups retired on 2025-07-14";

/** Azure Container Instances: here because people ask for it. It has no GPUs any more and hosts nothing. */
export const azureContainerInstances = {
  name: "Azure Container Instances",
  kind: "serverless",
  shapes: {},
  billing: {
    grain: seconds(1),
    minimum: seconds(1),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet("by the second", "azure.microsoft.com/pricing/details/container-instances", seen),
  },
  provisioning: {
    node: assumed({ p50: seconds(30), p99: seconds(120) }, "CPU groups; never used: nothing is hosted", seen),
    imagePull: assumed({ p50: seconds(120), p99: seconds(300) }, "8 to 10 GB of engine image; never used", seen),
  },
  controlPlane: null,
  extras: { disk: null, imageUsdPerGibMonth: null, egressUsdPerGib: null },
  spot: null,
  committed: null,
  scaling: null,
  autoscales: false,
  requestTimeout: null,
  replicaQuota: datasheet(0, retired, "2026-05-20"),
  timeToFirstDeploy: assumed({ p50: seconds(3600), p99: seconds(86_400) }, "of a CPU group; never used", seen),
  regionIn: { america: "eastus", europe: "westeurope", asia: "southeastasia" },
  retiring: null,
  refuse: () =>
    "Azure Container Instances has had no GPUs since 2025-07-14, when its GPU groups were retired. Use azure-container-apps, which has serverless GPUs, or aks.",
  goodFor: [
    {
      text: "Short jobs on CPUs that are started by hand or by a pipeline.",
      source: "learn.microsoft.com/azure/container-instances",
    },
  ],
  watchOut: [
    { text: "No GPUs since 2025-07-14; older articles still show them.", source: retired },
    {
      text: "No autoscaling of its own.",
      source: "learn.microsoft.com/azure/container-instances/container-instances-overview",
    },
  ],
} satisfies Platform;
