import {
  bytes,
  type DeploymentForecast,
  type Finding,
  type Percentiles,
  type SloForecast,
  seconds,
  type WindowForecast,
} from "../../planner/index.ts";
import { controlPlane, disk, machines } from "./cost-fixture.ts";
import { deployment, traffic } from "./deployment-fixture.ts";
import { hoursBetween, worstHourOf } from "./week-fixture.ts";

// Written by hand, so that reports are tested apart from the planner: two replicas carry the traffic, one does not.

const memory = {
  fits: true,
  kvBlocks: 2560,
  kvBlocksRange: null,
  blockSize: 16,
  kvTokens: 40_960,
  missingBytes: bytes(0),
  parts: {
    weights: bytes(16_060_522_496),
    kv: bytes(5_368_709_120),
    activation: bytes(636_970_598),
    cudaGraphs: bytes(536_870_912),
    nonTorch: bytes(139_586_437),
    free: bytes(858_993_459),
  },
  host: { request: bytes(11 * 2 ** 30), limit: bytes(14 * 2 ** 30) },
  binding: "weights",
  coverage: { status: "measured", why: "start-up logs of vLLM 0.11-0.15" },
} as const;

/** Mean, p50, p90, p95, p99 in milliseconds. */
const percentiles = ([mean = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0]: readonly number[]): Percentiles => ({
  mean,
  p50,
  p90,
  p95,
  p99,
});

const window = (label: string, weight: number, rest: Partial<WindowForecast>): WindowForecast => ({
  label,
  weight,
  requestsPerSecond: 0.3,
  meanReplicas: 2,
  maxReplicas: 2,
  ttftMs: percentiles([170, 150, 240, 270, 320]),
  tpotMs: percentiles([29, 28, 33, 34, 38]),
  e2eMs: percentiles([5200, 4400, 9900, 12_400, 19_000]),
  kvMeanUse: 0.06,
  maxWaiting: 0,
  hours: [],
  ...rest,
});

const ttft: SloForecast = {
  metric: "ttft",
  percentile: "p95",
  unit: "ms",
  target: 1500,
  forecast: 412.333_333_333,
  range: [330.1, 590.7],
  probability: 0.996,
  met: true,
};
const tpot: SloForecast = {
  ...ttft,
  metric: "tpot",
  target: 60,
  forecast: 34.2,
  range: [30.4, 41.9],
};

export const stalePrice: Finding = {
  id: "stale-price",
  severity: "notice",
  path: ["spec", "platform", "instance"],
  message: "the price is 126 days old (2026-07-20)",
  action: "Check it against the provider's page; update loadline for newer tables.",
};

/** Two replicas: everything holds. */
export const calm: DeploymentForecast = {
  name: "chat",
  deployment,
  verdict: "pass",
  plan: {
    modelId: "meta-llama/Llama-3.1-8B-Instruct",
    gpu: "a10g",
    gpusPerReplica: 1,
    engine: { name: "vllm", version: "0.15" },
    weights: "bf16",
    kvCache: "auto",
    maxContext: 8192,
    limits: { maxSequences: 128, maxBatchedTokens: 2048, utilization: 0.9, blockSize: 16, prefixCaching: true },
    memory,
    startup: {
      phases: [
        { name: "node", p50: seconds(100), p99: seconds(360) },
        { name: "image pull", p50: seconds(120), p99: seconds(300) },
        { name: "load weights", p50: seconds(40), p99: seconds(72) },
      ],
      p50: seconds(260),
      p99: seconds(540),
    },
    replicas: { min: 2, max: 2 },
  },
  traffic,
  capacity: {
    requestsPerSecondPerReplica: 1.452466,
    fleetRequestsPerSecond: 2.904932,
    kvTokens: 40_960,
    fullContexts: 5,
    meanKvUse: 0.1102,
    peakUtilization: 0.69,
  },
  latency: {
    ttftMs: percentiles([210, 170, 350, 412.333_333_333, 610]),
    tpotMs: percentiles([29, 28, 33, 34.2, 39]),
    e2eMs: percentiles([5200, 4400, 9900, 12_400, 19_800]),
  },
  errorRate: 0,
  coldStartShare: 0,
  slo: [ttft, tpot],
  cost: {
    monthlyUsd: { p10: 1712.4, p50: 1769.52, p90: 1904.7 },
    atLeastUsd: null,
    perMillionTokensUsd: 0.4901234,
    perRequestUsd: 0.000_612_345,
    budgetUsd: 3000,
    priceSource: { source: "aws/karpenter-provider-aws zz_generated.pricing_aws.go", date: "2026-07-20" },
    priceAgeDays: 126,
    parts: [machines({ p10: 1712.4, p50: 1769.52, p90: 1904.7 }, "2 x g5.2xlarge in us-east-1, on-demand")],
    besides: [controlPlane, { ...disk, monthlyUsd: { p10: 30.96, p50: 32, p90: 34.44 } }],
    withBesidesUsd: { p10: 1816.36, p50: 1874.52, p90: 2012.14 },
    breakdown: {
      baselineUsd: 1769.52,
      usageUsd: 0,
      headroomUsd: 353.9,
      startsUsd: 0,
      startsPerMonth: 0,
      idleShare: 0.31,
    },
    engineering: { hoursPerMonth: 10, hourlyUsd: 90, monthlyUsd: 900 },
    budget: {
      exceededOn: null,
      exceededOnP90: "2028-01-16",
      monthsAhead: 24,
      growthPerMonth: 0.08,
      usedUpOn: null,
      months: [12, 1, 2].map((month, ahead) => ({
        month: `${month === 12 ? 2026 : 2027}-${String(month).padStart(2, "0")}`,
        monthlyUsd: { p10: 1712.4, p50: 1769.52 * 1.04 ** ahead, p90: 1904.7 * 1.08 ** ahead },
      })),
    },
    leavesOut: [
      "network traffic (under $1)",
      "load balancers and other nodes of the cluster",
      "support plans",
      "taxes",
    ],
  },
  replicas: { min: 2, mean: 2, max: 2 },
  windows: [
    window("quietest fifth", 0.1988, { hours: hoursBetween(0, 0.2) }),
    window("middle fifth", 0.4, { requestsPerSecond: 0.71, kvMeanUse: 0.11, hours: hoursBetween(0.2, 0.6) }),
    window("busiest fifth", 0.3988, {
      requestsPerSecond: 1.6,
      kvMeanUse: 0.27,
      maxWaiting: 2,
      hours: hoursBetween(0.6, 0.995),
    }),
    window("busiest hour", 0.0014, {
      requestsPerSecond: 2.01,
      kvMeanUse: 0.38,
      maxWaiting: 5,
      hours: hoursBetween(0.995, 1),
    }),
  ],
  worstHour: worstHourOf(2, 3),
  findings: [stalePrice],
  assumptions: [
    {
      text: "start-up: node = p50 100 s, p99 360 s",
      basis: "assumed",
      source: "EC2 launch and join",
      date: "2026-11-25",
    },
    { text: "traffic: its level is taken to vary by 12 %", basis: "assumed", source: "the history", date: null },
  ],
  coverage: { status: "interpolated", why: "between measured A10G and A100 steps of vLLM 0.15" },
};

export const missedTarget: Finding = {
  id: "target-missed",
  severity: "blocking",
  path: ["spec", "slo", "ttft", "p95"],
  message: "p95 TTFT is met with a probability of 3 %, wanted 90 %",
  action: "Add replicas or headroom, take a faster GPU, or loosen the target.",
};

/** One replica: half the bill, and a queue every evening. */
export const crowded: DeploymentForecast = {
  ...calm,
  deployment: { ...deployment, scaling: { mode: "fixed", replicas: 1, headroom: 0 } },
  verdict: "block",
  plan: calm.plan === null ? null : { ...calm.plan, replicas: { min: 1, max: 1 } },
  capacity: { ...calm.capacity, fleetRequestsPerSecond: 1.452466, meanKvUse: 0.31, peakUtilization: 1.38 },
  latency: {
    ttftMs: percentiles([720, 260, 1900, 2803.4, 6100]),
    tpotMs: percentiles([44, 42, 50, 52.1, 59]),
    e2eMs: percentiles([8100, 6600, 16_000, 21_000, 33_000]),
  },
  slo: [
    { ...ttft, forecast: 2803.4, range: [1709.2, 9420.5], probability: 0.0345, met: false },
    { ...tpot, forecast: 52.1, range: [46.2, 61.3], probability: 0.931 },
  ],
  cost: {
    ...calm.cost,
    monthlyUsd: { p10: 870.1, p50: 884.76, p90: 1302.9 },
    parts: [machines({ p10: 870.1, p50: 884.76, p90: 1302.9 }, "1 x g5.2xlarge in us-east-1, on-demand")],
    besides: [controlPlane, disk],
    withBesidesUsd: { p10: 958.84, p50: 973.76, p90: 1399.46 },
    breakdown: {
      ...{ baselineUsd: 884.76, usageUsd: 0, headroomUsd: 0, startsUsd: 0, startsPerMonth: 0 },
      idleShare: 0.04,
    },
  },
  replicas: { min: 1, mean: 1, max: 1 },
  windows: calm.windows.map((one, index) => ({
    ...one,
    meanReplicas: 1,
    maxReplicas: 1,
    kvMeanUse: Math.min(1, 2.4 * one.kvMeanUse),
    maxWaiting: [0, 3, 87, 412][index] ?? 0,
    ttftMs: percentiles([400, 300, 600, [310, 640, 4300, 61_000][index] ?? 0, 70_000]),
  })),
  worstHour: worstHourOf(1, 412),
  findings: [stalePrice, missedTarget],
};
