import {
  type DeploymentForecast,
  type MissedPlan,
  type ModelDeployment,
  oddsOf,
  type ProposedPlan,
  type ResolvedPlan,
  type Scaling,
  type SloForecast,
} from "../../domain/index.ts";
import { platforms } from "../../platforms/index.generated.ts";
import { entryNamed } from "../entry.ts";
import type { Resolved } from "../resolve.ts";
import { followsCalendarOnly, scalingTarget } from "../scaling.ts";
import { plannedWeights } from "../served-weights.ts";
import type { Trial } from "./trial.ts";

/** "2 x g5.2xlarge, bf16 weights": how many, of what, and what is not as usual. */
export function planText(deployment: ModelDeployment, plan: ResolvedPlan): string {
  const { instance, tensorParallel } = deployment.platform;
  const split = tensorParallel > 1 ? ` (TP${tensorParallel})` : "";
  const kv = plan.kvCache === "fp8" ? ", fp8 KV cache" : "";
  const { maxSequences, maxBatchedTokens } = plan.limits;
  return `${countText(deployment.scaling)} x ${instance}${split}, ${plan.weights} weights${kv}, ${maxSequences} ${maxSequences === 1 ? "sequence" : "sequences"}, ${maxBatchedTokens} tokens a step${loadText(deployment)}`;
}

/** ", 12 requests-running a replica": the load at which an autoscaler adds one, where the file decides it. */
function loadText({ scaling, platform }: ModelDeployment): string {
  if (scaling.mode === "fixed" || followsCalendarOnly(scaling)) return "";
  if (entryNamed(platforms, platform.name)?.scaling != null) return "";
  const { metric, value } = scalingTarget(scaling);
  return `, ${Number(value.toPrecision(3))} ${metric} a replica`;
}

function countText(scaling: Scaling): string {
  if (scaling.mode === "fixed") return String(scaling.replicas);
  const { minReplicas, maxReplicas, schedule } = scaling;
  const range = followsCalendarOnly(scaling) ? String(minReplicas) : `${minReplicas} to ${maxReplicas}`;
  const calendar = [...new Set(schedule.map((entry) => entry.minReplicas))].join("/");
  return calendar === "" ? range : `${range} (${calendar} by calendar)`;
}

/** What a plan that does not hold fails on. */
export function failureText({ forecast, unsure, worst, ratio }: Trial): string {
  const missed = forecast?.slo.find(({ met }) => !met);
  if (missed !== undefined) return `${targetText(missed)}${wantedText(missed, forecast)}`;
  if (forecast?.verdict === "block") return worst;
  if (unsure === "chance") return `${worst}: met by so little that other random numbers (--seed) miss it`;
  if (unsure !== null) return `${worst}: met as forecast, but the step time is known too little to be sure enough`;
  if (!Number.isFinite(ratio)) return `${worst}: nothing completes`;
  // Two digits of 1.004 times would say that it holds.
  const over =
    ratio < 2 ? `${Number((100 * (ratio - 1)).toPrecision(2))} % above` : `${Number(ratio.toPrecision(2))} times`;
  return `${worst}: ${over} what it may be`;
}

/** "p95 TTFT: 1.21 s against 1.5 s, met with 93 %". */
export function targetText({ metric, percentile, unit, forecast, target, probability }: SloForecast): string {
  const name = percentile === null ? "error rate" : `${percentile} ${metric.toUpperCase()}`;
  const value = (of: number) => (unit === "fraction" ? `${Number((100 * of).toPrecision(3))} %` : latency(of));
  const odds = `met with ${oddsText(probability ?? 0)}`;
  return `${name}: ${forecast === null ? "nothing completes" : `${value(forecast)} against ${value(target)}`}, ${odds}`;
}

/** " where 90 % is wanted": a miss that the forecast itself does not show. */
function wantedText({ forecast: value, target }: SloForecast, forecast: DeploymentForecast | null): string {
  if (forecast === null || value === null || value > target) return "";
  return ` where ${Number((100 * forecast.deployment.slo.confidence).toPrecision(3))} % is wanted`;
}

/** Nobody is certain. */
function oddsText(probability: number): string {
  if (probability > 0.999) return ">99.9 %";
  return probability < 0.001 ? "<0.1 %" : `${Math.round(100 * probability)} %`;
}

const latency = (ms: number): string =>
  ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;

/** Replicas on average, from which on a cheaper plan could have fewer. */
const MORE_THAN_ONE = 1.05;

/** A target that is met with so much more than is wanted, or with this, keeps nothing from being cheaper. */
const CLOSE = 0.05;
const EASY = 0.99;

/** What keeps a plan that holds from being cheaper: the target with the least left; where all are met with ease, what fewer of the
 *  same replicas fail on, or that there are no fewer. */
export function bindingText(forecast: DeploymentForecast, fewer: MissedPlan | null): string {
  const { slo, deployment } = forecast;
  const tight = slo.toSorted((a, b) => oddsOf(a) - oddsOf(b) || share(b) - share(a)).at(0);
  const isTight = tight !== undefined && oddsOf(tight) < Math.min(EASY, deployment.slo.confidence + CLOSE);
  if (isTight) return targetText(tight);
  if (isOneReplica(forecast)) {
    return `one replica is the least there can be; ${deployment.platform.instance} is the cheapest machine that holds the model and its targets`;
  }
  if (fewer !== null) return `with ${countText(fewer.deployment.scaling)} replicas: ${fewer.failsOn}`;
  return tight === undefined ? "the load of the busiest hour" : `the least is left of ${targetText(tight)}`;
}

/** Also where an autoscaler may start more and hardly ever does. */
const isOneReplica = ({ plan, replicas }: DeploymentForecast): boolean =>
  plan?.replicas.max === 1 || (plan?.replicas.min === 1 && replicas !== null && replicas.mean < MORE_THAN_ONE);

const share = ({ forecast, target }: SloForecast): number => (forecast ?? Infinity) / target;

/** What to know before taking a plan: why replicas come in this size, what other formats ask for. */
export function remarksOn(
  { forecast: { plan, findings } }: ProposedPlan,
  base: ModelDeployment,
  smaller: Resolved | null,
): readonly string[] {
  const remarks: string[] = [];
  if (plan === null) return remarks;
  if (plan.gpusPerReplica > 1) remarks.push(splitText(plan, smaller));
  const own = plannedWeights(base.model);
  if (plan.weights.endsWith("int4") && plan.weights !== own) {
    // Where nobody publishes them under this name, a finding says so.
    const isSaid = findings.some(({ id }) => id === "weights-not-published");
    const where = isSaid ? "" : ", and name a repository that publishes them in spec.model.id";
    remarks.push(
      `${plan.weights} weights change the answers: measure the model's quality on your own questions first${where}`,
    );
  }
  if (plan.weights === "fp8" && own !== "fp8") {
    remarks.push("fp8 weights are made while loading; answers change a little: check them on your own questions");
  }
  if (plan.kvCache === "fp8" && base.model.kvCache !== "fp8") {
    remarks.push("an fp8 KV cache halves the memory of a token; long contexts lose a little accuracy");
  }
  if (plan.replicas.min === 1) {
    remarks.push(
      "with one replica nothing answers while it restarts or its node is lost; --min-replicas 2 looks for more",
    );
  }
  return remarks;
}

function splitText({ gpusPerReplica: gpus, replicas }: ResolvedPlan, smaller: Resolved | null): string {
  const most = replicas.max;
  const total = most > 1 ? `; ${most * gpus} GPUs are ${most} times ${gpus}, no other number would do` : "";
  if (smaller === null) return `a replica takes ${gpus} GPUs, which have to be in one machine${total}`;
  const { memory, gpusPerReplica } = smaller.plan;
  const why = memory.fits ? "a target is missed or more machines are needed" : memory.binding;
  return `a replica takes ${gpus} GPUs of one machine: with ${gpusPerReplica} ${why}${total}`;
}
