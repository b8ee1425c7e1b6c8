import type { Expectation, Mistake } from "../ports/failure.ts";

/** Keys of a ModelDeployment that do not go together; Scenario and Settings share some of them. */
export const DEPLOYMENT = {
  regionMissing: {
    found: "nothing, and no defaults.region in loadline.yaml",
    wanted: "a region such as us-east-1",
    advice: "Add `region: us-east-1`, or `defaults: { region: us-east-1 }` to loadline.yaml.",
  } satisfies Mistake,
  moreExpertsPerToken: (experts: number): Expectation => ({
    wanted: `at most the number of experts, ${experts}`,
    advice: "Swap the two, or correct one.",
  }),
  moreThanLayers: (layers: number): Expectation => ({
    wanted: `at most the number of layers, ${layers}`,
    advice: "Correct one of the two.",
  }),
  unevenKvHeads: (heads: number): Expectation => ({
    wanted: `a divisor of heads, which is ${heads}`,
    advice: "Copy num_key_value_heads and num_attention_heads from the model's config.json.",
  }),
  unevenHeads: (hidden: number): Expectation => ({
    wanted: `a divisor of hidden, which is ${hidden}`,
    advice: "Correct one of the two, or write headDim.",
  }),
  versionApart: "Write it behind the name: vllm@0.15.",
  secretInAccount: "Secrets do not belong here: give the platform's operator its credentials in the cluster.",
  securityContext: "Write runAsUser and readOnlyRoot here; the rest is fixed by the restricted profile.",
  rangeWhenFixed: "With mode: fixed write replicas: N instead of a minimum and a maximum.",
  numberWhenElastic: "Write minReplicas and maxReplicas; replicas: N belongs to mode: fixed.",
  zeroWithHpa: {
    wanted: "at least 1 with mode: hpa",
    advice: "Write minReplicas: 1, or mode: keda, which can scale to zero.",
  },
  minimumAboveMaximum: (maxReplicas: number): Expectation => ({
    wanted: `at most maxReplicas, which is ${maxReplicas}`,
    advice: "Swap the two, or raise maxReplicas.",
  }),
  scheduleAboveMaximum: (maxReplicas: number, minReplicas: number): Expectation => ({
    wanted: `at most maxReplicas, which is ${maxReplicas}`,
    advice: `Raise maxReplicas to ${minReplicas}, or lower this minimum.`,
  }),
  emptySchedule: {
    wanted: "at least one entry with mode: scheduled",
    advice: 'Add an entry such as { cron: "0 7 * * 1-5", duration: 12h, minReplicas: 4 }.',
  },
  nothingToWake: {
    wanted: "nothing, with minReplicas above 0",
    advice: "Remove it, or write minReplicas: 0: a fleet that is never at zero needs no waking.",
  },
  shareAboveWhole: (value: number): Expectation => ({
    wanted: "a share up to 100% for kv-use and gpu-utilization",
    advice: `Write ${value}% if percent is meant.`,
  }),
  twoSources: { wanted: "either file or prometheus", advice: "Remove one of the two." },
  noSource: {
    wanted: "file or prometheus",
    advice: "Add `file: traffic/chat.csv`, or remove `traffic:`.",
  },
  lengthsOfOneSide: {
    wanted: "inputTokens and outputTokens together",
    advice: "Add the other one, or remove this.",
  },
  lengthsBesidePrometheus: {
    wanted: "no lengths beside prometheus, which has queries for them",
    advice: "Move it to prometheus.inputTokens, as a query.",
  },
  startBesidePrometheus: {
    wanted: "no start beside prometheus, whose samples carry their own time",
    advice: "Remove `start`.",
  },
  repeatedHoliday: { wanted: "each date once", advice: "Remove one of the two." },
  unsortedQuantiles: { wanted: "quantiles that rise", advice: "Sort the pairs by quantile." },
  fallingQuantiles: {
    wanted: "tokens that never fall",
    advice: "Correct the pair: a higher quantile can not be shorter.",
  },
  noPercentile: { wanted: "at least one percentile", advice: "Add one, such as p95: 1.5s, or remove the key." },
  percentileTooHigh: { wanted: "a percentile up to p99.9", advice: "Write p99.9." },
  repeatedPercentile: { wanted: "each percentile once", advice: "Remove one of the two." },
  unevenInterval: {
    wanted: "a divisor of 24h (such as 30m, 4h, 6h, 12h), or whole days",
    advice: "Choose one of these; a cron job can not keep other intervals.",
  },
  repeatedSecret: { wanted: "each secret once", advice: "Rename one of the two." },
  takenVariable: (variable: string): Expectation => ({
    wanted: "a name whose variable the server does not use otherwise",
    advice: `Rename it: it would become the variable ${variable}.`,
  }),
  storageClassMissing: (kind: string): Expectation => ({
    wanted: `a storage class with kind: ${kind}`,
    advice: "Name one that the cluster has: `kubectl get storageclass` lists them.",
  }),
  storageClassOnNode: {
    wanted: "no storage class with kind: node",
    advice: "Remove it, or choose kind: ephemeral or shared.",
  },
} as const;
