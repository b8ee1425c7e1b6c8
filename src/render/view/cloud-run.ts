import { type GpuId, inGibibytes, type Shape } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { accountValue, renderRefusal } from "./account.ts";
import { identityView } from "./identity.ts";
import { launchView } from "./launch.ts";
import { outsideName } from "./outside-name.ts";
import { variableOf } from "./secrets.ts";
import { instanceBounds, knownShape } from "./serverless.ts";

/** GPUs of Cloud Run by the words of its API, NodeSelector.accelerator. */
const ACCELERATORS: Partial<Readonly<Record<GpuId, string>>> = {
  l4: "nvidia-l4",
  "rtx-pro-6000-server": "nvidia-rtx-pro-6000",
};
/** Characters in a service's name. */
const LONGEST_NAME = 49;
/** Requests an instance may be sent at once. */
const MOST_CONCURRENCY = 1000;
/** Seconds between two start-up probes. */
const PROBE_PERIOD = 10;
/** Seconds that Cloud Run allows all start-up probes of an instance with a GPU together. */
const LONGEST_START = 1800;
/** Seconds a request may take: Cloud Run's default, and the most that can be set. */
const REQUEST_TIMEOUT = { usual: 300, most: 3600 };

/** Data of `cloud-run/run-service.yaml.hbs`. */
export function runServiceView(input: RenderInput): View {
  const shape = knownShape(input, "cloud-run");
  const bounds = instanceBounds(input);
  return {
    ...identityView(input, "workload"),
    service: outsideName(input, LONGEST_NAME),
    project: accountValue(input, "project"),
    serviceAccount: accountValue(input, "serviceAccount"),
    location: input.deployment.platform.region,
    ...launchView(input),
    secrets: secretsOf(input),
    ...resourcesOf(input, shape),
    minInstances: bounds.least,
    maxInstances: bounds.most,
    concurrency: Math.min(MOST_CONCURRENCY, input.plan.limits.maxSequences),
    timeout: `${requestTimeout(input)}s`,
    healthPath: input.engine.healthPath,
    probePeriod: PROBE_PERIOD,
    probeFailures: probeFailures(input),
  };
}

function resourcesOf({ plan, deployment }: RenderInput, shape: Shape) {
  // Files lie in memory: weights that are downloaded take room of the container's limit.
  if (deployment.build === null && plan.memory.parts.weights > shape.memory) {
    const weights = inGibibytes(plan.memory.parts.weights).toFixed(1);
    throw renderRefusal(
      "spec.platform.instance",
      RENDERING.weightsAboveMemory(deployment.platform.instance ?? "nothing", weights),
    );
  }
  const accelerator = ACCELERATORS[shape.gpu as GpuId];
  if (accelerator === undefined) throw new Error(`no accelerator of Cloud Run for ${shape.gpu}`);
  return { cpu: String(shape.vcpus), memory: `${inGibibytes(shape.memory)}Gi`, accelerator };
}

/** Twice the slowest request that was promised. */
function requestTimeout({ deployment }: RenderInput): number {
  const limits = deployment.slo.latency.filter(({ metric }) => metric === "e2e").map(({ limit }) => limit as number);
  const { usual, most } = REQUEST_TIMEOUT;
  return Math.min(most, Math.max(usual, Math.ceil(2 * Math.max(0, ...limits))));
}

function probeFailures({ plan }: RenderInput): number {
  const failures = Math.max(6, Math.ceil(plan.startup.p99 / PROBE_PERIOD));
  if (failures * PROBE_PERIOD <= LONGEST_START) return failures;
  const needed = Math.ceil(plan.startup.p99);
  throw renderRefusal("spec.model.id", RENDERING.startTooSlow(needed, LONGEST_START, "cloud-run"));
}

const SECRET_NAME = /^(projects\/[a-z0-9-]+\/secrets\/)?[A-Za-z0-9_-]{1,255}$/;

/** From Secret Manager: `key` is the secret's name there. Cloud Run reads it itself, as the service account. */
function secretsOf({ deployment }: RenderInput) {
  return deployment.access.secrets.map(({ name, key }, index) => {
    if (SECRET_NAME.test(key)) return { variable: variableOf(name), secret: key };
    throw renderRefusal(`spec.access.secrets[${index}].key`, RENDERING.noSecretManagerName(key));
  });
}
