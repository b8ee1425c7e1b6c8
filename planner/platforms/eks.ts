import { assumed, datasheet, type Fact, measured } from "../domain/fact.ts";
import type { GpuId } from "../domain/ids.generated.ts";
import type { HostingRequest, Platform, Shape } from "../domain/platform.ts";
import { gibibytes, mebibytes, seconds, usDollarsPerHour } from "../units/index.ts";
import { refuseInstance } from "./_instances.ts";
import { reservedMilliCpu } from "./_reserves.ts";

const seen = "2026-11-25";

/** GPU, how many, vCPUs, GiB of memory, pods the network interfaces carry. */
type Row = readonly [gpu: GpuId, count: number, vcpus: number, memoryGib: number, maxPods: number];

/** EC2 instance types. Pods: aws/amazon-vpc-cni-k8s@01d744a misc/eni-max-pods.txt. */
const documented: Readonly<Record<string, Row>> = {
  "g4dn.xlarge": ["t4", 1, 4, 16, 29],
  "g4dn.2xlarge": ["t4", 1, 8, 32, 29],
  "g4dn.4xlarge": ["t4", 1, 16, 64, 29],
  "g4dn.8xlarge": ["t4", 1, 32, 128, 58],
  "g4dn.12xlarge": ["t4", 4, 48, 192, 234],
  "g4dn.16xlarge": ["t4", 1, 64, 256, 58],
  "g4dn.metal": ["t4", 8, 96, 384, 737],
  "g5.xlarge": ["a10g", 1, 4, 16, 58],
  "g5.2xlarge": ["a10g", 1, 8, 32, 58],
  "g5.4xlarge": ["a10g", 1, 16, 64, 234],
  "g5.8xlarge": ["a10g", 1, 32, 128, 234],
  "g5.12xlarge": ["a10g", 4, 48, 192, 737],
  "g5.16xlarge": ["a10g", 1, 64, 256, 234],
  "g5.24xlarge": ["a10g", 4, 96, 384, 737],
  "g5.48xlarge": ["a10g", 8, 192, 768, 345],
  "g6.xlarge": ["l4", 1, 4, 16, 58],
  "g6.2xlarge": ["l4", 1, 8, 32, 58],
  "g6.4xlarge": ["l4", 1, 16, 64, 234],
  "g6.8xlarge": ["l4", 1, 32, 128, 234],
  "g6.12xlarge": ["l4", 4, 48, 192, 234],
  "g6.16xlarge": ["l4", 1, 64, 256, 737],
  "g6.24xlarge": ["l4", 4, 96, 384, 737],
  "g6.48xlarge": ["l4", 8, 192, 768, 737],
  "g6e.xlarge": ["l40s", 1, 4, 32, 58],
  "g6e.2xlarge": ["l40s", 1, 8, 64, 58],
  "g6e.4xlarge": ["l40s", 1, 16, 128, 234],
  "g6e.8xlarge": ["l40s", 1, 32, 256, 234],
  "g6e.12xlarge": ["l40s", 4, 48, 384, 292],
  "g6e.16xlarge": ["l40s", 1, 64, 512, 737],
  "g6e.24xlarge": ["l40s", 4, 96, 768, 492],
  "g6e.48xlarge": ["l40s", 8, 192, 1536, 492],
  "p4d.24xlarge": ["a100-sxm4-40gb", 8, 96, 1152, 737],
  "p4de.24xlarge": ["a100-sxm4-80gb", 8, 96, 1152, 737],
  "p5.48xlarge": ["h100-sxm5", 8, 192, 2048, 100],
  "p5en.48xlarge": ["h200-sxm5", 8, 192, 2048, 198],
};

/** Newer than that table: pods as on the instance of the same size one generation earlier. */
const podsGuessed: Readonly<Record<string, Row>> = {
  "g7e.2xlarge": ["rtx-pro-6000-server", 1, 8, 64, 58],
  "g7e.4xlarge": ["rtx-pro-6000-server", 1, 16, 128, 234],
  "g7e.8xlarge": ["rtx-pro-6000-server", 1, 32, 256, 234],
  "g7e.12xlarge": ["rtx-pro-6000-server", 2, 48, 512, 292],
  "g7e.24xlarge": ["rtx-pro-6000-server", 4, 96, 1024, 492],
  "g7e.48xlarge": ["rtx-pro-6000-server", 8, 192, 2048, 492],
  "p5.4xlarge": ["h100-sxm5", 1, 16, 256, 234],
  "p6-b200.48xlarge": ["b200-sxm6", 8, 192, 2048, 198],
  "p6-b300.48xlarge": ["b300-sxm6", 8, 192, 4096, 198],
};

const reserveFormula = "kubelet reserve by cores and pods, 100 MiB eviction, 7.5 % of memory for the hypervisor";
const karpenter = "aws/karpenter-provider-aws@0c5e7d8 website/content/en/docs/reference/instance-types.md";

const shapes: Readonly<Record<string, Shape>> = {
  ...shapesOf(
    documented,
    datasheet(
      `${reserveFormula}: gives the printed figures of g4dn and g5 exactly (g5.2xlarge 29,317 MiB)`,
      karpenter,
      seen,
    ),
  ),
  ...shapesOf(
    podsGuessed,
    assumed(`${reserveFormula}; pods as on the earlier generation`, `${karpenter}, without this instance`, seen),
  ),
};

/** Amazon EKS with GPU nodes from EC2, added and removed by Karpenter. */
export const eks = {
  name: "Amazon EKS",
  kind: "kubernetes",
  shapes,
  billing: {
    grain: seconds(1),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: datasheet(
      "Linux on demand: by the second, 60 seconds at least",
      "aws.amazon.com/ec2/pricing/on-demand",
      seen,
    ),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(100), p99: seconds(360) },
      "EC2 launch, boot, join and device plugin; with capacity at hand",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image, pulled and unpacked at 80 MB/s, nothing cached",
      seen,
    ),
  },
  controlPlane: datasheet(usDollarsPerHour(0.1), "aws.amazon.com/eks/pricing, standard support", seen),
  extras: {
    disk: {
      gibibytes: assumed(200, "engine image, weights and logs of one node", seen),
      usdPerGibMonth: datasheet(0.08, "aws.amazon.com/ebs/pricing, gp3 in us-east-1", seen),
    },
    imageUsdPerGibMonth: datasheet(0.1, "aws.amazon.com/ecr/pricing, private storage", seen),
    egressUsdPerGib: datasheet(0.09, "aws.amazon.com/ec2/pricing/on-demand, data transfer out, first 10 TB", seen),
  },
  spot: {
    interruptionsPerMonth: assumed(
      { low: 0.05, high: 0.3 },
      "EC2 Spot Instance Advisor: frequency bands from under 5 % to over 20 % a month",
      seen,
    ),
    notice: datasheet(seconds(120), "docs.aws.amazon.com/AWSEC2, Spot Instance interruption notices", seen),
    priceMoves: measured(
      { low: 0.6, high: 1.6 },
      "anycloud-sh/catalog@5134b89: g5.12xlarge 2.17 to 5.67 USD/h over zones of one region, 2.6 times",
      seen,
    ),
  },
  committed: datasheet(
    { low: 0.43, high: 0.73 },
    "aws.amazon.com/savingsplans/compute-pricing: one to three years, all or nothing up front; differs by family",
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
  regionIn: { america: "us-east-1", europe: "eu-west-1", asia: "ap-northeast-1" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "GitOps: each change is a commit that Argo CD syncs.", source: "argo-cd.readthedocs.io" },
    { text: "Scales on the engine's own queue, to zero with KEDA.", source: "keda.sh/docs, scaling deployments" },
    { text: "Billed by the second; spot for a part of the price.", source: "aws.amazon.com/ec2/pricing" },
  ],
  watchOut: [
    {
      text: "A new replica waits for a node, a large image and the weights: minutes, not seconds.",
      source: "docs.aws.amazon.com/eks/latest/best-practices, AI/ML compute",
    },
    {
      text: "P instances are often not there on demand; ask for a quota and a capacity block early.",
      source: "docs.aws.amazon.com/AWSEC2, Capacity Blocks for ML",
    },
    {
      text: "Daemon sets (network, logs, metrics, device plugin) take their share of what is allocatable.",
      source: "kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources",
    },
    {
      text: "Extended support of an old Kubernetes version costs $0.60 an hour instead of $0.10.",
      source: "aws.amazon.com/eks/pricing",
    },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (instance: string) => instance.split(".")[0] ?? "";
  return refuseInstance(request, { rentedBy: "EC2", shapes, familyOf });
}

function shapesOf(rows: Readonly<Record<string, Row>>, basis: Fact<string>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(rows).map(([instance, row]) => [instance, shapeOf(row, basis)]));
}

function shapeOf([gpu, gpuCount, vcpus, memoryGib, maxPods]: Row, basis: Fact<string>): Shape {
  const forDaemons = mebibytes(355 + 11 * maxPods);
  return {
    gpu,
    gpuCount,
    vcpus,
    memory: gibibytes(memoryGib),
    allocatable: {
      milliCpu: vcpus * 1000 - reservedMilliCpu(vcpus),
      memory: mebibytes(Math.floor((gibibytes(memoryGib) * 0.925 - forDaemons) / 2 ** 20)),
      basis,
    },
    cpu: null,
  };
}
