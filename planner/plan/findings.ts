import { type Finding, type ModelDeployment, majorMinor, versionOfImage } from "../domain/index.ts";
import { parseDate } from "../traffic/calendar.ts";
import { DAY, inGibibytes } from "../units/index.ts";
import { knownInstead } from "./known-prices.ts";
import { priceOfCapacity } from "./price-of.ts";
import type { PlanRequest } from "./request.ts";
import type { Resolved } from "./resolve.ts";
import { servedWeights } from "./served-weights.ts";
import { withoutEffect } from "./without-effect.ts";

/** Prices older than this are said to be stale: four months, in which the providers' pages are known to change. */
export const STALE_PRICE_DAYS = 120;

/** What memory, hardware and prices say by themselves, before any traffic. */
export function planFindings(resolved: Resolved, request: PlanRequest): readonly Finding[] {
  return [
    ...fitFindings(resolved),
    ...weightFindings(resolved),
    ...imageFindings(resolved, request.deployment),
    ...hostFindings(resolved),
    ...engineFindings(resolved),
    ...priceFindings(resolved, request),
    ...withoutEffect(request.deployment, resolved.platform),
  ];
}

function fitFindings({ plan, gpu }: Resolved): readonly Finding[] {
  const { memory } = plan;
  if (memory.fits) return [];
  const missing =
    memory.missingBytes > 0 ? `; ${inGibibytes(memory.missingBytes).toFixed(2)} GiB a GPU are missing` : "";
  return [
    {
      id: "does-not-fit",
      severity: "blocking",
      path: ["spec", "model", "weights"],
      message: `${plan.modelId} in ${plan.weights} does not fit ${plan.gpusPerReplica} x ${gpu.name}: ${memory.binding}${missing}`,
      action: "Use more GPUs, smaller weights or a shorter maxContext; `loadline fit` lists what would do.",
    },
  ];
}

function weightFindings({ plan, engine }: Resolved): readonly Finding[] {
  const served = servedWeights(plan, engine.flags);
  if (served.kind !== "other") return [];
  return [
    {
      id: "weights-not-published",
      severity: "warning",
      path: ["spec", "model", "weights"],
      message: `the plan counts on ${plan.weights} weights, but ${plan.modelId} publishes ${served.published}, which is what the server would load`,
      action: `Name a repository with ${plan.weights} weights in spec.model.id, or plan with ${served.published}.`,
    },
  ];
}

/** Memory and steps are planned for one version; the image decides which one runs. */
function imageFindings({ plan }: Resolved, { engine }: ModelDeployment): readonly Finding[] {
  if (engine.image === null) return [];
  const planned = `${plan.engine.name} ${plan.engine.version}`;
  const inImage = versionOfImage(engine.image);
  const finding = { id: "image-version", severity: "warning", path: ["spec", "engine", "image"] } as const;
  if (inImage === null && engine.version === null) {
    return [
      {
        ...finding,
        message: `the image does not say its version; ${planned} is planned`,
        action: `Say it in the tag, or write spec.engine.name: ${plan.engine.name}@${plan.engine.version}.`,
      },
    ];
  }
  if (inImage === null || majorMinor(inImage) === plan.engine.version) return [];
  return [
    {
      ...finding,
      message: `the image is of ${plan.engine.name} ${inImage}, but ${planned} is planned, as spec.engine.name says`,
      action: "Leave the version out of spec.engine.name, or name the image of that version.",
    },
  ];
}

function hostFindings({ plan, shape, platform }: Resolved): readonly Finding[] {
  const { request } = plan.memory.host;
  if (request <= shape.allocatable.memory) return [];
  return [
    {
      id: "host-memory",
      severity: "warning",
      path: ["spec", "platform", "instance"],
      message: `a replica asks for ${inGibibytes(request).toFixed(1)} GiB of host memory, but a pod on this ${platform.name} instance may use ${inGibibytes(shape.allocatable.memory).toFixed(1)} GiB: it would stay Pending or end with exit code 137`,
      action: "Take the next larger instance of the same GPU.",
    },
  ];
}

function engineFindings({ engine, plan }: Resolved): readonly Finding[] {
  const findings: Finding[] = [];
  const path = ["spec", "engine", "name"];
  if (engine.warning !== null) {
    findings.push({
      id: "engine-warning",
      severity: "warning",
      path,
      message: engine.warning,
      action: "Plan a move to vLLM or SGLang.",
    });
  }
  if (plan.memory.coverage.status === "extrapolated") {
    findings.push({
      id: "extrapolated-memory",
      severity: "warning",
      path,
      message: `memory is extrapolated: ${plan.memory.coverage.why}`,
      action: "Compare with the engine's own start-up log before relying on the KV cache size.",
    });
  }
  return findings;
}

function priceFindings(resolved: Resolved, request: PlanRequest): readonly Finding[] {
  const { platform: place } = request.deployment;
  const path = ["spec", "platform", "instance"];
  if (resolved.price === null || priceOfCapacity(resolved, place) === null) {
    return [
      {
        id: "unknown-price",
        severity: "blocking",
        path,
        message: `the ${place.capacity} price of ${place.instance} in ${place.region} is unknown`,
        action: knownInstead(place),
      },
    ];
  }
  const { date } = resolved.price.source;
  const age = Math.floor((request.now - (parseDate(date) ?? request.now)) / DAY);
  if (age <= STALE_PRICE_DAYS) return [];
  return [
    {
      id: "stale-price",
      severity: "warning",
      path,
      message: `the price is ${age} days old (${date})`,
      action: "Check it against the provider's page; update loadline for newer tables.",
    },
  ];
}
