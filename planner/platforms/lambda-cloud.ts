import { assumed, datasheet } from "../domain/fact.ts";
import type { HostingRequest, Platform } from "../domain/platform.ts";
import { bytes, seconds } from "../units/index.ts";
import { type GpuRow, gpuShapes, refuseInstance } from "./_instances.ts";

const seen = "2026-11-29";
const docs = "docs.lambda.ai/public-cloud";
const catalogue = "anycloud-sh/catalog@62ff0a9 lambda/vms.csv";

/** Instance types. `gpu_1x_gh200` is left out: its GPU is not in the catalogue. */
const instances: Readonly<Record<string, GpuRow>> = {
  gpu_1x_a10: ["a10", 1, 30, 200],
  gpu_1x_a100: ["a100-pcie-40gb", 1, 30, 200],
  gpu_1x_a100_sxm4: ["a100-sxm4-40gb", 1, 30, 200],
  gpu_2x_a100: ["a100-pcie-40gb", 2, 60, 400],
  gpu_4x_a100: ["a100-pcie-40gb", 4, 120, 800],
  gpu_8x_a100: ["a100-sxm4-40gb", 8, 124, 1800],
  gpu_8x_a100_80gb_sxm4: ["a100-sxm4-80gb", 8, 240, 1800],
  gpu_1x_h100_pcie: ["h100-pcie", 1, 26, 200],
  gpu_1x_h100_sxm5: ["h100-sxm5", 1, 26, 225],
  gpu_2x_h100_sxm5: ["h100-sxm5", 2, 52, 450],
  gpu_4x_h100_sxm5: ["h100-sxm5", 4, 104, 900],
  gpu_8x_h100_sxm5: ["h100-sxm5", 8, 208, 1800],
  gpu_1x_b200_sxm6: ["b200-sxm6", 1, 26, 360],
  gpu_2x_b200_sxm6: ["b200-sxm6", 2, 52, 720],
  gpu_4x_b200_sxm6: ["b200-sxm6", 4, 104, 1440],
  gpu_8x_b200_sxm6: ["b200-sxm6", 8, 208, 2900],
};

const basis = assumed(
  "all of the machine but a twentieth for its own system",
  "a virtual machine; nothing is printed",
  seen,
);

const shapes = gpuShapes(instances, (vcpus, memory) => ({
  milliCpu: vcpus * 950,
  memory: bytes(0.95 * memory),
  basis,
}));

/** Lambda, the GPU cloud (not AWS Lambda): machines that somebody starts and ends. */
export const lambdaCloud = {
  name: "Lambda",
  kind: "machine",
  shapes,
  billing: {
    grain: seconds(60),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet("by the minute, from passed health checks until somebody ends it", `${docs}/billing`, seen),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(300), p99: seconds(900) },
      "reported 3 to 15 minutes to boot; with capacity at hand",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image at 80 MB/s, nothing cached",
      seen,
    ),
  },
  controlPlane: null,
  extras: { disk: null, imageUsdPerGibMonth: null, egressUsdPerGib: null },
  spot: null,
  committed: null,
  scaling: null,
  autoscales: false,
  requestTimeout: null,
  replicaQuota: null,
  timeToFirstDeploy: assumed(
    { p50: seconds(4 * 3600), p99: seconds(14 * 86_400) },
    "an account and a start-up script; days or weeks while the type is sold out",
    seen,
  ),
  regionIn: { america: "all", europe: "all", asia: "all" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "One plain price: disk and traffic are in it, the same in each region.", source: catalogue },
    { text: "Single A100 and H100 for a part of what the large clouds ask.", source: catalogue },
  ],
  watchOut: [
    {
      text: "Two sources disagree on its prices in one month: H100 at 3.29 and 4.29, or at 2.86 and 3.78 USD an hour.",
      source: `${catalogue} against the price page as quoted in May 2026`,
    },
    {
      text: "Types are often sold out everywhere; an API call that fails is the only queue.",
      source: `${docs}/on-demand`,
    },
    {
      text: "No autoscaling, load balancer or health checks: all of it is yours to build.",
      source: `${docs}/on-demand`,
    },
    {
      text: "A machine cannot be paused: it is billed until it is ended, and its disk goes with it.",
      source: `${docs}/billing`,
    },
    { text: "Not AWS Lambda: that is aws-lambda.", source: "docs.lambda.ai" },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (instance: string) => instance.replace(/^gpu_\d+x_/, "").split("_")[0] ?? "";
  const refused = refuseInstance(request, { rentedBy: "Lambda", shapes, familyOf });
  if (refused !== null || !request.scaleToZero) return refused;
  return "Lambda's machines run until somebody ends them; nothing takes the last one away. Use scaling of mode fixed.";
}
