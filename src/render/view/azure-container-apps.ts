import { inGibibytes, ownTarget, platforms, type Shape } from "../../../planner/index.ts";
import { RENDERING } from "../../mistakes/rendering.ts";
import type { RenderInput, View } from "../input.ts";
import { accountValue, refuseSecrets, renderRefusal } from "./account.ts";
import { identityView } from "./identity.ts";
import { launchView } from "./launch.ts";
import { outsideName } from "./outside-name.ts";
import { instanceBounds, knownShape } from "./serverless.ts";

/** Characters in an app's name. */
const LONGEST_NAME = 32;
/** Limits of the API, ContainerAppProbe. */
const MOST_FAILURES = 10;
const LONGEST_PERIOD = 240;

/** Data of `azure-container-apps/container-app.yaml.hbs`. The workload profile brings the GPU: the app takes it whole. */
export function containerAppView(input: RenderInput): View {
  refuseSecrets(input, "azure-container-apps");
  const bounds = instanceBounds(input);
  const environment = accountValue(input, "environment");
  const { scaling } = platforms["azure-container-apps"];
  if (scaling === null) throw new Error("planner/platforms/azure-container-apps.ts states no scaling rule");
  return {
    ...identityView(input, "workload"),
    app: outsideName(input, LONGEST_NAME),
    location: input.deployment.platform.region,
    environment,
    resourceGroup: environment.split("/providers/")[0],
    profile: input.deployment.platform.instance,
    ...launchView(input),
    ...resourcesOf(knownShape(input, "azure-container-apps")),
    healthPath: input.engine.healthPath,
    ...startupOf(input),
    minReplicas: bounds.least,
    maxReplicas: bounds.most,
    concurrentRequests: String(ownTarget(scaling.value, input.plan.limits)),
  };
}

const resourcesOf = ({ vcpus, memory }: Shape) => ({ cpu: vcpus, memory: `${inGibibytes(memory)}Gi` });

/** No more than ten failures: a slow start makes the time between two probes longer. */
function startupOf({ plan }: RenderInput) {
  const period = Math.max(6, Math.ceil(plan.startup.p99 / MOST_FAILURES));
  if (period <= LONGEST_PERIOD) return { startupPeriod: period, startupTimeout: 5, startupFailures: MOST_FAILURES };
  const needed = Math.ceil(plan.startup.p99);
  throw renderRefusal(
    "spec.model.id",
    RENDERING.startTooSlow(needed, LONGEST_PERIOD * MOST_FAILURES, "azure-container-apps"),
  );
}
