import { DAY, exampleTrafficCsv, formatInstant } from "../../../planner/index.ts";

/** Two weeks show the week's pattern twice. */
const DAYS = 14;
const REQUESTS_PER_DAY = 18_000;

/** The files of a new configuration repository, by path. `today`: unix seconds of midnight UTC, where the traffic ends. */
export function newRepository(today: number): ReadonlyMap<string, string> {
  const start = today - DAYS * DAY;
  return new Map([
    ["loadline.yaml", SETTINGS],
    ["models/chat.yaml", modelDeployment(formatInstant(start))],
    ["traffic/chat.csv", exampleTrafficCsv({ seed: 1, days: DAYS, requestsPerDay: REQUESTS_PER_DAY, start })],
    [".github/workflows/loadline.yml", WORKFLOW],
    ["README.md", README],
  ]);
}

const SETTINGS = `apiVersion: loadline.dev/v1alpha1
kind: Settings
models: ["models/*.yaml"]
gitops: { repository: example/gitops, branch: main, path: clusters, mode: commit }
clusters: [{ name: prod, server: "https://kubernetes.default.svc", default: true }]
defaults: { region: us-east-1 }
budget: { monthlyUsd: 20000 }
# What one deployment takes of your engineers; shown beside each bill, never in it.
# engineering: { hoursPerMonth: 10, hourlyUsd: 90 }
`;

const modelDeployment = (start: string): string => `apiVersion: loadline.dev/v1alpha1
kind: ModelDeployment
metadata: { name: chat, namespace: ai-models, labels: { team: assistants } }
spec:
  model: { id: meta-llama/Llama-3.1-8B-Instruct, revision: 0e9e39f, weights: bf16, maxContext: 8192 }
  # Put the digest of the image you tested behind the tag: "vllm/vllm-openai:v0.15.1@sha256:..."
  engine: { name: vllm, image: "vllm/vllm-openai:v0.15.1", maxSequences: 64, maxBatchedTokens: 2048 }
  platform: { name: eks, instance: g5.2xlarge, tensorParallel: 1, capacity: on-demand }
  scaling: { mode: keda, minReplicas: 2, maxReplicas: 6, target: { metric: requests-running, value: 12 } }
  # Times in the log are seconds; start dates them. Replace the file with your own log.
  traffic: { file: traffic/chat.csv, start: "${start}", growthPerMonth: 8% }
  slo:
    ttft: { p95: 2.5s }
    tpot: { p95: 80ms }
    errorRate: 0.1%
    confidence: 90%
  budget: { monthlyUsd: 3000 }
`;

const WORKFLOW = `# Reviews each pull request that touches a model's configuration, and shows the result on the run's page.
name: loadline
on:
  pull_request:
    paths: ["loadline.yaml", "models/**", "traffic/**"]
permissions:
  contents: read
jobs:
  review:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { fetch-depth: 0, persist-credentials: false }
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with: { node-version: 24 }
      - name: Review
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
          HEAD: \${{ github.event.pull_request.head.sha }}
        run: npx --yes loadline diff "$BASE" "$HEAD" --format markdown >> "$GITHUB_STEP_SUMMARY"
`;

const README = `# Model servers

Each file in \`models/\` is one model server. \`loadline.yaml\` says what holds for all of them.

    loadline plan models/chat.yaml      # what will it carry, what will it cost
    loadline diff main HEAD             # what does my change do
    loadline render models/chat.yaml --out rendered
    loadline commit models/chat.yaml --repo ../gitops --branch main

The traffic in \`traffic/chat.csv\` is made up from published statistics. Replace it with your own request log:
\`arrival_s,input_tokens,output_tokens\`, one request a line.
`;
