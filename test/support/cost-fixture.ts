import type { CostPart } from "../../planner/index.ts";

export const machines = (monthlyUsd: CostPart["monthlyUsd"], text: string): CostPart => ({
  ...{ kind: "machines", text, monthlyUsd, unitUsd: 1.212, per: "hour", basis: "datasheet" },
  ...{ source: "aws/karpenter-provider-aws zz_generated.pricing_aws.go", date: "2026-07-20" },
});

export const controlPlane: CostPart = {
  kind: "control-plane",
  text: "control plane, once for all deployments of the cluster",
  monthlyUsd: { p10: 73, p50: 73, p90: 73 },
  ...{ unitUsd: 0.1, per: "hour", basis: "datasheet", source: "aws.amazon.com/eks/pricing", date: "2026-11-25" },
};

export const disk: CostPart = {
  kind: "disk",
  text: "disk, 200 GiB a machine",
  monthlyUsd: { p10: 15.74, p50: 16, p90: 23.56 },
  ...{ unitUsd: 0.08, per: "GiB and month", basis: "datasheet", source: "aws.amazon.com/ebs/pricing, gp3" },
  date: "2026-11-25",
};
