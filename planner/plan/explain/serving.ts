import type { DeploymentForecast, Explanation, Percentiles, SloForecast } from "../../domain/index.ts";
import { emptyBatch } from "../../steps/step-time.ts";
import type { HardwareStepTime } from "../predicted-step-time.ts";
import type { Resolved } from "../resolve.ts";
import { hardwareOf } from "../setting.ts";
import { STARTUP_FACTS } from "../startup.ts";
import { calculated, given, stated } from "./node.ts";

type Latency = keyof DeploymentForecast["latency"];
type At = keyof Percentiles;

const LATENCIES: Readonly<Record<Latency, string>> = {
  ttftMs: "time to first token",
  tpotMs: "time per output token",
  e2eMs: "end-to-end time",
};

/** One percentile over all simulated requests, the windows that it is made of, and the steps that they are made of. */
export function latencyExplained(
  forecast: DeploymentForecast,
  resolved: Resolved,
  [metric, at]: readonly [Latency, At],
): Explanation {
  const which = at === "mean" ? "the mean" : `the ${at.slice(1)}th percentile`;
  return calculated(
    `${at} ${LATENCIES[metric]}`,
    [forecast.latency[metric][at], "ms"],
    [
      `${which} over the requests of all simulated windows, each weighed with its share of the time`,
      ...windowNodes(forecast, metric === "ttftMs" ? at : null),
      stepsExplained(forecast, resolved),
    ],
  );
}

function windowNodes({ windows }: DeploymentForecast, at: At | null): readonly Explanation[] {
  return windows.map(({ label, weight, requestsPerSecond, meanReplicas, ttftMs }) =>
    calculated(
      `window "${label}", ${at === null ? "share of the time" : `${at} time to first token`}`,
      at === null ? [weight, "fraction"] : [ttftMs[at], "ms"],
      [
        `simulated request by request: ${round(requestsPerSecond)} requests/s on ${round(meanReplicas)} replicas, ${round(100 * weight)} % of the time`,
      ],
    ),
  );
}

const round = (value: number): number => Number(value.toPrecision(3));

/** What single steps take, and how well that is known. */
export function stepsExplained(forecast: DeploymentForecast, resolved: Resolved): Explanation {
  const hardware = hardwareOf(resolved);
  if (hardware.kind === "refused") return calculated("steps", [null, "ms"], [hardware.message]);
  const { plan, gpu } = resolved;
  const input = Math.max(1, Math.round(forecast.traffic?.meanInputTokens ?? 1024));
  const prompt = Math.min(plan.limits.maxBatchedTokens, input);
  const full = plan.limits.maxSequences;
  return calculated(
    `steps of ${plan.engine.name} ${plan.engine.version} on ${plan.gpusPerReplica} x ${gpu.name}`,
    [hardware.coverage.status, "text"],
    [
      `${hardware.coverage.why}; one standard deviation of a step's error is ${round(100 * hardware.relativeError)} %${correction(forecast)}`,
      stepNode(`${prompt} prompt tokens alone`, hardware, { prompt, sequences: 0, context: 0 }),
      stepNode("one sequence that answers", hardware, { prompt: 0, sequences: 1, context: input }),
      stepNode(`${full} sequences that answer`, hardware, { prompt: 0, sequences: full, context: input }),
    ],
  );
}

const correction = ({ deployment }: DeploymentForecast): string =>
  deployment.engine.calibration === null ? "" : `; the plan corrects these by ${deployment.engine.calibration}`;

interface Load {
  readonly prompt: number;
  readonly sequences: number;
  readonly context: number;
}

function stepNode(name: string, { stepTime }: HardwareStepTime, { prompt, sequences, context }: Load): Explanation {
  const batch = {
    ...emptyBatch(),
    ...{ prefillTokens: prompt, prefillSequences: prompt > 0 ? 1 : 0 },
    ...{ prefillPairs: prompt ** 2 / 2, prefillSquares: prompt ** 2 },
    ...{ decodeSequences: sequences, kvTokens: sequences * context },
  };
  const how = sequences === 0 ? "predicted" : `predicted, with ${context} tokens of context each`;
  return calculated(`a step with ${name}`, [1000 * stepTime.seconds(batch), "ms"], [how]);
}

export function sloExplained(
  forecast: DeploymentForecast,
  slo: SloForecast,
  from: readonly Explanation[],
): Explanation {
  const name =
    slo.metric === "errorRate" ? "share of failed requests" : `${slo.percentile} ${LATENCIES[`${slo.metric}Ms`]}`;
  const unit = slo.unit === "ms" ? "ms" : "fraction";
  const [low, high] = slo.range ?? [null, null];
  return calculated(
    `probability that ${name} keeps its target`,
    [slo.probability, "probability"],
    [
      `share of 6,561 equally likely combinations of traffic and engine speed in which it is at most the target; ${slo.met ? "at least" : "below"} the confidence that is asked for`,
      given("target", [slo.target, unit], "spec.slo"),
      given("confidence", [forecast.deployment.slo.confidence, "probability"], "spec.slo.confidence"),
      calculated(
        `${name}, most likely`,
        [slo.forecast, unit],
        ["simulated with the traffic and step times as forecast", ...from],
      ),
      calculated(`${name}, P10`, [low, unit], ["with less traffic or a faster engine"]),
      calculated(`${name}, P90`, [high, unit], ["with more traffic or a slower engine"]),
    ],
  );
}

export function capacityExplained(forecast: DeploymentForecast, resolved: Resolved): Explanation {
  const { requestsPerSecondPerReplica: one } = forecast.capacity;
  const lengths = `prompts of ${round(forecast.traffic?.meanInputTokens ?? 0)} and answers of ${round(forecast.traffic?.meanOutputTokens ?? 0)} tokens on average`;
  return calculated(
    "requests one replica finishes",
    [one, "per second"],
    [
      `simulated with a queue that never empties and the lengths of the traffic (${lengths})`,
      stepsExplained(forecast, resolved),
    ],
  );
}

export function fleetExplained(forecast: DeploymentForecast, resolved: Resolved): Explanation {
  const { plan } = resolved;
  return calculated(
    "requests the largest fleet finishes",
    [forecast.capacity.fleetRequestsPerSecond, "per second"],
    [
      "requests one replica finishes x replicas at most",
      capacityExplained(forecast, resolved),
      given("replicas at most", [plan.replicas.max, "number"], "spec.scaling"),
    ],
  );
}

export function replicasExplained(forecast: DeploymentForecast): Explanation {
  const nodes = forecast.windows.map(({ label, weight, meanReplicas }) =>
    calculated(`window "${label}"`, [meanReplicas, "number"], [`${round(100 * weight)} % of the time`]),
  );
  const how = "replicas that are paid for, over the windows, each weighed with its share of the time";
  return calculated("replicas on average", [forecast.replicas?.mean ?? null, "number"], [how, ...nodes]);
}

/** From the pod being created to the first request it can answer. */
export function startupExplained({ plan, platform }: Resolved, at: "p50" | "p99"): Explanation {
  const provisioning: Readonly<
    Record<string, { basis: "datasheet" | "measured" | "assumed"; source: string; seen: string }>
  > = {
    node: platform.provisioning.node,
    "image pull": platform.provisioning.imagePull,
  };
  const fitted = STARTUP_FACTS.loadSeconds;
  const phases = plan.startup.phases.map((phase) => {
    const fact = provisioning[phase.name] ?? fitted;
    return stated(phase.name, { ...fact, value: phase[at] }, "s");
  });
  const how =
    at === "p50" ? "the sum of the phases" : "the sum of the phases, taken to be late together: an upper estimate";
  return calculated(`start of a replica, ${at}`, [plan.startup[at], "s"], [how, ...phases]);
}
