import { assumed, datasheet } from "../domain/fact.ts";
import type { HostingRequest, Platform } from "../domain/platform.ts";
import { bytes, seconds } from "../units/index.ts";
import { type GpuRow, gpuShapes, refuseInstance } from "./_instances.ts";

const seen = "2026-11-29";
const guide = "docs.aws.amazon.com/sagemaker/latest/dg";

/** Hosting instances: the EC2 type of the same name. Those without a known price are here too: unknown, not impossible. */
const instances: Readonly<Record<string, GpuRow>> = {
  "ml.g4dn.xlarge": ["t4", 1, 4, 16],
  "ml.g4dn.2xlarge": ["t4", 1, 8, 32],
  "ml.g4dn.12xlarge": ["t4", 4, 48, 192],
  "ml.g5.xlarge": ["a10g", 1, 4, 16],
  "ml.g5.2xlarge": ["a10g", 1, 8, 32],
  "ml.g5.4xlarge": ["a10g", 1, 16, 64],
  "ml.g5.12xlarge": ["a10g", 4, 48, 192],
  "ml.g5.24xlarge": ["a10g", 4, 96, 384],
  "ml.g5.48xlarge": ["a10g", 8, 192, 768],
  "ml.g6.xlarge": ["l4", 1, 4, 16],
  "ml.g6.2xlarge": ["l4", 1, 8, 32],
  "ml.g6.12xlarge": ["l4", 4, 48, 192],
  "ml.g6.16xlarge": ["l4", 1, 64, 256],
  "ml.g6.24xlarge": ["l4", 4, 96, 384],
  "ml.g6.48xlarge": ["l4", 8, 192, 768],
  "ml.g6e.xlarge": ["l40s", 1, 4, 32],
  "ml.g6e.2xlarge": ["l40s", 1, 8, 64],
  "ml.g6e.12xlarge": ["l40s", 4, 48, 384],
  "ml.g6e.48xlarge": ["l40s", 8, 192, 1536],
  "ml.p4d.24xlarge": ["a100-sxm4-40gb", 8, 96, 1152],
  "ml.p4de.24xlarge": ["a100-sxm4-80gb", 8, 96, 1152],
  "ml.p5.48xlarge": ["h100-sxm5", 8, 192, 2048],
  "ml.p5en.48xlarge": ["h200-sxm5", 8, 192, 2048],
};

const basis = assumed(
  "nine tenths of the memory, all but a tenth of a core each: agents and hypervisor take the rest",
  "SageMaker prints nothing; EKS leaves 92.5 % of the same machine after the hypervisor",
  seen,
);

const shapes = gpuShapes(instances, (vcpus, memory) => ({
  milliCpu: vcpus * 900,
  memory: bytes(0.9 * memory),
  basis,
}));

/** SageMaker real-time endpoints: one production variant of plain instances, scaled by target tracking. */
export const sagemaker = {
  name: "Amazon SageMaker real-time endpoints",
  kind: "endpoint",
  shapes,
  billing: {
    grain: seconds(1),
    minimum: seconds(60),
    whileStarting: true,
    whileIdle: true,
    usdPerMillionRequests: 0,
    source: assumed(
      "by the second, as EC2; from creation to deletion",
      "aws.amazon.com/sagemaker/pricing, not read",
      seen,
    ),
  },
  provisioning: {
    node: assumed(
      { p50: seconds(240), p99: seconds(600) },
      "reported 4 to 10 minutes for an endpoint to be in service, less what image and engine take",
      seen,
    ),
    imagePull: assumed(
      { p50: seconds(120), p99: seconds(300) },
      "8 to 10 GB of engine image from ECR at 80 MB/s, nothing cached",
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
    { low: 0.36, high: 0.8 },
    "aws.amazon.com/savingsplans/ml-pricing: up to 64 % less; the smallest discount is a guess",
    seen,
  ),
  scaling: assumed(
    {
      metric: "concurrency",
      target: null,
      shareOfLimit: 0.5,
      interval: seconds(60),
      upAfter: seconds(180),
      downAfter: seconds(900),
      toZeroAfter: null,
      atZero: "refuse",
    },
    `${guide}/endpoint-auto-scaling-add-code-define.html: alarms on minutes, 3 above and 15 below, 300 s between; target of one's own: half the limit, the factor it starts from`,
    seen,
  ),
  autoscales: true,
  requestTimeout: datasheet(
    seconds(60),
    `${guide}/realtime-endpoints-test-endpoints.html: InvokeEndpoint; 8 minutes for a response that is streamed`,
    seen,
  ),
  replicaQuota: assumed(
    0,
    "Service Quotas shows 0 for endpoint use of most ml.g and ml.p types in new accounts: each must be asked for",
    seen,
  ),
  timeToFirstDeploy: assumed(
    { p50: seconds(86_400), p99: seconds(10 * 86_400) },
    "an execution role, an image, model data in S3 and a quota by instance type",
    seen,
  ),
  regionIn: { america: "us-east-1", europe: "eu-west-1", asia: "ap-northeast-1" },
  retiring: null,
  refuse,
  goodFor: [
    { text: "IAM, private networks and logs as everything else on AWS; no cluster.", source: guide },
    {
      text: "Large-model containers with vLLM inside are maintained by AWS.",
      source: `${guide}/large-model-inference.html`,
    },
  ],
  watchOut: [
    {
      text: "About a quarter dearer than the EC2 instance of the same name.",
      source: "gpu-prices.csv, ratio of the rows",
    },
    {
      text: "The prices known here are of about 2024, before P4 and P5 fell by a third and more in June 2025.",
      source: "aws-samples/foundation-model-benchmarking-tool@00ef155 src/fmbench/configs/pricing.yml",
    },
    {
      text: "A quota for each instance type and use, mostly 0: the first deployment fails with ResourceLimitExceeded.",
      source: "docs.aws.amazon.com/general/latest/gr/sagemaker.html",
    },
    {
      text: "An answer that is not streamed has 60 seconds and 6 MB of request.",
      source: `${guide}/realtime-endpoints-test-endpoints.html`,
    },
    {
      text: "A variant never goes below one instance; inference components can reach zero, which is not modelled.",
      source: `${guide}/endpoint-auto-scaling-zero-instances.html`,
    },
    {
      text: "The usual metric counts invocations a minute: it knows nothing of lengths. Concurrency is the better one.",
      source: "docs.aws.amazon.com/autoscaling/application, SageMakerVariantConcurrentRequestsPerModelHighResolution",
    },
  ],
} satisfies Platform;

function refuse(request: HostingRequest): string | null {
  const familyOf = (instance: string) => instance.split(".").slice(0, 2).join(".");
  const refused = refuseInstance(request, { rentedBy: "SageMaker", shapes, familyOf });
  if (refused !== null || !request.scaleToZero) return refused;
  return "A variant of a SageMaker endpoint keeps one instance at least; set minReplicas to 1. Inference components, which can go to zero, are not modelled.";
}
