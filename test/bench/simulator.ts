import { type SchedulerPolicy, SIMULATED_POLICIES, simulate } from "../../planner/index.ts";
import { simulation } from "../support/simulation.ts";
import { azureLike, LIMITS, STEP } from "./azure-like.ts";
import { type Measured, thousands } from "./table.ts";

/** Requests a second on one core: Azure-like lengths on four replicas, a saturated fleet, each scheduler, growth. */
export function measureSimulator(): readonly Measured[] {
  simulateRate(50_000, { rate: 12 });
  const million = middleOfThree(() => simulateRate(1_000_000, { rate: 12 }));
  const rss = process.memoryUsage().rss;
  const double = middleOfThree(() => simulateRate(2_000_000, { rate: 12 }));
  const saturated = simulateRate(200_000, { rate: 80 });
  return [
    { what: "1 M requests, 4 replicas: simulated requests/s", measured: thousands(million.perSecond), mark: "400,000" },
    { what: "… resident memory", measured: `${thousands(rss / 2 ** 20)} MiB`, mark: "" },
    {
      what: "… time for twice as many requests",
      measured: `${(double.seconds / million.seconds).toFixed(2)}×`,
      mark: "≤ 2.1×",
    },
    { what: "200 k requests, 4 replicas, saturated: requests/s", measured: thousands(saturated.perSecond), mark: "" },
    ...[1, 16, 64].map((replicas) => {
      const run = simulateRate(200_000, { rate: 3 * replicas, replicas });
      return { what: `200 k requests, ${count(replicas)}: requests/s`, measured: thousands(run.perSecond), mark: "" };
    }),
    ...SIMULATED_POLICIES.map((policy) => {
      const run = simulateRate(200_000, { rate: policy === "static" || policy === "orca" ? 2 : 12, policy });
      return { what: `200 k requests, ${policy}: requests/s`, measured: thousands(run.perSecond), mark: "" };
    }),
  ];
}

/** Other work on the machine can halve a run's speed; the middle of three is rarely one of those. */
function middleOfThree(run: () => Rate): Rate {
  const [, middle] = [run(), run(), run()].sort((a, b) => a.seconds - b.seconds);
  return middle ?? run();
}

interface Rate {
  readonly seconds: number;
  readonly perSecond: number;
}

const count = (replicas: number): string => `${replicas} replica${replicas === 1 ? "" : "s"}`;

function simulateRate(total: number, load: { rate: number; policy?: SchedulerPolicy; replicas?: number }): Rate {
  const policy = load.policy ?? "vllm";
  // Prompts of vLLM V0 and TGI are not chunked; Orca sets the longest context aside for each request.
  const limits = {
    ...LIMITS,
    maxBatchedTokens: policy === "vllm-v0" || policy === "tgi" ? 8192 : LIMITS.maxBatchedTokens,
    maxContext: policy === "orca" ? 5000 : LIMITS.maxContext,
  };
  const workload = azureLike(total, load.rate);
  const started = performance.now();
  const question = {
    policy,
    limits,
    stepTime: STEP,
    replicas: load.replicas ?? 4,
    router: "least-outstanding",
    keepRequests: false,
  } as const;
  const answer = simulate(simulation(workload, question));
  const seconds = (performance.now() - started) / 1000;
  if (answer.kind !== "simulated") throw new Error(answer.message);
  if (answer.result.requests.completed < total) throw new Error(`${policy} did not complete every request`);
  return { seconds, perSecond: total / seconds };
}
