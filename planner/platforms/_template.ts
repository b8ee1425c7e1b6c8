import { assumed, datasheet } from "../domain/fact.ts";
import type { HostingRequest, Platform } from "../domain/platform.ts";
import { gibibytes, seconds } from "../units/index.ts";

const seen = "2026-01-31";

/** Copy to `<id>.ts`, call the export like the file in camelCase, then `npm run generate`. */
export const template = {
  name: "Name on the bill",
  kind: "endpoint",
  shapes: {
    small: {
      gpu: "l4",
      gpuCount: 1,
      vcpus: 4,
      memory: gibibytes(16),
      allocatable: {
        milliCpu: 4000,
        memory: gibibytes(16),
        basis: assumed("nothing reserved", "not documented", seen),
      },
      cpu: null,
    },
  },
  billing: {
    grain: seconds(60),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet("by the minute", "price page", seen),
  },
  provisioning: {
    node: assumed({ p50: seconds(60), p99: seconds(300) }, "what it rests on", seen),
    imagePull: assumed({ p50: seconds(60), p99: seconds(300) }, "what it rests on", seen),
  },
  controlPlane: null,
  extras: { disk: null, imageUsdPerGibMonth: null, egressUsdPerGib: null },
  spot: null,
  committed: null,
  scaling: datasheet(
    {
      metric: "concurrency",
      target: 8,
      shareOfLimit: null,
      interval: seconds(60),
      upAfter: seconds(0),
      downAfter: seconds(300),
      toZeroAfter: null,
      atZero: "wait",
    },
    "documentation",
    seen,
  ),
  autoscales: true,
  requestTimeout: datasheet(seconds(600), "documentation", seen),
  replicaQuota: null,
  timeToFirstDeploy: assumed({ p50: seconds(3600), p99: seconds(86_400) }, "what it rests on", seen),
  regionIn: { america: "us", europe: "eu", asia: "ap" },
  retiring: null,
  refuse,
  goodFor: [{ text: "What it does well.", source: "documentation" }],
  watchOut: [{ text: "What surprises people.", source: "documentation" }],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  if (request.instance !== "small") return `There is no ${request.instance} here; the only size is small.`;
  if (request.gpusPerReplica > 1) return "One GPU a replica at most.";
  return null;
}
